"""The neighbours and related links of an article, and the lists beside any page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from articles.models import Article, Headline, RelatedLink, Tag, page_of_article
from articles.pages import gathered, related
from articles.pages.gathered import BESIDE
from articles.pages.order import age, weight
from articles.pages.placing import Placed
from yanjiang.pagecache.common import common_each


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
    found = gathered.beside(at)
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
    found = gathered.own(article, at)
    rarest = related.rarest(tags)
    pools = [*(("tag", tag.pk) for tag in rarest), ("section", article.section_id), ("site", 0)]
    candidates = common_each(pools, lambda missing: gathered.newest(missing, at)) | {
        related.SIMILAR_ONES: found["similar"]
    }
    chosen = [shown for link in links if (shown := _link(link, at))]
    return Surroundings(
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        related=_with_chosen(chosen, related.ranked(candidates, article, rarest, at), own_url=_page_of(article)),
    )


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
