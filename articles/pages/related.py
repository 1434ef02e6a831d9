"""Ranks related articles: by the rare tags and rare words that they share, by their sections, and by age.

`articles.pages.gathered` reads a limited number of candidates from indexes; this module ranks them. If two have the
same points, the newer one comes first, so the same rows always give the same list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from math import log2
from typing import Any

from django.db.models import Count, F, Value

from articles.models import (
    USES_COUNTED,
    Article,
    ArticleBigram,
    Headline,
    Listing,
    Section,
    Tag,
    TaggedArticle,
    section_tree,
)
from yanjiang.lib.days import local_day, start_of_day

RELATED = 8
TAGS_ASKED = 8  # the rarest: more say little about an article, and each adds a part to the query
PER_TAG = 20
SIMILAR = 20
# Points. A tag gives 1 where a thousand articles share it, and up to 11; a word of two characters is one pair.
PER_PAIR = 2.0
SAME_SECTION = 3.0
NEW = 2.0  # halved after a year

DAYS_A_YEAR = 365

Pool = tuple[str, int]  # a kind of `NEWEST`, and the number of the tag or section
SIMILAR_ONES: Pool = ("similar", 0)


# The section and the site give one article more than is shown, because the article itself may be among them. There are
# candidates as long as the site has another article.
NEWEST: dict[str, Callable[[int, datetime], Any]] = {
    "tag": lambda pk, at: first_articles(newest_tagged(pk, at), "content_object_id", most=PER_TAG),
    "section": lambda pk, at: first_articles(
        Listing.objects.filter(section=pk).visible(at).newest_first(), "article_id", most=RELATED + 1
    ),
    "site": lambda pk, at: first_articles(Article.objects.published(at).newest_first(), "pk", most=RELATED + 1),
}


def newest_tagged(tag: Any, at: datetime) -> Any:
    return TaggedArticle.objects.filter(tag=tag).visible(at).newest_first()


def first_articles(rows: Any, article: str, *, most: int, figure: Any = None) -> Any:
    """Return a queryset of the first rows' articles, as `gathered` unites them: ids, and a figure to rank by."""
    return rows.values(found=F(article), figure=Value(0) if figure is None else figure)[:most]


def ranked(found: Mapping[Pool, list[Headline]], article: Article, tags: list[Tag], at: datetime) -> list[Headline]:
    """Order the candidates by their points, most first.

    `found` has the newest articles of each pool, and the similar ones with the number of shared pairs in `figure`.
    """
    points: dict[int, float] = defaultdict(float)
    candidates: dict[int, Headline] = {}
    weights = {("tag", tag.pk): log2(2 * USES_COUNTED / max(tag.uses, 1)) for tag in tags}
    for pool, rows in found.items():
        weight = weights.get(pool, 0.0)
        for row in rows:
            candidates[row.pk] = row
            points[row.pk] += weight
    for row in found.get(SIMILAR_ONES, ()):
        points[row.pk] += row.figure * PER_PAIR
    candidates.pop(article.pk, None)
    tree = section_tree()
    section = tree.get(article.section_id)
    nearness = {pk: _nearness(section, tree.get(pk)) for pk in {row.section_id for row in candidates.values()}}
    # Both times in UTC: a difference between two time zones takes many times as long.
    today = start_of_day(local_day(at)).astimezone(UTC)
    by_points = [
        (points[pk] + nearness[row.section_id] + _newness(row, today), row.publish_at, pk, row)
        for pk, row in candidates.items()
    ]
    # Tuples are compared without a call for each. No two reach the row, for their ids differ.
    return [row for *_order, row in sorted(by_points, reverse=True)]


def rarest(tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags to find candidates by, rarest first."""
    return sorted((tag for tag in tags if tag.pk), key=lambda tag: (tag.uses, tag.pk))[:TAGS_ASKED]


def similar(pk: int, at: datetime) -> Any:
    """Pick the articles that share most rare pairs. Few articles have a rare pair, so few rows are read."""
    pairs = ArticleBigram.objects.filter(article=pk).order_by().values("bigram")
    sharing = ArticleBigram.objects.filter(bigram__in=pairs).visible(at).exclude(article=pk)
    counted = sharing.values("article_id", "publish_at").annotate(shared=Count("*"))
    most_first = counted.order_by("-shared", "-publish_at", "-article_id")
    return first_articles(most_first, "article_id", most=SIMILAR, figure=F("shared"))


def _nearness(section: Section | None, other: Section | None) -> float:
    return _shared_way(section.path, other.path) if section and other else 0.0


@lru_cache(maxsize=10_000)
def _shared_way(path: str, other: str) -> float:
    """Return points for the part that two sections' paths share."""
    here, there = path.split("/"), other.split("/")
    shared = next(
        (n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), min(len(here), len(there))
    )
    return SAME_SECTION * shared / max(len(here), len(there))


def _newness(other: Headline, today: datetime) -> float:
    """Return points for an article's age. It is counted in days, so that the order stays the same until midnight."""
    return NEW / (1 + max((today - other.publish_at).days, 0) / DAYS_A_YEAR)
