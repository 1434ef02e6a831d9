"""Reads everything that the derived rows of articles are computed from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from articles.models import Article, Section, TaggedArticle
from yanjiang.lib.rows import select

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
class ArticleData:
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
    "id", "section", "status", "publish_at", "expire_at", "pinned_until", "title", "short_title", "author",
    "summary", "body",
)  # fmt: skip
_TAGGED = ("pk", "tag_id", "tag__name", "tag__was_published", "publish_at", "expire_at")


def read(ids: Collection[int], *, lock: bool = True) -> list[ArticleData]:
    """Read these articles, in the order of their ids.

    The lock makes two changes of one article follow each other, so that the later one writes the rows that stay.
    """
    rows = sorted(select(Article, _COLUMNS, by="id", among=ids, lock=lock))
    further: dict[int, list[int]] = {pk: [] for pk, *_ in rows}
    # Sort in Python: with ORDER BY, SQLite may read the sections and tags of all articles in that order.
    filed = select(Article.further_sections.through, ("id", "article", "section"), by="article", among=further)
    for _pk, article_id, section_id in sorted(filed):
        further[article_id].append(section_id)
    tagged: dict[int, list[Tagged]] = {pk: [] for pk in further}
    items = TaggedArticle.objects.filter(content_object_id__in=further).order_by()
    for article_id, *values in sorted(items.values_list("content_object_id", *_TAGGED)):
        tagged[article_id].append(Tagged(*values))
    return [ArticleData(*(*row, tuple(further[row[0]]), tuple(tagged[row[0]]))) for row in rows]


def tree() -> Tree:
    return dict(Section._base_manager.order_by().values_list("pk", "parent_id"))
