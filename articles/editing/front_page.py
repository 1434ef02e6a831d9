"""The lists of the admin's front page: what awaits an author or an editor."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import PermissionsMixin
from django.db.models import F, Q

from articles.editing.promises import Behind, behind
from articles.models import Article, ArticleQuerySet, HandingOver, Person, edited, inside, waiting

State = HandingOver.State
SHOWN = 8  # articles or sections of each list
COUNTED = 999  # articles in the trash; beyond it the page only says that there are more


@dataclass(frozen=True)
class Desk:
    """Lists of at most `SHOWN` rows. Articles come without their bodies, with section and owner."""

    waiting: list[Article]  # own drafts that were returned, and for editors what was handed over; the oldest first
    drafts: list[Article]  # own ones
    changed: list[Article]  # with a pending change: those that go live by themselves first, then the last saved
    scheduled: list[Article]  # the next one first
    latest: list[Article]
    behind: list[Behind]  # sections of theirs without anything new for longer than they promise
    more_behind: int  # such sections beyond `SHOWN`
    trash: int | None  # of their sections for users who may empty it, otherwise None; COUNTED + 1 stands for more
    adds: bool


def desk(person: Person, at: datetime) -> Desk | None:
    """Return what awaits this person at that moment, or None for a person without a permission to change articles."""
    if not isinstance(person, PermissionsMixin) or not person.has_perm("articles.change_article"):
        return None
    articles = Article.objects.worked_on_by(person)
    drafts = articles.filter(status=Article.Status.DRAFT).order_by("-pk")
    late = behind(person, at)
    return Desk(
        waiting=_waiting(drafts, person, at),
        drafts=_shown(drafts.filter(owner=person.pk)),
        changed=_changed(articles),
        scheduled=_shown(articles.filter(waiting(at)).order_by("publish_at", "pk")),
        latest=_shown(articles.published(at).newest_first()),
        behind=late[:SHOWN],
        more_behind=max(len(late) - SHOWN, 0),
        trash=_in_trash(person) if person.has_perm("articles.empty_trash") else None,
        adds=person.has_perm("articles.add_article"),
    )


def _waiting(drafts: ArticleQuerySet, person: PermissionsMixin, at: datetime) -> list[Article]:
    awaits = Q(handing_over__state=State.RETURNED, owner=person.pk)
    if person.has_perm("articles.publish_article"):
        awaits |= Q(edited(person), handing_over__state=State.WAITING)  # type: ignore[arg-type]
    articles = _shown(drafts.filter(awaits).order_by("handing_over__at", "pk"))
    for article in articles:
        article.waited = article.handing_over.waited(at)  # type: ignore[attr-defined]
    return articles


def _changed(articles: ArticleQuerySet) -> list[Article]:
    changed = articles.exclude(status=Article.Status.TRASH).filter(pending_change__isnull=False)
    in_order = changed.order_by(F("pending_change__go_live_at").asc(nulls_last=True), "-pending_change__revision")
    return _shown(in_order.select_related("pending_change"))


def _shown(articles: ArticleQuerySet) -> list[Article]:
    return list(articles.select_related("section", "owner", "handing_over").defer("body", "summary")[:SHOWN])


def _in_trash(person: Person) -> int:
    return Article.objects.filter(inside(person), status=Article.Status.TRASH)[: COUNTED + 1].count()
