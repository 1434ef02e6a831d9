"""Edit users and groups, in place of Django's own admin of them, and read what staff did."""

from yanjiang.accounts.admin import groups, staff_log, users

__all__ = ["groups", "staff_log", "users"]
