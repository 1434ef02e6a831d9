"""Editing the links to friends at the foot of every page."""

from django.contrib import admin

from yanjiang.home.models import FriendLink
from yanjiang.lib.editing import GuardedAdmin


@admin.register(FriendLink)
class FriendLinkAdmin(GuardedAdmin):
    measure = "条"
    list_display = ("name", "url", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "url")
    ordering = ("position", "pk")
