"""Editing the site around the content, and the people of the house."""

from yanjiang.home.admin import blocks, friend_links, imports, pages, site_settings, users

__all__ = ["blocks", "friend_links", "imports", "pages", "site_settings", "users"]
