"""Edit users and groups, in place of Django's own admin of them."""

from yanjiang.accounts.admin import groups, users

__all__ = ["groups", "users"]
