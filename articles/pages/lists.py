"""Paged lists of published articles. A page reads rows of an index first, then the articles that it shows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from django.db import connection
from django.db.models import Value

from articles.models import IN_TIME, Article, ArticleHits, Listing, Section, Tag, TaggedArticle, moments
from articles.pages.counts import Counts, SectionCounts, TagCounts
from articles.pages.loading import cards
from articles.pages.order import HOT, age, heat
from yanjiang.lib.batches import batches
from yanjiang.lib.statements import Statement
from yanjiang.pagecache.common import common

TAGS_LISTED = 10_000  # the first by name; the sitemap and the search have all
PINNED_AT_MOST = 50
NEAR = 1_000  # places from the newest, over which a database walks in less than a millisecond
UNITED = 100  # parts of one statement: SQLite takes 500, https://sqlite.org/limits.html
MOMENT = timedelta(microseconds=1)
# Placeholders in the statements for the ids of a list, which are made once.
LIST, START, COUNT = -1, -2, -3
PINNED = [-4 - number for number in range(PINNED_AT_MOST)]
AT, BOUND = datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)
# The kinds of lists, with the rows of one in an index, and their column of the article.
ROWS: dict[str, Callable[[], tuple[Any, str]]] = {
    "section": lambda: (Listing.objects.filter(section=LIST), "article_id"),
    "tag": lambda: (TaggedArticle.objects.filter(tag=LIST), "content_object_id"),
}


class ArticleList:
    """The articles of a section or tag, newest first, the `pinned` ones before the rest. Supports len() and slices."""

    def __init__(self, kind: str, pk: int, at: datetime, *, counts: Counts, pinned: Sequence[int] = ()) -> None:
        self._kind, self._pk, self._at = kind, pk, at
        self._counts = counts  # without the pinned ones
        self._pinned = pinned

    def count(self) -> int:
        return len(self._pinned) + self._counts.total

    __len__ = count

    def __iter__(self) -> Any:
        return iter(self[: self.count()])

    def __getitem__(self, wanted: slice) -> list[Article]:
        start, stop, _step = wanted.indices(self.count())
        above = len(self._pinned)
        return cards([*self._pinned[start:stop], *self._ids(max(start - above, 0), max(stop - above, 0))])

    def _ids(self, start: int, stop: int) -> list[int]:
        """Return the ids of a slice of the articles that are not pinned.

        A database walks over every row that OFFSET skips, so a place far down is looked for in its own stretch only,
        from the nearer end.
        """
        if start >= stop:
            return []
        if start < NEAR:
            return self._read("newest", self._at + MOMENT, start, stop)
        stretch = self._counts.stretch_of(start)
        if not stretch:
            return []
        start, stop = start - stretch.newer, stop - stretch.newer
        if start > stretch.number // 2 and stop <= stretch.number:
            return self._read("oldest", stretch.first, stretch.number - stop, stretch.number - start)[::-1]
        return self._read("newest", stretch.end, start, stop)

    def _read(self, end: str, bound: datetime, start: int, stop: int) -> list[int]:
        statement = _statement(self._kind, end, bool(self._pinned), connection.vendor)
        values: dict[Any, Any] = {LIST: self._pk, AT: self._at, BOUND: bound, START: start, COUNT: stop - start}
        if self._pinned:
            # The statement always takes PINNED_AT_MOST ids. Unused ones are 0, which no row has.
            values |= dict.fromkeys(PINNED, 0) | dict(zip(PINNED, self._pinned, strict=False))
        return [pk for (pk,) in statement.rows(values)]


@cache
def _statement(kind: str, end: str, has_pinned: bool, vendor: str) -> Statement:  # noqa: FBT001 (the key of the cache)
    """Return the statement for ids of a list: the newest before a bound, or the oldest from it on."""
    rows, column = ROWS[kind]()
    if has_pinned:
        rows = rows.exclude(**{f"{column}__in": PINNED})
    ids = rows.visible(AT).values_list(column, flat=True)
    if end == "newest":
        ids = ids.filter(publish_at__lt=BOUND).newest_first()
    else:
        ids = ids.filter(publish_at__gte=BOUND).oldest_first()
    compiled = Statement.of(ids)
    # The ORM writes a slice into the statement as numbers, so that each page would be another one.
    return Statement(f"{compiled.sql} LIMIT %s OFFSET %s", (*compiled.parameters, COUNT, START))


def in_section(section: Section, at: datetime) -> ArticleList:
    """List the articles of the section's subtree, pinned ones first."""
    pinned = common(("pinned", section.pk), lambda: _pinned(Listing.objects.filter(section=section), at))
    counts = SectionCounts(section.pk, at, pinned=[publish_at for publish_at, _pk in pinned])
    return ArticleList("section", section.pk, at, counts=counts, pinned=[pk for _publish_at, pk in pinned])


