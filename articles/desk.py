"""What lies on the desk of somebody who writes or edits: the lists of the admin's front page."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import PermissionsMixin

from articles.models import Article, ArticleQuerySet, Person, knows_all, waiting

SHOWN = 8  # of each list
COUNTED = 999  # in the trash: more is said to be more


@dataclass(frozen=True)
class Desk:
    """Lists of at most `SHOWN` articles, without their bodies, with section and owner."""

    waiting: list[Article]  # an editor's: drafts of others; an author's: drafts of one's own
    drafts: list[Article] | None  # an editor's own
    scheduled: list[Article]  # the next one first
    latest: list[Article]
    trash: int | None  # for those who empty it; COUNTED + 1 stands for more
    adds: bool


def desk(person: Person, at: datetime) -> Desk | None:
    """Return what awaits this person at that moment; None for whoever has nothing to do with articles."""
    if not isinstance(person, PermissionsMixin) or not person.has_perm("articles.change_article"):
        return None
    edits_all = knows_all(person)
    articles = Article.objects.all() if edits_all else Article.objects.filter(owner=person.pk)
    drafts = articles.filter(status=Article.Status.DRAFT).order_by("-pk")
    return Desk(
        waiting=_shown(drafts.exclude(owner=person.pk) if edits_all else drafts),
        drafts=_shown(drafts.filter(owner=person.pk)) if edits_all else None,
        scheduled=_shown(articles.filter(waiting(at)).order_by("publish_at", "pk")),
        latest=_shown(articles.published(at).newest_first()),
        trash=_in_trash() if person.has_perm("articles.empty_trash") else None,
        adds=person.has_perm("articles.add_article"),
    )


def _shown(articles: ArticleQuerySet) -> list[Article]:
    return list(articles.select_related("section", "owner").defer("body", "summary")[:SHOWN])


def _in_trash() -> int:
    return Article.objects.filter(status=Article.Status.TRASH)[: COUNTED + 1].count()
