"""Pages about bulk actions: the list of the last ones, and the question before one is undone."""

from collections.abc import Collection
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from articles.admin import actions, replacing, roles
from articles.editing import planning, undoing
from articles.models import UNDOABLE_FOR, Article, BulkChange, BulkItem, inside, knows_all
from yanjiang.staff_log.writing import Origin, log_changes

LISTED = 30  # bulk actions on a page
NAMED = 50  # titles on the page that asks for confirmation


class UndoPages(admin.ModelAdmin):  # type: ignore[type-arg]
    """The addresses below the list of articles that are about bulk actions."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("actions/", view(self.actions_view), name="articles_article_actions"),
            path("actions/<int:number>/undo/", view(self.undo_view), name="articles_article_undo"),
            *super().get_urls(),
        ]

    def actions_view(self, request: HttpRequest) -> HttpResponse:
        """List the bulk actions of the last 30 days that this person may know of, the last first."""
        shown = self._known_actions(request).select_related("by", "undone_by").order_by("-pk")
        page = Paginator(shown, LISTED).get_page(request.GET.get("p"))
        rows = [(change, change.is_undoable(now()) and _could_do(request, change.action)) for change in page]
        return self._beside_list(request, "bulk_changes", "最近的批量操作", {"page": page, "rows": rows})

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask whether a bulk action is to be undone, and undo it."""
        change = get_object_or_404(self._known_actions(request), pk=number)
        if not change.is_undoable(now()):
            return self._told_as_undone(request, change)
        if not _could_do(request, change.action):
            raise PermissionDenied
        articles = _may_undo(request, change)
        if not articles:
            words = "文章已经发布" if change.action == planning.ACTION else "文章已经不在"
            messages.warning(request, f"“{change.words}”没有撤销：{words}，或者您现在不能改其中的一些。")
            return self._to_actions()
        if request.method == "POST":
            return self._undo(request, change, articles)
        named = Article.objects.filter(pk__in=list(articles)[:NAMED]).order_by("-pk")
        titles = list(named.values_list("title", flat=True))
        context = {"change": change, "titles": titles, "count": len(articles)}
        return self._beside_list(request, "undo", "撤销操作", context)

    def _undo(self, request: HttpRequest, change: BulkChange, articles: Collection[int]) -> HttpResponse:
        by = cast(User, request.user)
        undone = undoing.undo(change.pk, by=by, at=now(), among=articles)
        if undone is None:
            return self._told_as_undone(request, change)
        rows = Article.objects.filter(pk__in=undone.articles).only("title").order_by("pk")
        # The words of a replacement are those of bodies.
        details = f"撤销：{replacing.WORDS if change.action == replacing.ACTION else change.words}"
        log_changes(Origin.of(request), rows, f"撤销：{change.words}", details=details)
        left = len(undone.left) + change.count - len(articles)
        told = f"已撤销“{change.words}”，改回了 {len(undone.articles)} 篇文章。"
        if left:
            messages.warning(request, f"{told}有 {left} 篇后来又改过，那几处没有动。")
        else:
            messages.success(request, told)
        return self._to_actions()

    def _told_as_undone(self, request: HttpRequest, change: BulkChange) -> HttpResponse:
        change.refresh_from_db()
        who = f"由{change.undone_by_name}" if change.undone_by_name else ""
        words = f"已经{who}撤销了" if change.undone_at else "已经超过 30 天，不能撤销"
        messages.info(request, f"“{change.words}”{words}。")
        return self._to_actions()

    def _to_actions(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_actions"))

    def _known_actions(self, request: HttpRequest) -> QuerySet[BulkChange]:
        """Return the actions that this person may know of. Raises PermissionDenied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        changes = BulkChange.objects.filter(at__gt=now() - UNDOABLE_FOR)
        return changes if knows_all(request.user) else changes.filter(by=request.user.pk)

    def _beside_list(self, request: HttpRequest, page: str, title: str, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/articles/article/{page}.html", {**shared, **context})


def _may_undo(request: HttpRequest, change: BulkChange) -> Collection[int]:
    """Return the articles in which this person may undo a bulk action, none if it is not theirs to undo.

    A person who may change all of its articles now may undo it. The person who did it may undo it in those that they
    may still change.
    """
    articles = roles.writable(request, Article.objects.filter(pk__in=_items(change).values("article")))
    publishable = roles.publishable(request, articles).values("pk")
    was_published = _items(change).filter(before__content__status=Article.Status.PUBLISHED).values("article")
    unpublished = ~Q(status=Article.Status.PUBLISHED) & ~Q(pk__in=was_published)
    articles = articles.filter(Q(pk__in=publishable) | unpublished)
    if own := inside(request.user, "before__content__section"):
        stayed = Q(before__content__section=F("after__content__section"))
        articles = articles.filter(pk__in=_items(change).filter(own | stayed).values("article"))
    if change.action == planning.ACTION:  # the date of an article that readers have had stays
        articles = articles.exclude(status=Article.Status.PUBLISHED, publish_at__lte=now())
    writable = set(articles.values_list("pk", flat=True))
    return (
        writable
        if change.by_id == request.user.pk or writable == set(_items(change).values_list("article_id", flat=True))
        else ()
    )


def _could_do(request: HttpRequest, name: str) -> bool:
    if name == planning.ACTION:
        return roles.publishes(request)
    allowed = {action.name for action in actions.BULK_ACTIONS if action.allowed(request)}
    return name == replacing.ACTION or name in allowed


def _items(change: BulkChange) -> QuerySet[BulkItem]:
    return BulkItem.objects.filter(change=change).order_by("article")
