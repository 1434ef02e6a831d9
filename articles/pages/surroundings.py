"""The neighbours and related links of an article, and the lists beside any page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Q

from articles.models import COLUMNS, Article, ArticleHits, Headline, Listing, RelatedLink, Tag, page_of_article
from articles.pages import related
from articles.pages.order import age, weight
from articles.pages.placing import Placed
from yanjiang.lib.statements import Statement, converted
from yanjiang.pagecache.common import common_each

BESIDE = 10  # articles in each list beside a page
# Placeholders in the statements, which are made once: for the moment, and for the article whose page is made.
AT = datetime(2000, 1, 1, tzinfo=UTC)
ARTICLE = Article(pk=-1, section_id=-2, publish_at=datetime(2000, 1, 2, tzinfo=UTC))
POOL = -3  # and below: placeholders for the ids of the tags and sections whose newest articles are wanted


@dataclass(frozen=True)
class Link:
    """A related link: to an article of the site, or to an address that an editor chose."""

    title: str
    url: str
    publish_at: datetime | None = None


@dataclass(frozen=True)
class Surroundings:
    """The neighbours and related links of an article."""

    previous: Headline | None = None
    next: Headline | None = None
    related: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """The lists beside any page."""

    hot: list[Headline]
    recommended: list[Headline]


def beside(at: datetime, placed: Placed | None = None) -> Beside:
    """Return the most read and the recommended articles, in one query. A preview places one article as it will be."""
    found = _gathered(_statement_beside(connection.vendor), {AT: at})
    if placed:
        _place(found, placed)
    return Beside(hot=_hot(found), recommended=sorted(found["recommended"], key=weight)[:BESIDE])


def _place(found: dict[str, list[Headline]], placed: Placed) -> None:
    """Replace the article in each part by what it will be; add it where it will be new."""
    own = placed.headline()
    is_read = any(row.pk == own.pk for row in found["hot"])
    belongs = {"hot": is_read, "newest": not is_read, "recommended": placed.article.is_recommended}
    for part, belongs_here in belongs.items():
        was = next((row for row in found[part] if row.pk == own.pk), None)
        rows = [row for row in found[part] if row.pk != own.pk]
        if belongs_here and placed.is_shown:
            rows.append(replace(own, figure=was.figure if was else 0))
        found[part] = sorted(rows, key=age)


def around(article: Article, *, tags: list[Tag], links: Iterable[RelatedLink], at: datetime) -> Surroundings:
    """Return the neighbours and related links of an article. Its tags must have their `uses`.

    Related are the editor's links, then the articles that `articles.pages.related` ranks highest. There is always one
    while the site has another article, and the article itself is never one.
    """
    found = _own(article, at)
    rarest = related.rarest(tags)
    pools = [*(("tag", tag.pk) for tag in rarest), ("section", article.section_id), ("site", 0)]
    candidates = common_each(pools, lambda missing: _newest(missing, at)) | {related.SIMILAR_ONES: found["similar"]}
    chosen = [shown for link in links if (shown := _link(link, at))]
    return Surroundings(
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        related=_with_chosen(chosen, related.ranked(candidates, article, rarest, at), own_url=_page_of(article)),
    )


def _own(article: Article, at: datetime) -> Mapping[str, list[Headline]]:
    """Return the neighbours and the similar articles; they differ on every page, so they are not cached."""
    if not article.pk:
        return defaultdict(list)
    values = {AT: at, ARTICLE.pk: article.pk, ARTICLE.section_id: article.section_id}
    if article.publish_at:
        values[ARTICLE.publish_at] = article.publish_at
    return _gathered(_statement_own(bool(article.publish_at), connection.vendor), values)


def _newest(pools: list[related.Pool], at: datetime) -> dict[related.Pool, list[Headline]]:
    """Return the newest articles of each pool, in one query. Pages share them through the cache."""
    statement = _statement_newest(tuple(kind for kind, _pk in pools), connection.vendor)
    found = _gathered(statement, {AT: at} | {POOL - number: pk for number, (_kind, pk) in enumerate(pools)})
    return {pool: found[str(number)] for number, pool in enumerate(pools)}


def _neighbours(article: Article, listed: Any) -> list[tuple[str, Any]]:
    moment, pk = article.publish_at, article.pk
    # A database seeks an index by the range on `publish_at`. The condition with OR, which it cannot seek by, orders
    # articles of the same moment by their ids.
    older = listed.filter(Q(publish_at__lt=moment) | Q(article_id__lt=pk), publish_at__lte=moment)
    newer = listed.filter(Q(publish_at__gt=moment) | Q(article_id__gt=pk), publish_at__gte=moment)
    return [
        ("previous", related.first_articles(older.newest_first(), "article_id", most=1)),
        ("next", related.first_articles(newer.oldest_first(), "article_id", most=1)),
    ]


@cache
def _statement_beside(vendor: str) -> Statement:
    published = Article.objects.published(AT)
    recommended = published.filter(is_recommended=True).order_by("-weight", "-publish_at", "-pk")
    hot = ArticleHits.objects.most_read(AT, lately="month")
    return _statement(
        ("hot", related.first_articles(hot, "article_id", most=BESIDE + 1, figure=F("month"))),
        ("newest", related.first_articles(published.order_by("-publish_at", "-pk"), "pk", most=BESIDE + 1)),
        ("recommended", related.first_articles(recommended, "pk", most=BESIDE + 1)),
    )


@cache
def _statement_own(is_listed: bool, vendor: str) -> Statement:  # noqa: FBT001 (the key of the cache)
    listed = Listing.objects.filter(section=ARTICLE.section_id).visible(AT)
    neighbours = _neighbours(ARTICLE, listed) if is_listed else []
    return _statement(*neighbours, ("similar", related.similar(ARTICLE, AT)))


@cache
def _statement_newest(kinds: tuple[str, ...], vendor: str) -> Statement:
    return _statement(*((str(number), related.NEWEST[kind](POOL - number, AT)) for number, kind in enumerate(kinds)))


def _statement(*parts: tuple[str, Any]) -> Statement:
    """Unite the articles of all parts in one query, each row with its figure and the name of its part.

    The ORM cannot join articles to a union, and without a union the shared pairs would be counted twice.
    """
    columns = ", ".join(f"articles_article.{column}" for column in COLUMNS)
    selects, parameters = [], []
    for name, articles in parts:
        sql, own = articles.query.sql_with_params()
        selects.append(f"SELECT %s AS part, found, figure FROM ({sql}) AS rows_of_part")  # noqa: S608
        parameters += [name, *own]
    return Statement(
        f"SELECT {columns}, figure, part FROM ({' UNION ALL '.join(selects)}) AS united"  # noqa: S608
        " INNER JOIN articles_article ON articles_article.id = united.found",
        tuple(parameters),
    )


def _gathered(statement: Statement, values: Mapping[Any, Any]) -> dict[str, list[Headline]]:
    """Run the statement; return the articles of each part by its name, newest first."""
    found: dict[str, list[Headline]] = defaultdict(list)
    for fields, (figure, part) in converted(Article, COLUMNS, statement.rows(values)):
        row = Headline(*fields)
        row.figure = figure
        found[part].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.publish_at, row.pk), reverse=True)
    return found


def _hot(found: dict[str, list[Headline]]) -> list[Headline]:
    """Return what was read most in the last 30 days; where that is little, the newest follow."""
    hot = sorted(found["hot"], key=lambda row: (-row.figure, -row.pk))
    ids = {row.pk for row in hot}
    return [*hot, *(row for row in found["newest"] if row.pk not in ids)][:BESIDE]


def _with_chosen(chosen: Sequence[Link], articles: Iterable[Headline], *, own_url: str) -> list[Link]:
    """Return all links that an editor chose, then articles up to RELATED links.

    Links to this page itself are left out, also those by way of an article that only jumps here.
    """
    links = {link.url: link for link in chosen if link.url != own_url}
    for article in articles:
        if len(links) >= related.RELATED:
            break
        if (url := article.get_absolute_url()) != own_url:
            links.setdefault(url, Link(title=article.title, url=url, publish_at=article.publish_at))
    return list(links.values())


def _page_of(article: Article) -> str:
    """Return the path of the article's own page, also for one that only jumps; "" for an unsaved preview."""
    return page_of_article(article.pk) if article.pk else ""


def _link(link: RelatedLink, at: datetime) -> Link | None:
    if not link.target:
        return Link(title=link.title, url=link.url)
    if not link.target.is_visible(at):
        return None
    return Link(
        title=link.title or link.target.title, url=link.target.get_absolute_url(), publish_at=link.target.publish_at
    )
