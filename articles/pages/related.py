"""Ranks related articles: by the rare tags and rare words that they share, by their sections, and by age.

`articles.pages.surroundings` reads a limited number of candidates from indexes; this module ranks them. If two have the
same points, the newer one comes first, so the same rows always give the same list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from math import log2
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

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
    "tag": lambda pk, at: (
        TaggedArticle.objects.filter(tag=pk).visible(at).newest_first().values("content_object_id")[:PER_TAG]
    ),
    "section": lambda pk, at: (
        Listing.objects.filter(section=pk).visible(at).newest_first().values("article_id")[: RELATED + 1]
    ),
    "site": lambda pk, at: Article.objects.published(at).newest_first().values("pk")[: RELATED + 1],
}


def shared_pairs(article: Article) -> Any:
    """Return the expression that counts the pairs an article shares with this one."""
    shared = ArticleBigram.objects.filter(article=OuterRef("pk"), bigram__in=_pairs(article)).order_by()
    return Coalesce(Subquery(shared.values("article").annotate(shared=Count("*")).values("shared")), 0)


def ranked(found: Mapping[Pool, list[Headline]], article: Article, tags: list[Tag], at: datetime) -> list[Headline]:
    """Order the candidates by their points, most first.

    `found` has the newest articles of each pool, and the similar ones with the number of shared pairs in `figure`.
    """
    points: dict[int, float] = defaultdict(float)
    candidates: dict[int, Headline] = {}
    weights = {("tag", tag.pk): log2(2 * USES_COUNTED / max(tag.uses, 1)) for tag in tags}
    for pool, rows in found.items():
        candidates |= {row.pk: row for row in rows}
        if weight := weights.get(pool):
            for row in rows:
                points[row.pk] += weight
    for row in found.get(SIMILAR_ONES, ()):
        points[row.pk] += row.figure * PER_PAIR
    candidates.pop(article.pk, None)
    tree = section_tree()
    section = tree.get(article.section_id)
    nearness = {pk: _nearness(section, tree.get(pk)) for pk in {row.section_id for row in candidates.values()}}
    # Both times in UTC: a difference between two time zones takes many times as long.
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    for row in candidates.values():
        points[row.pk] += nearness[row.section_id] + _newness(row, today)
    return sorted(candidates.values(), key=lambda row: (points[row.pk], row.publish_at, row.pk), reverse=True)


def rarest(tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags to find candidates by, rarest first."""
    return sorted((tag for tag in tags if tag.pk), key=lambda tag: (tag.uses, tag.pk))[:TAGS_ASKED]


def _pairs(article: Article) -> Any:
    return ArticleBigram.objects.filter(article=article.pk).order_by().values("bigram")


def similar(article: Article, at: datetime) -> Any:
    """Pick the articles that share most rare pairs. Few articles have a rare pair, so few rows are read."""
    sharing = ArticleBigram.objects.filter(bigram__in=_pairs(article)).visible(at).exclude(article=article.pk)
    counted = sharing.values("article_id", "publish_at").annotate(shared=Count("*"))
    return counted.order_by("-shared", "-publish_at", "-article_id").values("article_id")[:SIMILAR]


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
