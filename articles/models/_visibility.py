"""When a visitor may read an article: the one definition, in each form that asks for it.

An article is visible from `publish_at` on until `expire_at`, if it is published. Tables that are read in the order of
`publish_at` hold copies of both times, empty or no row at all while the article is not published; `projections`
writes them.
"""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import connection, models
from django.db.models import Q

PUBLISHED, TRASH = "published", "trash"  # Article.Status, which imports this module
# The tables that hold copies, by the column that names the article.
COPIES = {
    "articles_listing": "article_id",
    "articles_taggedarticle": "content_object_id",
    "articles_searchentry": "article_id",
    "articles_articlebigram": "article_id",
}

Row = TypeVar("Row", bound=models.Model, covariant=True)


def visible(at: datetime) -> Q:
    """Return the condition on articles for what a visitor may read at that moment."""
    return Q(in_time(at), status=PUBLISHED)


def in_time(at: datetime) -> Q:
    """Return the condition on rows that are published or hold copies of the times."""
    return Q(Q(expire_at__gt=at) | Q(expire_at=None), publish_at__lte=at)


def waiting(at: datetime) -> Q:
    """Return the condition on articles for those that come out later."""
    return Q(status=PUBLISHED, publish_at__gt=at)


# The condition of `in_time()` in statements that are written out. `moments()` are its values.
IN_TIME = "publish_at <= %s AND (expire_at IS NULL OR expire_at > %s)"


def moments(at: datetime) -> list[Any]:
    """Return the values for the places in `IN_TIME`."""
    return [connection.ops.adapt_datetimefield_value(at)] * 2


def is_visible(article: Any, at: datetime) -> bool:
    """Tell of one row what `visible()` asks of many."""
    return has_come_out(article, at) and (article.expire_at is None or article.expire_at > at)


def has_come_out(article: Any, at: datetime) -> bool:
    """Tell whether a published article's time has come; it may have expired since."""
    return bool(article.status == PUBLISHED and article.publish_at and article.publish_at <= at)


def is_waiting(article: Any, at: datetime) -> bool:
    """Tell of one row what `waiting()` asks of many."""
    return bool(article.status == PUBLISHED and article.publish_at and article.publish_at > at)


def is_gone(article: Any, at: datetime) -> bool:
    """Tell whether readers had the article once and may not read it now: it expired, or lies in the trash."""
    was_out = article.publish_at is not None and article.publish_at <= at
    return was_out and article.status in (TRASH, PUBLISHED) and not is_visible(article, at)


class TimedQuerySet(models.QuerySet[Row]):
    """Rows that hold copies of an article's times, so that lists need not look at the article."""

    def visible(self, at: datetime) -> Self:
        return self.filter(in_time(at))

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-article_id")

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "article_id")
