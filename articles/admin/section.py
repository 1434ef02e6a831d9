"""The admin of the section tree."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from tree_queries.admin import TreeAdmin, TreeChangeList

from articles.admin.merge_action import merge_view
from articles.editing import sections
from articles.models import Person, Section, inside, section_tree, within
from yanjiang.accounts.models import SectionRight
from yanjiang.admin_pages.choosing import is_autocomplete
from yanjiang.admin_pages.editing import GuardedAdmin, GuardedForm
from yanjiang.admin_pages.logged import Kind
from yanjiang.pictures.widgets import choosing
from yanjiang.staff_log.writing import Origin, record

HOLDERS_NAMED = 3
MOVED = b"ok"  # the answer of tree_queries to a move that was done


class SectionForm(GuardedForm):
    """The form of a section. A limited person can put it only below an own section, or leave it where it is."""

    person: Person = AnonymousUser()  # the user who fills it in

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields.get("parent")
        if parent and (own := inside(self.person, "pk")):
            stays = self.instance.parent_id
            parent.queryset = parent.queryset.filter(own | Q(pk=stays))
            parent.required = self.instance.pk is None or stays is not None


class SectionChangeList(TreeChangeList):
    """The tree. To a person who is limited to some sections, each of these is shown as a tree of its own."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[Any] = list(self.result_list)
        for section in self.result_list:
            above = section_tree().ancestors(section)
            section.tree_depth = sum(within(request.user, one.pk) for one in above) - 1


@admin.register(Section)
class SectionAdmin(GuardedAdmin, TreeAdmin):
    form = SectionForm
    position_field = "position"
    list_display = (*TreeAdmin.list_display, "on_site", "kind", "in_navigation")
    list_per_page = 500  # a tree is useful only as a whole
    search_fields = ("name", "path")
    raw_id_fields = ("picture",)
    actions = ("merge",)
    fieldsets = (
        (
            None,
            {"fields": ("name", "parent", "segment", "position", "kind", "link_url", "in_navigation", "promised_days")},
        ),
        ("内容", {"fields": ("description", "picture", "content")}),
        ("搜索引擎", {"fields": ("seo_title", "seo_keywords")}),
    )

    def lock(self, object_id: str | None) -> None:
        """Lock all sections, as saving one does: paths depend on siblings, and a single order avoids deadlocks."""
        Section.objects.lock()

    # --- Who sees and does what ---------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        sections: QuerySet[Section] = super().get_queryset(request).filter(inside(request.user, "pk"))
        return sections

    def has_change_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or within(request.user, obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or within(request.user, obj.pk))

    def has_view_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Hide the tree from authors: they have the permission only to choose a section for an article."""
        if is_autocomplete(request):
            return bool(super().has_view_permission(request, obj))
        return bool(self.has_change_permission(request, obj))

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return form

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return SectionChangeList

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # only one at a time: its page can say what prevents it
        return actions

    @admin.action(description="合并到另一个栏目…", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Section]) -> Any:
        chosen = Section.objects.without_tree_fields().filter(pk__in=queryset.values_list("pk", flat=True))
        targets = self.get_queryset(request)  # in the order of the tree
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
        # The library itself lets every user of the admin in.
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            Section.objects.lock()
            response: HttpResponse = super().move_node_view(request)
            if response.content == MOVED:
                moved = Section.objects.without_tree_fields().get(pk=request.POST["move"])
                record(Origin.of(request), Kind.CHANGE, moved, "移动")
        return response

    def is_valid_move(self, request: HttpRequest, node: Section, **location: Any) -> bool:
        """Refuse a place with readable messages: the library would show the error as Python prints it."""
        parent = location["parent"]
        stays = node.parent_id == (parent and parent.pk)
        if not stays and not within(request.user, parent and parent.pk):
            raise ValidationError(f"只能把“{node}”移到您可编辑的栏目下面。")
        node.parent = parent
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
    """Return what keeps a section from being deleted, "" if nothing does."""
    if section.articles.exists() or section.further_articles.exists():
        return "还有文章"
    if Section.objects.without_tree_fields().filter(parent=section).exists():
        return "还有下级栏目"
    held = SectionRight.objects.filter(section=section).select_related("user", "group").order_by("pk")
    holders = "、".join(right.holder for right in held[:HOLDERS_NAMED])
    return f"是{holders}可编辑的栏目" if holders else ""
