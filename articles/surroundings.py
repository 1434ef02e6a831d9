"""What stands around an article: its neighbours and related articles; and the lists beside any page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CharField, F, Q, Value

from articles import related
from articles.models import COLUMNS, Article, ArticleHits, Headline, Listing, RelatedLink, Tag, page_of_article
from yanjiang.lib.statements import Statement, converted
from yanjiang.pagecache.common import common_each

BESIDE = 10  # articles in each list beside a page
# Stand-ins in the statements, which are made once: for the moment, and for the article whose page is made.
AT = datetime(2000, 1, 1, tzinfo=UTC)
ARTICLE = Article(pk=-1, section_id=-2, publish_at=datetime(2000, 1, 2, tzinfo=UTC))
POOL = -3  # and below: for the numbers of the sections and tags whose newest articles are asked for


@dataclass(frozen=True)
class Link:
    """A line of the related links: an article of the site, or what an editor pointed at."""

    title: str
    url: str
    publish_at: datetime | None = None


@dataclass(frozen=True)
class Surroundings:
    """What stands around one article."""

    previous: Headline | None = None
    next: Headline | None = None
    related: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """The lists beside any page."""

    hot: list[Headline]
    recommended: list[Headline]


def beside(at: datetime) -> Beside:
    """Return the most read and the recommended articles, in one query."""
    found = _gathered(_statement_beside(connection.vendor), {AT: at})
    return Beside(hot=_hot(found), recommended=sorted(found["recommended"], key=lambda row: -row.weight))


def around(article: Article, *, tags: list[Tag], links: Iterable[RelatedLink], at: datetime) -> Surroundings:
    """Return what stands around an article; its tags and its editor's links are known already.

    Related are the editor's links, then what `articles.related` finds: never none while the site has another article,
    and never the article itself. The tags have their `uses`.
    """
    found = _own(article, at)
    asked = related.asked(tags)
    pools = [*(("tag", tag.pk) for tag in asked), ("section", article.section_id), ("site", 0)]
    candidates = common_each(pools, lambda missing: _newest(missing, at)) | {related.SIMILAR_ONES: found["similar"]}
    chosen = [shown for link in links if (shown := _link(link, at))]
    return Surroundings(
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        related=_with_chosen(chosen, related.ranked(candidates, article, asked, at), own_url=_page_of(article)),
    )


def _own(article: Article, at: datetime) -> Mapping[str, list[Headline]]:
    """Return what only this article has around it: its neighbours, and what shares rare words with it."""
    if not article.pk:
        return defaultdict(list)
    values = {AT: at, ARTICLE.pk: article.pk, ARTICLE.section_id: article.section_id}
    if article.publish_at:
        values[ARTICLE.publish_at] = article.publish_at
    return _gathered(_statement_own(bool(article.publish_at), connection.vendor), values)


def _newest(pools: list[related.Pool], at: datetime) -> dict[related.Pool, list[Headline]]:
    """Return the newest articles of each pool, in one query. Many pages ask for the same."""
    statement = _statement_newest(tuple(kind for kind, _pk in pools), connection.vendor)
    found = _gathered(statement, {AT: at} | {POOL - place: pk for place, (_kind, pk) in enumerate(pools)})
    return {pool: found[str(place)] for place, pool in enumerate(pools)}


def _neighbours(article: Article, listed: Any) -> list[tuple[str, Any]]:
    moment, pk = article.publish_at, article.pk
    # The first condition of each is implied by the second: it is the one that a database can seek by.
    older = listed.filter(Q(publish_at__lt=moment) | Q(article_id__lt=pk), publish_at__lte=moment)
    newer = listed.filter(Q(publish_at__gt=moment) | Q(article_id__gt=pk), publish_at__gte=moment)
    return [
        ("previous", older.newest_first().values("article_id")[:1]),
        ("next", newer.oldest_first().values("article_id")[:1]),
    ]


@cache
def _statement_beside(vendor: str) -> Statement:
    published = Article.objects.published(AT)
    recommended = published.filter(is_recommended=True).order_by("-weight", "-publish_at", "-pk")
    return _statement(
        ("hot", ArticleHits.objects.most_read(AT, lately="month").values("article_id")[:BESIDE]),
        ("newest", published.order_by("-publish_at", "-pk").values("pk")[:BESIDE]),
        ("recommended", recommended.values("pk")[:BESIDE]),
        figure=F("hits__month"),
    )


@cache
def _statement_own(is_listed: bool, vendor: str) -> Statement:  # noqa: FBT001 (the key of the cache)
    listed = Listing.objects.filter(section=ARTICLE.section_id).visible(AT)
    neighbours = _neighbours(ARTICLE, listed) if is_listed else []
    similar = ("similar", related.similar(ARTICLE, AT))
    return _statement(*neighbours, similar, figure=related.shared_pairs(ARTICLE), figure_of="similar")


@cache
def _statement_newest(kinds: tuple[str, ...], vendor: str) -> Statement:
    return _statement(*((str(place), related.NEWEST[kind](POOL - place, AT)) for place, kind in enumerate(kinds)))


def _statement(*parts: tuple[str, Any], figure: Any = None, figure_of: str = "") -> Statement:
    """Put all parts together in one query, each row with its part and a figure, that of one part only if named."""
    nothing = Value(0)
    querysets: list[Any] = [
        Article.objects.filter(pk__in=ids)
        .annotate(
            part=Value(name, output_field=CharField()),
            figure=figure if figure and figure_of in ("", name) else nothing,
        )
        .order_by()
        .values_list(*COLUMNS, "part", "figure")
        for name, ids in parts
    ]
    return Statement.of(querysets[0].union(*querysets[1:], all=True) if querysets[1:] else querysets[0])


def _gathered(statement: Statement, values: Mapping[Any, Any]) -> dict[str, list[Headline]]:
    """Ask for all parts at once; return the articles of each by its label, the newest first."""
    found: dict[str, list[Headline]] = defaultdict(list)
    for fields, (part, figure) in converted(Article, COLUMNS, statement.rows(values)):
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
    """Return the links that an editor chose, all of them, and then as many articles as there is room for.

    None leads to the page that it stands on, as one to an article that only jumps there would.
    """
    links = {link.url: link for link in chosen if link.url != own_url}
    for article in articles:
        if len(links) >= related.RELATED:
            break
        if (url := article.get_absolute_url()) != own_url:
            links.setdefault(url, Link(title=article.title, url=url, publish_at=article.publish_at))
    return list(links.values())


def _page_of(article: Article) -> str:
    """Return the page that an article is read on, also of one that only jumps; "" of one that is only a preview."""
    return page_of_article(article.pk) if article.pk else ""


def _link(link: RelatedLink, at: datetime) -> Link | None:
    if not link.target:
        return Link(title=link.title, url=link.url)
    if not link.target.is_visible(at):
        return None
    return Link(
        title=link.title or link.target.title, url=link.target.get_absolute_url(), publish_at=link.target.publish_at
    )
