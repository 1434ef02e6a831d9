"""Arranging the section tree."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from tree_queries.admin import TreeAdmin

from articles.admin.merging import merge_view
from articles.admin.roles import is_autocomplete
from articles.editing import sections
from articles.models import Section, section_tree
from yanjiang.lib.editing import GuardedAdmin
from yanjiang.lib.pictures.widgets import choosing


@admin.register(Section)
class SectionAdmin(GuardedAdmin, TreeAdmin):
    position_field = "position"
    list_display = (*TreeAdmin.list_display, "on_site", "kind", "in_navigation")
    list_per_page = 500  # a tree is of use as a whole
    search_fields = ("name", "path")
    raw_id_fields = ("picture",)
    actions = ("merge",)
    fieldsets = (
        (None, {"fields": ("name", "parent", "segment", "position", "kind", "link_url", "in_navigation")}),
        ("内容", {"fields": ("description", "picture", "content")}),
        ("搜索引擎", {"fields": ("seo_title", "seo_keywords")}),
    )

    def lock(self, object_id: str | None) -> None:
        """Lock all sections, as saving one does: a path depends on its neighbours, and one order knows no deadlock."""
        Section.objects.lock()

    def has_view_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Authors hold the permission so that they can choose a section for an article; the tree is not theirs."""
        if is_autocomplete(request):
            return bool(super().has_view_permission(request, obj))
        return bool(self.has_change_permission(request, obj))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one at a time, where what stands in the way can be said
        return actions

    @admin.action(description="合并到另一个栏目…", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Section]) -> Any:
        chosen = Section.objects.without_tree_fields().filter(pk__in=queryset.values_list("pk", flat=True))
        targets = Section.objects.with_tree_fields()  # in the order of the tree
        return merge_view(
            self, request, chosen, targets, merge=sections.merge_sections, title="合并栏目", what="文章、下级栏目和热线"
        )

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: Any) -> None:
        before = section_tree().get(obj.pk)
        super().save_model(request, obj, form, change)
        if before and before.path != obj.path:
            messages.info(request, f"网址已由 /{before.path}/ 改为 /{obj.path}/，旧网址会自动转到新网址。")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        section: Any = self.get_object(request, object_id)
        if section is not None and (problem := _in_use(section)):
            messages.error(request, f"“{section}”{problem}，不能删除。可以把它合并到另一个栏目。")
            return HttpResponseRedirect(reverse("admin:articles_section_changelist"))
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response

    def move_node_view(self, request: HttpRequest) -> HttpResponse:
        # The library lets in whoever may enter the admin.
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            Section.objects.lock()
            response: HttpResponse = super().move_node_view(request)
        return response

    def is_valid_move(self, request: HttpRequest, node: Section, **location: Any) -> bool:
        """Refuse a place in words of ours: the library shows the same error as Python prints it."""
        node.parent = location["parent"]
        try:
            node.clean()
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return True

    @admin.display(description="网址")
    def on_site(self, section: Section) -> str:
        url = section.get_absolute_url()
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, url)


def _in_use(section: Section) -> str:
    """Say what keeps a section from being deleted, "" if nothing does."""
    if section.articles.exists() or section.further_articles.exists():
        return "还有文章"
    if Section.objects.without_tree_fields().filter(parent=section).exists():
        return "还有下级栏目"
    return ""
