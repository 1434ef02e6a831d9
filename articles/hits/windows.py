"""Keeps the reads of the last 7 and 30 days beside each article's total, so that lists can be sorted by them."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Greatest

from articles.models import ArticleDay, ArticleHits

# Column of ArticleHits -> how many days it holds, today included.
WINDOWS = {"week": 7, "month": 30}


def first_days(last: date) -> dict[str, date]:
    """Return the first day of each window that ends with `last`."""
    return {column: last - timedelta(days=days - 1) for column, days in WINDOWS.items()}


def move_windows(old: date, new: date) -> None:
    """Subtract from each window the days that leave it when its last day moves from `old` to `new`."""
    for column, first in first_days(old).items():
        left = ArticleDay.objects.filter(day__range=(first, min(old, first_days(new)[column] - timedelta(days=1))))
        of_article = left.filter(article=OuterRef("pk")).order_by().values("article").annotate(sum=Sum("reads"))
        ArticleHits.objects.filter(pk__in=left.values("article")).update(
            # Clamp at 0: a manual edit must not block the roll-up.
            **{column: Greatest(F(column) - Subquery(of_article.values("sum")), 0)}
        )
