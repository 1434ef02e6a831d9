"""Edit consultants and hotlines."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.html import format_html
from tree_queries.forms import TreeNodeMultipleChoiceField

from consultants.models import Consultant, Hotline
from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.pictures.widgets import choosing


@admin.register(Consultant)
class ConsultantAdmin(GuardedAdmin):
    measure = "位"
    list_display = ("thumbnail", "printed_name", "titles", "position", "is_active")
    list_display_links = ("thumbnail", "printed_name")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "titles")
    ordering = ("position", "pk")
    list_select_related = ("photo",)
    raw_id_fields = ("photo",)
    fieldsets = (
        (None, {"fields": ("name", "titles", "photo", "short_bio", "biography", "contact")}),
        ("显示", {"fields": ("position", "is_active")}),
    )

    def has_view_permission(self, request: HttpRequest, obj: Consultant | None = None) -> bool:
        """Let authors choose a consultant for an article, which needs this permission, but not open the list."""
        choosing = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return super().has_view_permission(request, obj) if choosing else self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Count the articles that prevent a deletion: Django would load every article to name it."""
        names = [str(consultant) for consultant in objs]
        counts = [(consultant, consultant.articles.count()) for consultant in objs]
        kept = [f"{consultant}的 {count} 篇文章" for consultant, count in counts if count]
        return names, {self.opts.verbose_name: len(names)}, set(), kept

    def view_on_site(self, consultant: Consultant) -> str | None:
        """Return the page's address for a link from the form, or None while visitors cannot see the page."""
        return consultant.get_absolute_url() if consultant.is_active else None

    @admin.display(description="照片")
    def thumbnail(self, consultant: Consultant) -> str:
        if not consultant.photo:
            return "无"
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="40" height="40">',
            consultant.photo.thumbnail_url,
            consultant.name,
        )

    @admin.display(description="姓名", ordering="name")
    def printed_name(self, consultant: Consultant) -> str:
        return consultant.display_name


@admin.register(Hotline)
class HotlineAdmin(GuardedAdmin):
    measure = "条"
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
            # Checkboxes keep the order of the tree. Django's widget of two lists does not, and its texts are English.
            kwargs |= {"form_class": TreeNodeMultipleChoiceField, "widget": CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="显示在")
    def where(self, hotline: Hotline) -> str:
        return "全站" if hotline.is_everywhere else "、".join(section.name for section in hotline.sections.all())
