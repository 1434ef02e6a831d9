"""Editing consultants and hotlines."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.html import format_html
from tree_queries.forms import TreeNodeMultipleChoiceField

from consultants.models import Consultant, Hotline
from yanjiang.lib.editing import GuardedAdmin
from yanjiang.lib.imagefield import PICTURES


@admin.register(Consultant)
class ConsultantAdmin(GuardedAdmin):
    list_display = ("thumbnail", "printed_name", "titles", "position", "is_active")
    list_display_links = ("thumbnail", "printed_name")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "titles")
    ordering = ("position", "pk")
    formfield_overrides = PICTURES
    fieldsets = (
        (None, {"fields": ("name", "titles", "photo", "short_bio", "biography")}),
        ("显示", {"fields": ("position", "is_active")}),
    )

    def has_view_permission(self, request: HttpRequest, obj: Consultant | None = None) -> bool:
        """Authors hold the permission so that they can choose a consultant for an article; this list is not theirs."""
        choosing = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return super().has_view_permission(request, obj) if choosing else self.has_change_permission(request, obj)

    @admin.display(description="照片")
    def thumbnail(self, consultant: Consultant) -> str:
        if not consultant.photo:
            return "无"
        return format_html(
            '<img src="{}" alt="{}" width="40" height="40" style="object-fit: cover; border-radius: 4px">',
            consultant.photo.url,
            consultant.name,
        )

    @admin.display(description="姓名", ordering="name")
    def printed_name(self, consultant: Consultant) -> str:
        return consultant.display_name


@admin.register(Hotline)
class HotlineAdmin(GuardedAdmin):
    list_display = ("label", "number", "person", "hours", "where", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active", "is_everywhere")
    search_fields = ("label", "number", "person")
    ordering = ("position", "pk")
    fieldsets = (
        (None, {"fields": ("label", "number", "person", "hours")}),
        ("显示", {"fields": ("position", "is_active", "is_everywhere", "sections")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Hotline]:
        return super().get_queryset(request).prefetch_related("sections")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "sections":
            # Boxes in the order of the tree: in Django's two lists a section loses its place, and they speak English.
            kwargs |= {"form_class": TreeNodeMultipleChoiceField, "widget": CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="显示在")
    def where(self, hotline: Hotline) -> str:
        return "全站" if hotline.is_everywhere else "、".join(section.name for section in hotline.sections.all())
