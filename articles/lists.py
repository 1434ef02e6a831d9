"""Lists of published articles, paged: by the rows of an index first, then the articles of one page."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Value

from articles.models import IN_TIME, Article, ArticleHits, Listing, Section, Tag, TaggedArticle, moments
from yanjiang.lib.batches import batches
from yanjiang.pagecache.common import common

TAGS_LISTED = 10_000  # of more, the first; the sitemap and the search have all
PINNED_AT_MOST = 50
UNITED = 100  # parts of one statement: SQLite takes 500, https://sqlite.org/limits.html
HOT = ("week", "month")  # of ArticleHits


class ArticleList:
    """The articles behind index rows, newest first, those of `pinned` before the rest. Counts and slices itself."""

    def __init__(self, rows: Any, *, key: tuple[str, int], column: str, pinned: list[int]) -> None:
        self._all = rows  # those of `pinned` among them
        self._key = key
        self._rows = rows.exclude(**{f"{column}__in": pinned}) if pinned else rows
        self._column = column
        self._pinned = pinned

    @cached_property
    def _count(self) -> int:
        return common(("count", *self._key), lambda: int(self._all.count()))  # the same on all pages of the list

    def count(self) -> int:
        return self._count

    __len__ = count

    def __iter__(self) -> Any:
        return iter(self[: self.count()])

    def __getitem__(self, wanted: slice) -> list[Article]:
        start, stop, _step = wanted.indices(self.count())
        above = len(self._pinned)
        rows = self._page_of_rows(max(start - above, 0), max(stop - above, 0))
        pinned = self._pinned[start:stop]
        found = Article.objects.for_cards().filter(pk__in=rows)
        if pinned:
            # Not one condition with OR: PostgreSQL would hold it against every article.
            found = found.union(Article.objects.for_cards().filter(pk__in=pinned), all=True)
        place = {pk: number for number, pk in enumerate(pinned)}
        return sorted(found, key=lambda article: (place.get(article.pk, above), _age(article)))

    def _page_of_rows(self, start: int, stop: int) -> Any:
        # From whichever end is nearer: a database walks over every row that it skips.
        unpinned = self.count() - len(self._pinned)
        if start > unpinned // 2:
            rows = self._rows.oldest_first()[max(unpinned - stop, 0) : unpinned - start]
        else:
            rows = self._rows.newest_first()[start:stop]
        return rows.values(self._column)


def in_section(section: Section, at: datetime) -> ArticleList:
    """List what is filed in the section's subtree, pinned articles first."""
    rows = Listing.objects.filter(section=section)
    pinned = common(("pinned", section.pk), lambda: _pinned(rows, at))
    return ArticleList(rows.visible(at), key=("section", section.pk), column="article_id", pinned=pinned)


def _pinned(rows: Any, at: datetime) -> list[int]:
    """Return the numbers of the articles that are pinned, the newest first."""
    # By the column of their own index: in the order of the list, a database would look for them in all of it.
    pinned = rows.pinned(at).order_by("-pinned_until", "-article_id").values_list("publish_at", "article_id")
    return [article_id for _publish_at, article_id in sorted(pinned[:PINNED_AT_MOST], reverse=True)]


def with_tag(tag: Tag, at: datetime) -> ArticleList:
    rows = TaggedArticle.objects.filter(tag=tag).visible(at)
    return ArticleList(rows, key=("tag", tag.pk), column="content_object_id", pinned=[])


class TagList:
    """The tags that a visitor knows of, by name, with the number of their articles.

    Counts itself up to `TAGS_LISTED`, and slices itself.
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
    return sorted(Article.objects.for_cards().filter(pk__in=rows), key=_age)


def newest_with_tag(tag: Tag, at: datetime, *, count: int) -> list[Article]:
    """Return the newest articles with the tag, in one query."""
    rows = TaggedArticle.objects.filter(tag=tag).visible(at).newest_first().values("content_object_id")[:count]
    return sorted(Article.objects.for_cards().filter(pk__in=rows), key=_age)


def latest_in_each(sections: list[Section], at: datetime, *, count: int) -> dict[int, list[Article]]:
    """Return the newest articles of each section's subtree, by the section's id: a query for the articles, and one for
    each hundred sections."""
    # Written out: the ORM cannot put limits inside a union on SQLite, and a window function would read every row.
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
    return {pk: sorted(found, key=_age) for pk, found in lists.items()}


def most_read(at: datetime, *, count: int) -> list[Article]:
    """Return the articles most read in the last 7 days, in one query.

    Where so few were read, those of the last 30 days follow, then the newest: the list is never empty. It is never of
    all time, for the same would stand there for years, and an old site began to count at a random number.
    """
    picks: list[Any] = [ArticleHits.objects.most_read(at, lately=lately).values("article_id")[:count] for lately in HOT]
    picks.append(Article.objects.published(at).order_by("-publish_at", "-pk").values("pk")[:count])
    parts = [
        Article.objects.filter(pk__in=pick).for_cards().annotate(part=Value(number)).order_by()
        for number, pick in enumerate(picks)
    ]
    once: dict[int, Article] = {}
    for article in sorted(parts[0].union(*parts[1:], all=True), key=_heat):
        once.setdefault(article.pk, article)
    return list(once.values())[:count]


def _heat(article: Any) -> tuple[float, ...]:
    if article.part == len(HOT):
        return (article.part, *_age(article))
    return (article.part, -getattr(article.hits, HOT[article.part]), -article.pk)


def _age(article: Article) -> tuple[float, int]:
    return (-article.publish_at.timestamp() if article.publish_at else 0.0, -article.pk)
