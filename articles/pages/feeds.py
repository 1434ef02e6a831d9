"""Articles as an RSS or Atom feed. The caller chooses the articles and names the publisher."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime

from articles.models import Article, section_tree
from yanjiang.lib.feeds import Atom, Rss
from yanjiang.lib.html import for_elsewhere, printable
from yanjiang.lib.links import absolute
from yanjiang.lib.tag_uris import tag_uri

ITEMS = 30  # the newest: enough for a feed reader that comes once a day


@dataclass(frozen=True)
class Channel:
    """The description of a feed. Addresses are absolute. Without `full_text` the feed has summaries alone.

    `key` identifies the feed on this site for as long as it exists, for example section/5.
    """

    key: str
    title: str
    description: str
    page_url: str
    feed_url: str
    publisher: str
    full_text: bool


class ArticleFeed:
    """A feed of articles that were loaded without their bodies: only `write()` reads these."""

    def __init__(self, channel: Channel, articles: list[Article]) -> None:
        self.channel = channel
        self.articles = articles
        prefetch_related_objects(articles, "tags")

    def etag(self) -> str:
        """Return an ETag that changes whenever the content of the feed does.

        A date would not do: a withdrawn, expired or deleted article leaves no date in the feed, so its readers would be
        told that nothing changed.
        """
        said = [(*_said(article), _categories(article)) for article in self.articles]
        return f'"{hashlib.sha256(repr((astuple(self.channel), said)).encode(errors="replace")).hexdigest()[:32]}"'

    def write(self, kind: type[Rss] | type[Atom]) -> str:
        channel = self.channel
        feed = kind(
            title=printable(channel.title),
            link=channel.page_url,
            description=printable(channel.description),
            subtitle=printable(channel.description),
            language="zh-CN",
            feed_url=channel.feed_url,
            feed_guid=tag_uri(channel.key),
            author_name=printable(channel.publisher),
        )
        bodies = self._bodies() if channel.full_text else {}
        for article in self.articles:
            _add(feed, article, bodies.get(article.pk))
        return feed.writeString("utf-8")

    def _bodies(self) -> dict[int, str]:
        chosen = Article.objects.filter(pk__in=[article.pk for article in self.articles]).order_by()
        return dict(chosen.values_list("pk", "body"))


def _add(feed: Rss | Atom, article: Article, body: str | None) -> None:
    url = absolute(reverse("articles:detail", args=[article.pk]))
    feed.add_item(
        title=printable(article.title),
        link=absolute(article.get_absolute_url()),
        description=escape(printable(article.summary)),  # read as HTML
        content=None if body is None else for_elsewhere(body, url=url),
        author_name=printable(article.author) or None,
        pubdate=_second(article.publish_at),
        updateddate=_second(article.changed_at),
        # The id is not the address: scheme and host change when a site moves to https or to another name.
        unique_id=tag_uri(f"articles/{article.pk}"),
        unique_id_is_permalink=False,
        categories=_categories(article),
    )


def _second(at: datetime | None) -> datetime | None:
    return localtime(at).replace(microsecond=0) if at else None


def _said(article: Article) -> Iterable[object]:
    return article.pk, article.title, article.summary, article.author, article.get_absolute_url(), article.changed_at


def _categories(article: Article) -> list[str]:
    section = section_tree().get(article.section_id)
    names = [section.name] if section else []
    return [printable(name) for name in dict.fromkeys([*names, *sorted(tag.name for tag in article.tags.all())])]
