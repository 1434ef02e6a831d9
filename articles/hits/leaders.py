"""Finds the articles read most over some days, without adding up all reads.

Most articles have few reads and few have many (Zipf). An article that leads over all days leads on some of them, so the
top of each day is read from an index. The articles in these tops are added up exactly. No other article can have more
reads than the last places of the tops together (the threshold algorithm of Fagin, Lotem and Naor, 2001). If that does
not decide, the tops are made longer; if reads are so even that it never does, everything is added up.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum

from articles.models import ArticleDay
from yanjiang.lib.batches import batches

LONGER, LONGEST = 5, 1_000  # times; articles of a day: adding up everything is then no more work
DAYS_A_QUERY = 100  # SQLite takes no more than 500 parts of a union


def leaders(days: Sequence[date], sections: Sequence[int] | None, *, count: int) -> list[tuple[int, int]]:
    """Return id and reads of the articles read most, most first, in these sections or in all."""
    length = 2 * count
    while length <= LONGEST:
        candidates, bound = _tops(days, sections, length=length)
        found = _added_up(days, sections, candidates, count=count)
        if not bound or (len(found) == count and found[-1][1] > bound):
            return found
        length *= LONGER
    return _added_up(days, sections, None, count=count)


def _tops(days: Sequence[date], sections: Sequence[int] | None, *, length: int) -> tuple[set[int], int]:
    """Return the articles in the tops of the days, and the most reads that any other article can have."""
    where = f"AND section_id IN ({', '.join(['%s'] * len(sections))})" if sections else ""
    top = (
        "SELECT * FROM (SELECT day, article_id, reads FROM articles_articleday"
        f" WHERE day = %s AND reads > 0 {where} ORDER BY reads DESC LIMIT %s) AS top"
    )
    tops: dict[object, list[int]] = {}
    candidates = set()
    with connection.cursor() as cursor:
        for some in batches(days, size=DAYS_A_QUERY):
            values: list[Any] = [value for day in some for value in (day, *(sections or ()), length)]
            cursor.execute(" UNION ALL ".join([top] * len(some)), values)
            for day, article, reads in cursor.fetchall():
                candidates.add(article)
                tops.setdefault(day, []).append(reads)
    return candidates, sum(min(reads) for reads in tops.values() if len(reads) == length)


def _added_up(
    days: Sequence[date], sections: Sequence[int] | None, candidates: set[int] | None, *, count: int
) -> list[tuple[int, int]]:
    if not days:
        return []
    rows = ArticleDay.objects.filter(day__range=(days[0], days[-1]), reads__gt=0)
    if candidates is not None:
        rows = rows.filter(article__in=candidates)
    if sections:
        rows = rows.filter(section__in=sections)
    sums = rows.order_by().values("article").annotate(sum=Sum("reads")).order_by("-sum", "-article")
    return list(sums.values_list("article", "sum")[:count])
