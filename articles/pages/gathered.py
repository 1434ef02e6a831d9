"""Reads lists of articles as headlines, several lists in one query: around an article, and beside any page.

A statement unites its lists, because the ORM cannot join articles to a union, and without a union the shared pairs
would be counted twice. The queries of an article's row and of its tags bring their lists along as JSON.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, JSONField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray

from articles.models import COLUMNS, Article, ArticleHits, Headline, Listing
from articles.pages import related
from yanjiang.lib.statements import Lines, Statement, converted

BESIDE = 10  # articles in each list beside a page
# Placeholders in the statements, which are made once: for the moment, and for the article whose page is made.
AT = datetime(2000, 1, 1, tzinfo=UTC)
PK, SECTION, PUBLISH_AT = -1, -2, datetime(2000, 1, 2, tzinfo=UTC)
POOL = -3  # and below: placeholders for the ids of the tags and sections whose newest articles are wanted

# The columns of an article, its figure, and the name of the list.
Row = tuple[Sequence[Any], int, str]


def beside(at: datetime) -> dict[str, list[Headline]]:
    """Return the most read, the newest and the recommended articles."""
    return _gathered(_rows(_statement_beside(connection.vendor), {AT: at}))


def newest(pools: list[related.Pool], at: datetime) -> dict[related.Pool, list[Headline]]:
    """Return the newest articles of each pool."""
    statement = _statement_newest(tuple(kind for kind, _pk in pools), connection.vendor)
    values = {AT: at} | {POOL - number: pk for number, (_kind, pk) in enumerate(pools)}
    found = _gathered(_rows(statement, values))
    return {pool: found[str(number)] for number, pool in enumerate(pools)}


def own(article: Any, at: datetime) -> Mapping[str, list[Headline]]:
    """Return the neighbours of an article and those similar to it, which differ on every page."""
    if hasattr(article, "own_rows"):
        return _gathered((fields, figure, part) for *fields, figure, part in article.own_rows or ())
    if not article.pk:  # a preview of an article that was never saved
        return defaultdict(list)
    values = {AT: at, PK: article.pk, SECTION: article.section_id}
    if article.publish_at:
        values[PUBLISH_AT] = article.publish_at
    return _gathered(_rows(_statement_own(bool(article.publish_at), connection.vendor), values))


def own_of(pk: int) -> RawSQL:
    """Return an expression for the query of an article, whose result `own()` takes from its attribute `own_rows`."""
    its = Article.objects.filter(pk=pk)
    section, publish_at = Subquery(its.values("section_id")), Subquery(its.values("publish_at"))
    statement = _united(*_own_lists(pk, section, publish_at))
    columns = ", ".join([*(f"own.{column}" for column in COLUMNS), "own.figure", "own.part"])
    as_json = {
        "postgresql": f"JSON_AGG(JSON_BUILD_ARRAY({columns}))::text",
        "sqlite": f"JSON_GROUP_ARRAY(JSON_ARRAY({columns}))",
    }[connection.vendor]
    sql = f"(SELECT {as_json} FROM ({statement.sql}) AS own)"  # noqa: S608
    return RawSQL(sql, statement.parameters, output_field=JSONField())  # noqa: S611


def newest_of_tag() -> Lines:
    """Return an expression for a query of tags: the newest articles of each, for `headlines()`."""
    found = related.newest_tagged(OuterRef("pk"), AT)[: related.PER_TAG]
    return Lines(found.values(line=JSONArray(*(f"content_object__{column}" for column in COLUMNS))))


def headlines(rows: Iterable[Sequence[Any]] | None) -> list[Headline]:
    return [_headline(row) for row in rows or ()]


def _own_lists(pk: int, section: Any, publish_at: Any) -> Iterator[tuple[str, Any]]:
    """Yield the lists of an article. `publish_at` is None for a preview of one that has no time yet."""
    if publish_at:
        listed = Listing.objects.filter(section=section).visible(AT)
        # A database seeks an index by the range on `publish_at`. The condition with OR, which it cannot seek by,
        # orders articles of the same moment by their ids.
        older = listed.filter(Q(publish_at__lt=publish_at) | Q(article_id__lt=pk), publish_at__lte=publish_at)
        newer = listed.filter(Q(publish_at__gt=publish_at) | Q(article_id__gt=pk), publish_at__gte=publish_at)
        yield "previous", related.first_articles(older.newest_first(), "article_id", most=1)
        yield "next", related.first_articles(newer.oldest_first(), "article_id", most=1)
    yield "similar", related.similar(pk, AT)


@cache
def _statement_beside(vendor: str) -> Statement:
    published = Article.objects.published(AT)
    recommended = published.filter(is_recommended=True).order_by("-weight", "-publish_at", "-pk")
    hot = ArticleHits.objects.most_read(AT, lately="month")
    return _united(
        ("hot", related.first_articles(hot, "article_id", most=BESIDE + 1, figure=F("month"))),
        ("newest", related.first_articles(published.order_by("-publish_at", "-pk"), "pk", most=BESIDE + 1)),
        ("recommended", related.first_articles(recommended, "pk", most=BESIDE + 1)),
    )


@cache
def _statement_own(has_time: bool, vendor: str) -> Statement:  # noqa: FBT001 (the key of the cache)
    return _united(*_own_lists(PK, SECTION, PUBLISH_AT if has_time else None))


@cache
def _statement_newest(kinds: tuple[str, ...], vendor: str) -> Statement:
    return _united(*((str(number), related.NEWEST[kind](POOL - number, AT)) for number, kind in enumerate(kinds)))


def _united(*lists: tuple[str, Any]) -> Statement:
    """Unite the articles of all lists in one statement, each row with its figure and the name of its list."""
    columns = ", ".join(f"articles_article.{column}" for column in COLUMNS)
    selects, parameters = [], []
    for name, articles in lists:
        sql, own_parameters = articles.query.sql_with_params()
        selects.append(f"SELECT %s AS part, found, figure FROM ({sql}) AS rows_of_part")  # noqa: S608
        parameters += [name, *own_parameters]
    return Statement(
        f"SELECT {columns}, figure, part FROM ({' UNION ALL '.join(selects)}) AS united"  # noqa: S608
        " INNER JOIN articles_article ON articles_article.id = united.found",
        tuple(parameters),
    )


def _rows(statement: Statement, values: Mapping[Any, Any]) -> Iterator[Row]:
    for fields, (figure, part) in converted(Article, COLUMNS, statement.rows(values)):
        yield fields, figure, part


def _gathered(rows: Iterable[Row]) -> dict[str, list[Headline]]:
    """Return the articles of each list by its name, newest first."""
    found: dict[str, list[Headline]] = defaultdict(list)
    for fields, figure, part in rows:
        found[part].append(_headline(fields, figure))
    for articles in found.values():
        articles.sort(key=lambda row: (row.publish_at, row.pk), reverse=True)
    return found


def _headline(fields: Sequence[Any], figure: int = 0) -> Headline:
    """Make a headline. In JSON a time is a text. SQLite leaves its zone out, which is UTC."""
    row = Headline(*fields)
    row.figure = figure
    moment: Any = row.publish_at
    if isinstance(moment, str):
        at = datetime.fromisoformat(moment)
        row.publish_at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return row
