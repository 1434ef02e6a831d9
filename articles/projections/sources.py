"""Reads everything of articles that their derived rows are made of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from articles.models import Article, Section, TaggedArticle

Tree = dict[int, int | None]  # each section's parent


class Tagged(NamedTuple):
    """A tag of an article, with what its row holds of the article's times."""

    pk: int
    tag_id: int
    name: str
    was_published: int
    publish_at: datetime | None
    expire_at: datetime | None


@dataclass(frozen=True)
class Source:
    """One article. Its tags are in the order that they were given."""

    pk: int
    section_id: int
    status: str
    publish_at: datetime | None
    expire_at: datetime | None
    pinned_until: datetime | None
    title: str
    short_title: str
    author: str
    summary: str
    body: str
    further_ids: tuple[int, ...] = ()
    tagged: tuple[Tagged, ...] = ()


_COLUMNS = (
    "pk", "section_id", "status", "publish_at", "expire_at", "pinned_until", "title", "short_title", "author",
    "summary", "body",
)  # fmt: skip
_TAGGED = ("pk", "tag_id", "tag__name", "tag__was_published", "publish_at", "expire_at")


def read(ids: Collection[int], *, lock: bool = True) -> list[Source]:
    """Read these articles, in the order of their numbers.

    They are locked: of two changes of one article the second writes the rows that last.
    """
    articles = Article._base_manager.filter(pk__in=ids).order_by("pk")
    if lock:
        articles = articles.select_for_update()
    rows = list(articles.values_list(*_COLUMNS))
    further: dict[int, list[int]] = {pk: [] for pk, *_ in rows}
    through = Article.further_sections.through._base_manager.filter(article_id__in=further)
    for article_id, section_id in through.order_by("pk").values_list("article_id", "section_id"):
        further[article_id].append(section_id)
    tagged: dict[int, list[Tagged]] = {pk: [] for pk in further}
    items = TaggedArticle.objects.filter(content_object_id__in=further).order_by()
    # Sorted here: asked for an order, SQLite may read all tags of all articles in it.
    for article_id, *values in sorted(items.values_list("content_object_id", *_TAGGED)):
        tagged[article_id].append(Tagged(*values))
    return [Source(*(*row, tuple(further[row[0]]), tuple(tagged[row[0]]))) for row in rows]


def tree() -> Tree:
    return dict(Section._base_manager.values_list("pk", "parent_id"))
