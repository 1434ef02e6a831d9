"""Editing the site's settings: one row, so one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yanjiang.home.models import SiteSettings
from yanjiang.lib.editing import GuardedAdmin
from yanjiang.lib.pictures.widgets import choosing


@admin.register(SiteSettings)
class SiteSettingsAdmin(GuardedAdmin):
    raw_id_fields = ("logo",)
    fieldsets = (
        (None, {"fields": ("name", "logo", "welcome", "slogan")}),
        ("搜索引擎", {"fields": ("description", "keywords")}),
        ("页脚", {"fields": ("icp_number", "police_number", "copyright", "contact")}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

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
