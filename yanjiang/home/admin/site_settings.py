"""Edit the site's settings. They are one row, so there is only its form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.admin_pages.logged import Kind
from yanjiang.home.models import RootFile, SiteSettings, VerificationMark
from yanjiang.home.verification import MARKS
from yanjiang.pictures.widgets import choosing


class OfferedMarks(forms.TextInput):
    """A text field that suggests the names of the usual search engines, and accepts others."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, {**(attrs or {}), "list": f"{name}_known"}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', MARKS.items())
        return format_html('{}<datalist id="{}_known">{}</datalist>', field, name, options)


class VerificationMarkInline(admin.TabularInline):  # type: ignore[type-arg]
    model = VerificationMark
    fields = ("name", "content")
    ordering = ("pk",)
    extra = 1

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            kwargs["widget"] = OfferedMarks(attrs={"class": "vTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class RootFileInline(admin.TabularInline):  # type: ignore[type-arg]
    model = RootFile
    fields = ("name", "content")
    ordering = ("pk",)
    extra = 1
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 50})}}


@admin.register(SiteSettings)
class SiteSettingsAdmin(GuardedAdmin):
    log_kind = Kind.SETTINGS
    inlines = (VerificationMarkInline, RootFileInline)
    raw_id_fields = ("logo",)
    fieldsets = (
        (None, {"fields": ("name", "logo", "welcome", "slogan")}),
        ("搜索引擎", {"fields": ("description", "keywords")}),
        ("订阅", {"fields": ("full_text_feeds",)}),
        ("页脚", {"fields": ("icp_number", "police_number", "copyright", "contact")}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Redirect to the form, which checks permissions itself."""
        return redirect("admin:home_sitesettings_change", 1)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """Return the row, or an unsaved one with the defaults before the first save."""
        found = super().get_object(request, object_id, from_field)
        return found or (SiteSettings(pk=1) if object_id == "1" else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False
