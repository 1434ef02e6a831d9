"""Related articles: what shares rare tags and rare words with an article, is filed near it, and is new.

Candidates are limited picks from indexes, which `articles.surroundings` asks for. Here they are weighed. Of equal
weight the newer comes first, so the same rows always give the same list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
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
TAGS_ASKED = 8  # the rarest: more than that say little about an article, and each is a part of the query
PER_TAG = 20
SIMILAR = 20
# Points. A tag has from 1, where a thousand articles share it, to 11; a word of two characters is one pair.
PER_PAIR = 2.0
SAME_SECTION = 3.0
NEW = 2.0  # halved after a year

DAYS_A_YEAR = 365

Pool = tuple[str, int]  # a kind of `NEWEST`, and the number of the tag or section
SIMILAR_ONES: Pool = ("similar", 0)


# One more than is shown of the section's and the site's newest, for the article itself may be among them: so there are
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
    """Order the candidates, what is nearest first.

    `found` has the newest of each pool, and those that are similar with the number of shared pairs in `figure`.
    """
    points: dict[int, float] = defaultdict(float)
    candidates = {}
    weights = {("tag", tag.pk): log2(2 * USES_COUNTED / max(tag.uses, 1)) for tag in tags}
    for pool, rows in found.items():
        for row in rows:
            candidates[row.pk] = row
            points[row.pk] += weights.get(pool, 0) + (row.figure * PER_PAIR if pool == SIMILAR_ONES else 0)
    candidates.pop(article.pk, None)
    section = section_tree().get(article.section_id)
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    for row in candidates.values():
        points[row.pk] += _nearness(section, row) + _newness(row, today)
    return sorted(candidates.values(), key=lambda row: (points[row.pk], row.publish_at, row.pk), reverse=True)


def asked(tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags that candidates are looked for by, the rarest first."""
    return sorted((tag for tag in tags if tag.pk), key=lambda tag: (tag.uses, tag.pk))[:TAGS_ASKED]


def _pairs(article: Article) -> Any:
    return ArticleBigram.objects.filter(article=article.pk).order_by().values("bigram")


def similar(article: Article, at: datetime) -> Any:
    """Pick the articles that share most rare pairs: of each pair at most as many are looked at as are rare."""
    sharing = ArticleBigram.objects.filter(bigram__in=_pairs(article)).visible(at).exclude(article=article.pk)
    counted = sharing.values("article_id", "publish_at").annotate(shared=Count("*"))
    return counted.order_by("-shared", "-publish_at", "-article_id").values("article_id")[:SIMILAR]


def _nearness(section: Section | None, other: Headline) -> float:
    """Return how much of the way from the top both sections share."""
    theirs = section_tree().get(other.section_id)
    if section is None or theirs is None:
        return 0.0
    here, there = section.path.split("/"), theirs.path.split("/")
    shared = next(
        (n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), min(len(here), len(there))
    )
    return SAME_SECTION * shared / max(len(here), len(there))


def _newness(other: Headline, today: datetime) -> float:
    """Return how new an article is on the day that begins then: by days, so that the order stays until midnight."""
    return NEW / (1 + max((today - other.publish_at).days, 0) / DAYS_A_YEAR)
