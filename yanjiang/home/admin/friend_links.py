"""Edit the friend links in the footer of every page."""

from django.contrib import admin

from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.home.models import FriendLink


@admin.register(FriendLink)
class FriendLinkAdmin(GuardedAdmin):
    measure = "条"
    list_display = ("name", "url", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "url")
    ordering = ("position", "pk")
