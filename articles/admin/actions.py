"""The actions of editors on many articles at once. Each shows first what it will change, and runs when confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.action_forms import (
    ActionForm,
    FlagsForm,
    PublishForm,
    SectionForm,
    TagsForm,
    TagsOfArticlesForm,
)
from articles.admin.roles import empties_trash, publishable, publishes, purgeable, writable
from articles.editing import changes, revisions, tagging
from articles.models import FLAGS, Article, ArticleQuerySet, BulkChange, TaggedArticle
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.batches import batches
from yanjiang.staff_log.writing import Origin, log_changes

NOTHING = "所选文章中没有可以这样操作的。"
NAMED = 50  # titles on the page that asks for confirmation


def _publish(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> int:
    now = timezone.now()
    articles = _unpublished(articles, cleaned)
    waiting = articles.filter(publish_at__gt=now)
    cleaned["waiting"] = cleaned.get("waiting", 0) + waiting.count()
    return changes.publish(articles, now)


def _published(count: int, cleaned: dict[str, Any]) -> str:
    """Return the message: how many articles readers see now, and how many wait for their time."""
    waiting: int = cleaned["waiting"]
    if not waiting:
        return f"已发布 {count} 篇文章。"
    out = f"已发布 {count - waiting} 篇文章，" if count > waiting else ""
    return f"{out}已排定 {waiting} 篇文章，到时自动发布。"


def _flagging(*, on: bool) -> Callable[[ArticleQuerySet, dict[str, Any]], int]:
    return lambda articles, cleaned: changes.set_flags(articles, cleaned["flags"], on=on)


def _tagged(tags: Any) -> Any:
    return TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__in=tags)


def _unpublished(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> ArticleQuerySet:
    return articles.exclude(status=Article.Status.PUBLISHED).exclude(pk__in=cleaned["left_out"])


def _all(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> ArticleQuerySet:
    return articles


def _elsewhere(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> ArticleQuerySet:
    return articles.exclude(section=cleaned["section"])


def _otherwise_flagged(*, on: bool) -> Callable[[ArticleQuerySet, dict[str, Any]], ArticleQuerySet]:
    def differing(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> ArticleQuerySet:
        return articles.exclude(**dict.fromkeys(cleaned["flags"], on))

    return differing


def _lacking_tags(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> ArticleQuerySet:
    has_all = Q()
    for name in cleaned["tags"]:
        has_all &= Q(Exists(TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__name__iexact=name)))
    return articles.exclude(has_all)


def _flag_names(cleaned: dict[str, Any]) -> str:
    return "、".join(FLAGS[name] for name in cleaned["flags"])


def _anybody(request: HttpRequest) -> bool:
    return True


def with_undo(told: str, change: BulkChange | None) -> str:
    """Return the message about an action with the way to undo it."""
    if change is None:
        return told
    url = reverse("admin:articles_article_undo", args=[change.pk])
    return format_html('{}<a class="undo" href="{}">撤销</a>', told, url)


@dataclass(frozen=True)
class BulkAction:
    """One entry of the list's action menu."""

    do_not_call_in_templates: ClassVar[bool] = True

    name: str
    label: str
    done: str | Callable[[int, dict[str, Any]], str]
    run: Callable[[ArticleQuerySet, dict[str, Any]], int]
    # `allowed` tells who has it in the menu, `reached` keeps the articles in which a person may do it.
    allowed: Callable[[HttpRequest], bool] = publishes
    reached: Callable[[HttpRequest, ArticleQuerySet], ArticleQuerySet] = publishable
    form: type[ActionForm] = ActionForm
    status: Article.Status | None = None  # the only status that it applies to
    without: Article.Status | None = None  # a status that it does not apply to
    # `changing` keeps the chosen articles that really change; `told` is the entry in their histories.
    changing: Callable[[ArticleQuerySet, dict[str, Any]], ArticleQuerySet] = _all
    told: Callable[[dict[str, Any]], str] | None = None
    is_final: bool = False  # it cannot be undone
    kind: Kind = Kind.CHANGE  # in the log of what staff did

    def __call__(self, model_admin: admin.ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:  # type: ignore[type-arg]
        # The rows are chosen by id, without the list's joins and order, which an UPDATE must not have.
        articles = self.reached(request, Article.objects.filter(pk__in=queryset.order_by().values("pk")))
        if self.status:
            articles = articles.filter(status=self.status)
        if self.without:
            articles = articles.exclude(status=self.without)
        is_confirmed = "confirmed" in request.POST
        if not is_confirmed and not articles.exists():
            messages.warning(request, NOTHING)
            return None
        form = self.form(request.POST if is_confirmed else None, articles=articles, person=request.user)
        if is_confirmed and form.is_valid():
            self._run_and_tell(request, articles, form.cleaned_data)
            return None
        return TemplateResponse(
            request, "admin/articles/article/confirm.html", self._page(model_admin, request, articles, form)
        )

    def _run_and_tell(self, request: HttpRequest, articles: ArticleQuerySet, cleaned: dict[str, Any]) -> None:
        with transaction.atomic():
            # Read all ids first: after the first batch, the conditions of the choice could match other articles.
            numbers = list(articles.values_list("pk", flat=True))
            if not numbers:
                messages.warning(request, NOTHING)
                return
            count, change = self._run(request, numbers, cleaned)
        told = self.done.format(count=count) if isinstance(self.done, str) else self.done(count, cleaned)
        messages.success(request, with_undo(told, change))

    def _run(self, request: HttpRequest, numbers: list[int], cleaned: dict[str, Any]) -> tuple[int, BulkChange | None]:
        """Run the action; return how many articles it changed, and what undoes it, None for nothing."""
        told = self.told(cleaned) if self.told else self.label
        count, made = 0, list[revisions.Changed]()
        by = cast(User, request.user)
        for ids in batches(numbers):
            chosen = Article.objects.filter(pk__in=ids)
            # The log entry is shown in each article's history, and warns a person who has its form open.
            differing = self.changing(chosen, cleaned).only("title").order_by("pk")
            log_changes(Origin.of(request), differing, told, kind=self.kind)
            with revisions.recording(ids, by=by, reason=told) as changed:
                count += self.run(chosen, cleaned)
            made += changed
        return count, BulkChange.record(self.name, told, by=by, changed=made)

    def _page(
        self, model_admin: Any, request: HttpRequest, articles: ArticleQuerySet, form: ActionForm
    ) -> dict[str, Any]:
        count = articles.count()
        return {
            **model_admin.admin_site.each_context(request),
            "title": self.label.rstrip("…"),
            "opts": Article._meta,
            "action": self,
            "form": form,
            "titles": list(articles.order_by("-pk").values_list("title", flat=True)[:NAMED]),
            "count": count,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }


BULK_ACTIONS = (
    BulkAction(
        "publish",
        "发布",
        _published,
        _publish,
        form=PublishForm,
        without=Article.Status.TRASH,  # restored first, as a draft
        changing=_unpublished,
        kind=Kind.PUBLISH,
    ),
    BulkAction(
        "withdraw",
        "撤回为草稿",
        "已撤回 {count} 篇文章。",
        lambda articles, cleaned: changes.withdraw(articles),
        status=Article.Status.PUBLISHED,
    ),
    BulkAction(
        "move",
        "移动到栏目…",
        "已移动 {count} 篇文章。",
        lambda articles, cleaned: changes.move(articles, cleaned["section"]),
        form=SectionForm,
        changing=_elsewhere,
        told=lambda cleaned: f"移动到栏目“{cleaned['section'].name}”",
    ),
    BulkAction(
        "set_flags",
        "设置标记…",
        "已为 {count} 篇文章设置标记。",
        _flagging(on=True),
        form=FlagsForm,
        changing=_otherwise_flagged(on=True),
        told=lambda cleaned: f"设置标记：{_flag_names(cleaned)}",
    ),
    BulkAction(
        "clear_flags",
        "取消标记…",
        "已为 {count} 篇文章取消标记。",
        _flagging(on=False),
        form=FlagsForm,
        changing=_otherwise_flagged(on=False),
        told=lambda cleaned: f"取消标记：{_flag_names(cleaned)}",
    ),
    BulkAction(
        "add_tags",
        "添加关键字…",
        "已为 {count} 篇文章添加关键字。",
        lambda articles, cleaned: tagging.add_tags(articles, cleaned["tags"]),
        form=TagsForm,
        changing=_lacking_tags,
        told=lambda cleaned: f"添加关键字：{'，'.join(cleaned['tags'])}",
    ),
    BulkAction(
        "remove_tags",
        "移除关键字…",
        "已为 {count} 篇文章移除关键字。",
        lambda articles, cleaned: tagging.remove_tags(articles, cleaned["tags"]),
        form=TagsOfArticlesForm,
        changing=lambda articles, cleaned: articles.filter(Exists(_tagged(cleaned["tags"]))),
        told=lambda cleaned: f"移除关键字：{'，'.join(tag.name for tag in cleaned['tags'])}",
    ),
    BulkAction(
        "trash",
        "移到回收站",
        "已把 {count} 篇文章移到回收站。",
        lambda articles, cleaned: changes.trash(articles),
        changing=lambda articles, cleaned: articles.exclude(status=Article.Status.TRASH),
        allowed=_anybody,
        reached=writable,
        kind=Kind.DELETE,
    ),
    BulkAction(
        "restore",
        "从回收站恢复为草稿",
        "已恢复 {count} 篇文章。",
        lambda articles, cleaned: changes.withdraw(articles),
        allowed=_anybody,
        reached=writable,
        status=Article.Status.TRASH,
    ),
    BulkAction(
        "purge",
        "彻底删除",
        "已彻底删除 {count} 篇文章。",
        lambda articles, cleaned: changes.purge(articles),
        allowed=empties_trash,
        reached=purgeable,
        status=Article.Status.TRASH,
        is_final=True,
        kind=Kind.DELETE,
    ),
)
