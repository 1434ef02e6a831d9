"""Edit the site around the articles."""

from yanjiang.home.admin import blocks, friend_links, pages, site_settings

__all__ = ["blocks", "friend_links", "pages", "site_settings"]
