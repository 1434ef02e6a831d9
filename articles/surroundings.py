"""What stands around an article: its neighbours, related articles, and the lists beside it. One query for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CharField, F, Q, Value
from django.urls import reverse

from articles import related
from articles.models import HEADLINE, Article, ArticleHits, Listing, RelatedLink, Tag
from yanjiang.lib.statements import Statement, instances

BESIDE = 10  # articles in each list beside a page
# In the order of the model's fields, in which it takes values.
COLUMNS = [field.attname for field in Article._meta.concrete_fields if field.attname in ("id", *HEADLINE)]
# Stand-ins in the statements, which are made once: for the moment, and for the article whose page is made.
AT = datetime(2000, 1, 1, tzinfo=UTC)
ARTICLE = Article(pk=-1, section_id=-2, publish_at=datetime(2000, 1, 2, tzinfo=UTC))


@dataclass(frozen=True)
class Link:
    """A line of the related links: an article of the site, or what an editor pointed at."""

    title: str
    url: str
    publish_at: datetime | None = None


@dataclass(frozen=True)
class Surroundings:
    previous: Article | None = None
    next: Article | None = None
    related: list[Link] = field(default_factory=list)
    hot: list[Article] = field(default_factory=list)
    recommended: list[Article] = field(default_factory=list)


def beside(at: datetime) -> Surroundings:
    """Return the lists beside any page: the most read and the recommended articles."""
    found = _gathered(_statement_beside(connection.vendor), {AT: at})
    return Surroundings(hot=_hot(found), recommended=_recommended(found))


def around(article: Article, *, tags: list[Tag], links: Iterable[RelatedLink], at: datetime) -> Surroundings:
    """Return what stands around an article; its tags and its editor's links are known already.

    Related are the editor's links, then what `articles.related` finds: never none while the site has another article,
    and never the article itself. The tags have their `uses`.
    """
    asked = related.asked(tags)
    standing = dict(zip(_tags(len(asked)), asked, strict=True))
    is_listed = bool(article.pk and article.publish_at)
    values = {AT: at, ARTICLE.pk: article.pk, ARTICLE.section_id: article.section_id}
    values |= {tag.pk: other.pk for tag, other in standing.items()}
    values |= {related.label(tag): related.label(other) for tag, other in standing.items()}
    if is_listed:
        values[ARTICLE.publish_at] = article.publish_at
    found = _gathered(_statement_around(len(asked), is_listed, connection.vendor), values)
    chosen = [shown for link in links if (shown := _link(link, at))]
    return Surroundings(
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        related=_with_chosen(chosen, related.ranked(found, article, tags, at), own_url=_page_of(article)),
        hot=_hot(found),
        recommended=_recommended(found),
    )


def _beside(at: datetime) -> list[tuple[str, Any]]:
    published = Article.objects.published(at)
    return [
        ("hot", ArticleHits.objects.most_read(at, lately="month").values("article_id")[:BESIDE]),
        ("newest", published.order_by("-publish_at", "-pk").values("pk")[:BESIDE]),
        (
            "recommended",
            published.filter(is_recommended=True).order_by("-weight", "-publish_at", "-pk").values("pk")[:BESIDE],
        ),
    ]


def _neighbours(article: Article, listed: Any) -> list[tuple[str, Any]]:
    moment, pk = article.publish_at, article.pk
    # The first condition of each is implied by the second: it is the one that a database can seek by.
    older = listed.filter(Q(publish_at__lt=moment) | Q(article_id__lt=pk), publish_at__lte=moment)
    newer = listed.filter(Q(publish_at__gt=moment) | Q(article_id__gt=pk), publish_at__gte=moment)
    return [
        ("previous", older.newest_first().values("article_id")[:1]),
        ("next", newer.oldest_first().values("article_id")[:1]),
    ]


def _tags(count: int) -> list[Tag]:
    """Return stand-ins for tags."""
    return [Tag(pk=-10 - number) for number in range(count)]


@cache
def _statement_beside(vendor: str) -> Statement:
    return _statement(_beside(AT))


@cache
def _statement_around(tags: int, is_listed: bool, vendor: str) -> Statement:  # noqa: FBT001 (the key of the cache)
    parts = _beside(AT)
    if is_listed:
        parts += _neighbours(ARTICLE, Listing.objects.filter(section=ARTICLE.section_id).visible(AT))
    return _statement(parts + related.parts(ARTICLE, _tags(tags), AT), article=ARTICLE)


def _statement(parts: list[tuple[str, Any]], *, article: Article | None = None) -> Statement:
    """Put all parts together in one query."""
    querysets: list[Any] = [
        Article.objects.filter(pk__in=ids)
        .annotate(
            part=Value(name, output_field=CharField()),
            lately=F("hits__month"),
            shared=related.shared_pairs(article, name) if article else Value(0),
        )
        .order_by()
        .values_list(*COLUMNS, "part", "lately", "shared")
        for name, ids in parts
    ]
    return Statement.of(querysets[0].union(*querysets[1:], all=True))


def _gathered(statement: Statement, values: Mapping[Any, Any]) -> dict[str, list[Any]]:
    """Ask for all parts at once; return the articles of each by its label, the newest first."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row, (part, lately, shared) in instances(Article, COLUMNS, statement.rows(values)):
        row.lately, row.shared = lately, shared
        found[part].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.publish_at, row.pk), reverse=True)
    return found


def _hot(found: dict[str, list[Any]]) -> list[Article]:
    """Return what was read most in the last 30 days; where that is little, the newest follow."""
    hot = sorted(found["hot"], key=lambda row: (-row.lately, -row.pk))
    ids = {row.pk for row in hot}
    return [*hot, *(row for row in found["newest"] if row.pk not in ids)][:BESIDE]


def _recommended(found: dict[str, list[Any]]) -> list[Article]:
    return sorted(found["recommended"], key=lambda row: -row.weight)  # stable: the newest first among equals


def _with_chosen(chosen: Sequence[Link], articles: Iterable[Article], *, own_url: str) -> list[Link]:
    """Return the links that an editor chose, all of them, and then as many articles as there is room for.

    None leads to the page that it stands on, as one to an article that only jumps there would.
    """
    links = {link.url: link for link in chosen}
    for article in articles:
        links.setdefault(article.get_absolute_url(), _link_to(article))
    links.pop(own_url, None)
    return list(links.values())[: max(related.RELATED, len(chosen))]


def _page_of(article: Article) -> str:
    """Return the page that an article is read on, also of one that only jumps; "" of one that is only a preview."""
    return reverse("articles:detail", args=[article.pk]) if article.pk else ""


def _link(link: RelatedLink, at: datetime) -> Link | None:
    if not link.target:
        return Link(title=link.title, url=link.url)
    if not link.target.is_visible(at):
        return None
    return Link(
        title=link.title or link.target.title, url=link.target.get_absolute_url(), publish_at=link.target.publish_at
    )


def _link_to(article: Article) -> Link:
    return Link(title=article.title, url=article.get_absolute_url(), publish_at=article.publish_at)
