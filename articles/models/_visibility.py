"""Defines when a visitor may read an article: as a condition of queries, as raw SQL, and as functions.

A published article is visible from `publish_at` on until `expire_at`. Tables that are read in the order of `publish_at`
hold copies of both times. While the article is not published, the copies are empty or have no row. `projections` writes
them.

Some places repeat the rule in another form, such as the filters of the admin, the calendar and `_moments.py`. The list
is in articles/README.md, "Who repeats the rule of visibility". Change them together with this module.
"""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import connection, models
from django.db.models import Q

PUBLISHED, TRASH = "published", "trash"  # values of Article.Status, which imports this module
# The tables that hold copies, by the column that names the article.
COPIES = {
    "articles_listing": "article_id",
    "articles_taggedarticle": "content_object_id",
    "articles_searchentry": "article_id",
    "articles_articlebigram": "article_id",
}

Row = TypeVar("Row", bound=models.Model, covariant=True)


def visible(at: datetime) -> Q:
    """Return the condition for articles that a visitor may read at that moment."""
    return Q(in_time(at), status=PUBLISHED)


def in_time(at: datetime) -> Q:
    """Return the condition on the times alone, for rows that hold copies of them or are known to be published."""
    return Q(Q(expire_at__gt=at) | Q(expire_at=None), publish_at__lte=at)


def waiting(at: datetime) -> Q:
    """Return the condition for published articles that come out later."""
    return Q(status=PUBLISHED, publish_at__gt=at)


# The condition of `in_time()` for raw SQL. `moments()` returns its values.
IN_TIME = "publish_at <= %s AND (expire_at IS NULL OR expire_at > %s)"


def moments(at: datetime) -> list[Any]:
    """Return the values of the parameters in `IN_TIME`."""
    return [connection.ops.adapt_datetimefield_value(at)] * 2


def is_visible(article: Any, at: datetime) -> bool:
    """Tell whether a visitor may read the article: the same condition as `visible()`."""
    return has_come_out(article, at) and (article.expire_at is None or article.expire_at > at)


def has_come_out(article: Any, at: datetime) -> bool:
    """Tell whether the article is published and its time has come; it may have expired since."""
    return bool(article.status == PUBLISHED and article.publish_at and article.publish_at <= at)


def is_waiting(article: Any, at: datetime) -> bool:
    """Tell whether a published article comes out later: the same condition as `waiting()`."""
    return bool(article.status == PUBLISHED and article.publish_at and article.publish_at > at)


def is_gone(article: Any, at: datetime) -> bool:
    """Tell whether readers may have had the article and cannot read it now: it has expired, or is in the trash.

    An article in the trash may have been a draft: only its time tells that readers may have had it.
    """
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
