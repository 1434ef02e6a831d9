"""The orders of lists of articles, as keys of `sorted()`. The queries use the same orders."""

from typing import Any

HOT = ("week", "month")  # columns of ArticleHits, in the order in which the parts of a list of the most read follow
NEWEST_PART = len(HOT)


def age(article: Any) -> tuple[float, int]:
    """The newest first."""
    return (-article.publish_at.timestamp() if article.publish_at else 0.0, -article.pk)


def weight(article: Any) -> tuple[float, ...]:
    """Those with the greatest weight first, then the newest."""
    return (-article.weight, *age(article))


def heat(article: Any) -> tuple[float, ...]:
    """The most read of each part of the list; those of the last part are the newest."""
    if article.part == NEWEST_PART:
        return (article.part, *age(article))
    return (article.part, -getattr(article.hits, HOT[article.part]), -article.pk)
