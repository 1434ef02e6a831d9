"""What stands around an article: its neighbours, related articles, and the lists beside it. One query for all."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, Value

from articles.models import Article, ArticleHits, Listing, RelatedLink, TaggedArticle

RELATED = 8
BESIDE = 10  # articles in each list beside a page
TAGS_ASKED = 8  # more tags than that say little about an article, and each is a part of the query
PER_TAG = 20


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
    return _gather(_beside(at))


def around(article: Article, *, tag_ids: Iterable[int], links: Iterable[RelatedLink], at: datetime) -> Surroundings:
    """Return what stands around an article; its tags and its editor's links are known already.

    Related are the editor's links, then articles that share tags, most shared first, then the newest of the section
    and of the site: never none while the site has another article, and never the article itself.
    """
    listed = Listing.objects.filter(section=article.section_id).visible(at)
    parts = _beside(at)
    if article.pk and article.publish_at:
        parts += _neighbours(article, listed)
    parts += [
        ("tag", TaggedArticle.objects.filter(tag=tag).visible(at).newest_first().values("content_object_id")[:PER_TAG])
        for tag in list(tag_ids)[:TAGS_ASKED]
    ]
    # One more than is shown: the article itself may be among them.
    parts.append(("section", listed.newest_first().values("article_id")[: RELATED + 1]))
    parts.append(("site", Article.objects.published(at).newest_first().values("pk")[: RELATED + 1]))
    return _gather(parts, article=article, chosen=[shown for link in links if (shown := _link(link, at))])


def _beside(at: datetime) -> list[tuple[str, Any]]:
    published = Article.objects.published(at)
    return [
        ("hot", ArticleHits.objects.most_read(at).values("article_id")[:BESIDE]),
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


def _gather(
    parts: list[tuple[str, Any]], *, article: Article | None = None, chosen: Iterable[Link] = ()
) -> Surroundings:
    querysets: list[Any] = [
        Article.objects.filter(pk__in=ids)
        .for_headlines()
        .annotate(part=Value(name, output_field=CharField()), reads=F("hits__total"))
        .order_by()
        for name, ids in parts
    ]
    found: dict[str, list[Any]] = defaultdict(list)
    for row in querysets[0].union(*querysets[1:], all=True):
        found[row.part].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.publish_at, row.pk), reverse=True)
    found["hot"].sort(key=lambda row: (row.reads or 0, row.pk), reverse=True)
    found["recommended"].sort(key=lambda row: row.weight, reverse=True)
    return Surroundings(
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        related=_related(found, article=article, chosen=chosen),
        hot=found["hot"],
        recommended=found["recommended"],
    )


def _related(found: dict[str, list[Any]], *, article: Article | None, chosen: Iterable[Link]) -> list[Link]:
    shared = Counter(row.pk for row in found["tag"])
    by_tags = sorted(found["tag"], key=lambda row: shared[row.pk], reverse=True)  # stable: newest first among equals
    links = {link.url: link for link in chosen}
    for row in (*by_tags, *found["section"], *found["site"]):
        if article is None or row.pk != article.pk:
            links.setdefault(row.get_absolute_url(), _link_to(row))
    return list(links.values())[:RELATED]


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
