"""Editing the site's settings: one row, so one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yanjiang.home.models import SiteSettings
from yanjiang.lib.imagefield import PICTURES


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    formfield_overrides = PICTURES
    fieldsets = (
        (None, {"fields": ("name", "logo", "welcome", "slogan")}),
        ("搜索引擎", {"fields": ("description", "keywords")}),
        ("订阅", {"fields": ("full_text_feeds",)}),
        ("页脚", {"fields": ("icp_number", "police_number", "copyright", "contact")}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead straight to the form, which refuses whoever may not see it."""
        return redirect("admin:home_sitesettings_change", 1)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """Return the row, or what stands for it until it is saved for the first time."""
        found = super().get_object(request, object_id, from_field)
        return found or (SiteSettings(pk=1) if object_id == "1" else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False
