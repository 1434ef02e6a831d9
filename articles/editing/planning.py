"""Move an article or its pending change, which readers have not had yet, to another time."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from articles.editing import changes, revisions
from articles.models import Article, BulkChange, PendingChange, has_come_out

ACTION = "plan"  # the name of the bulk change that undoes the move of an article


class NotMovedError(Exception):
    """The move was refused. The message tells an editor why."""


@dataclass(frozen=True)
class Moved:
    """A move in words, and the bulk change that undoes it. A pending change is moved back by hand."""

    told: str
    change: BulkChange | None = None


class ArticlePlan:
    """The time at which an article comes out."""

    title = "改日期"

    def __init__(self, article_id: int) -> None:
        self.article_id = article_id

    def planned(self) -> datetime | None:
        return Article.objects.filter(pk=self.article_id).values_list("publish_at", flat=True).first()

    def problem(self, at: datetime) -> str:
        """Return why the article cannot be moved at that moment, "" if it can."""
        article = Article.objects.filter(pk=self.article_id).only("title", "status", "publish_at").first()
        return _problem_of(article, at)

    def move(self, *, seen: datetime | None, to: datetime, by: User, at: datetime) -> Moved:
        """Give the article the time `to`, in place of the one that was `seen`. The move is a version of its own.

        Raises NotMovedError if it has come out by `at`, if others have changed its time, or if it expires before `to`.
        """
        with transaction.atomic():
            chosen = Article.objects.filter(pk=self.article_id)
            article = chosen.select_for_update().only("title", "status", "publish_at", "expire_at").first()
            if article is None or _problem_of(article, at):
                raise NotMovedError(_problem_of(article, at))
            _check_seen(article.publish_at, seen)
            if article.expire_at and article.expire_at <= to:
                raise NotMovedError(f"它 {_words(article.expire_at)} 下线，发布时间要早于下线时间。")
            told = f"改日期：{_words(article.publish_at)} → {_words(to)}"
            with revisions.recording([article.pk], by=by, reason=told) as changed:
                changes.write(chosen, publish_at=to)
            return Moved(told, BulkChange.record(ACTION, f"《{article}》{told}", by=by, changed=changed))


class ChangePlan:
    """The time at which an article's pending change goes live."""

    title = "改上线时间"

    def __init__(self, article_id: int) -> None:
        self.article_id = article_id

    def planned(self) -> datetime | None:
        return PendingChange.objects.filter(pk=self.article_id).values_list("go_live_at", flat=True).first()

    def problem(self, at: datetime) -> str:
        """Return why the change cannot be moved at that moment, "" if it can."""
        return "" if PendingChange.objects.filter(pk=self.article_id).exists() else "这份修改稿已经上线，或者已经放弃。"

    def move(self, *, seen: datetime | None, to: datetime, by: User, at: datetime) -> Moved:
        """Let the change go live at `to`, in place of the time that was `seen`.

        Raises NotMovedError if there is none any more, or if others have changed its time.
        """
        with transaction.atomic():
            chosen = PendingChange.objects.filter(pk=self.article_id)
            list(chosen.select_for_update().values_list("pk"))
            if problem := self.problem(at):
                raise NotMovedError(problem)
            _check_seen(self.planned(), seen)
            chosen.update(go_live_at=to, problem="")
        return Moved(f"改修改稿的上线时间：{_words(seen)} → {_words(to)}")


Plan = ArticlePlan | ChangePlan


def _problem_of(article: Article | None, at: datetime) -> str:
    if article is None:
        return "这篇文章已经不在了。"
    if article.status == Article.Status.TRASH:
        return f"《{article}》在回收站里，先恢复它，再排日期。"
    if has_come_out(article, at):
        return f"《{article}》已经发布。已经发布的文章在表单里改发布时间，并写明原因。"
    return ""


def _check_seen(now: datetime | None, seen: datetime | None) -> None:
    if now != seen:
        raise NotMovedError(f"刚才有人改过，现在是 {_words(now)}，所以这一次没有改。仍要改，请再按一次。")


def _words(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "没有日期"