def _pinned(rows: Any, at: datetime) -> list[tuple[datetime, int]]:
    """Return the times and ids of the pinned articles, newest first."""
    # The order is that of the index of pinned rows: by date, a database would search the whole list for them.
    pinned = rows.pinned(at).order_by("-pinned_until", "-article_id").values_list("publish_at", "article_id")
    return sorted(pinned[:PINNED_AT_MOST], reverse=True)


def with_tag(tag: Tag, at: datetime) -> ArticleList:
    rows = TaggedArticle.objects.filter(tag=tag).visible(at)
    return ArticleList("tag", tag.pk, at, counts=TagCounts(tag.pk, rows))


class TagList:
    """The tags of visible articles, by name, with the number of these articles.

    Supports slices, and len() up to `TAGS_LISTED`.
    """

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._tags = Tag.objects.filter(was_published=1).in_use(at).order_by("name", "pk")

    @cached_property
    def _count(self) -> int:
        return int(self._tags[:TAGS_LISTED].count())

    def count(self) -> int:
        return self._count

    __len__ = count

    def __iter__(self) -> Any:
        return iter(self[: self.count()])

    def __getitem__(self, wanted: slice) -> list[Tag]:
        start, stop, _step = wanted.indices(self.count())
        return list(self._tags.with_readable(self._at)[start:stop]) if start < stop else []


def newest_in(section: Section, at: datetime, *, count: int) -> list[Article]:
    """Return the newest articles of the section's subtree, in one query."""
    rows = Listing.objects.filter(section=section).visible(at).newest_first().values("article_id")[:count]
    return sorted(Article.objects.for_cards().filter(pk__in=rows), key=age)


def newest_with_tag(tag: Tag, at: datetime, *, count: int) -> list[Article]:
    """Return the newest articles with the tag, in one query."""
    rows = TaggedArticle.objects.filter(tag=tag).visible(at).newest_first().values("content_object_id")[:count]
    return sorted(Article.objects.for_cards().filter(pk__in=rows), key=age)


def latest_in_each(sections: list[Section], at: datetime, *, count: int) -> dict[int, list[Article]]:
    """Return the newest articles of each section's subtree, by the section's id.

    Takes one query for the articles, and one for each hundred sections.
    """
    # Raw SQL: the ORM cannot put limits inside a union on SQLite, and a window function would read every row.
    newest = (
        f"SELECT * FROM (SELECT section_id, article_id FROM articles_listing WHERE section_id = %s AND {IN_TIME}"  # noqa: S608
        " ORDER BY publish_at DESC, article_id DESC LIMIT %s) AS newest"
    )
    rows: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        for some in batches(sections, size=UNITED):
            parameters = [value for section in some for value in (section.pk, *moments(at), count)]
            cursor.execute(" UNION ALL ".join([newest] * len(some)), parameters)
            rows += cursor.fetchall()
    articles = Article.objects.for_cards().in_bulk({article_id for _section_id, article_id in rows})
    lists: dict[int, list[Article]] = {section.pk: [] for section in sections}
    for section_id, article_id in rows:
        if article_id in articles:
            lists[section_id].append(articles[article_id])
    return {pk: sorted(found, key=age) for pk, found in lists.items()}


def most_read(at: datetime, *, count: int) -> list[Article]:
    """Return the articles most read in the last 7 days, in one query.

    Where fewer than `count` were read, the most read of the last 30 days follow, then the newest, so the list is never
    empty. Totals of all time are not used: the same articles would lead for years, and the counts of an old site began
    at a random number.
    """
    picks: list[Any] = [ArticleHits.objects.most_read(at, lately=lately).values("article_id")[:count] for lately in HOT]
    picks.append(Article.objects.published(at).order_by("-publish_at", "-pk").values("pk")[:count])
    parts = [
        Article.objects.filter(pk__in=pick).for_cards().annotate(part=Value(number)).order_by()
        for number, pick in enumerate(picks)
    ]
    once: dict[int, Article] = {}
    for article in sorted(parts[0].union(*parts[1:], all=True), key=heat):
        once.setdefault(article.pk, article)
    return list(once.values())[:count]
