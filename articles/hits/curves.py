"""One article's reads: its days, where its readers came from, its place in its section; and small curves for lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from articles.hits.naming import name_referrers
from articles.hits.periods import DAY, Period
from articles.hits.reports import ROLLING_UP, Row
from articles.hits.rollup import roll_up
from articles.models import COUNTS, Article, ArticleDay, ReferrerDay

SPARK_DAYS = 30


@dataclass(frozen=True)
class Rank:
    """A place among the articles of a section that were read in a period."""

    place: int
    among: int


@dataclass(frozen=True)
class ArticleReport:
    """Reads by day, sums by column of ArticleDay, also of the period before, referrers, and the rank if any."""

    by_day: dict[date, int]
    sums: dict[str, int]
    sums_before: dict[str, int]
    referrers: list[Row]
    rank: Rank | None


def article_report(article: Article, period: Period, *, now: datetime, count: int) -> ArticleReport:
    """Bring the figures up to now, and tell of the article what the period holds; `count` referrers at most."""
    roll_up(now=now, seconds=ROLLING_UP)
    days = ArticleDay.objects.filter(article=article, day__range=(period.before.first, period.last)).order_by("day")
    before: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for row in days.values("day", *COUNTS):
        (rows if row["day"] >= period.first else before).append(row)
    return ArticleReport(
        by_day={row["day"]: row["reads"] for row in rows},
        sums={name: sum(row[name] for row in rows) for name in COUNTS},
        sums_before={name: sum(row[name] for row in before) for name in COUNTS},
        referrers=_referrers(article, period, count=count),
        rank=_rank(article, period),
    )


def _referrers(article: Article, period: Period, *, count: int) -> list[Row]:
    sums = [
        dict(
            ReferrerDay.objects.filter(article=article, day__range=(days.first, days.last))
            .order_by()
            .values("referrer")
            .annotate(sum=Sum("reads"))
            .values_list("referrer", "sum")
        )
        for days in (period, period.before)
    ]
    most = sorted(sums[0].items(), key=lambda pair: (-pair[1], pair[0]))[:count]
    names = name_referrers([value for value, _reads in most])
    return [Row(names[value], reads, sums[1].get(value, 0)) for value, reads in most]


def _rank(article: Article, period: Period) -> Rank | None:
    """Compare the reads that the articles of its section had there in the period."""
    days = ArticleDay.objects.filter(
        section=article.section_id, day__range=(period.first, period.last), reads__gt=0
    ).order_by()
    own = days.filter(article=article).aggregate(sum=Sum("reads"))["sum"]
    if not own:
        return None
    sums = days.values("article").annotate(sum=Sum("reads"))
    counted = sums.aggregate(among=Count("article"), more=Count("article", filter=Q(sum__gt=own)))
    return Rank(place=counted["more"] + 1, among=counted["among"])


def last_days(articles: Sequence[int], today: date) -> dict[int, list[int]]:
    """Return the reads of the last 30 days of each article, in one query."""
    first = today - DAY * (SPARK_DAYS - 1)
    curves = {pk: [0] * SPARK_DAYS for pk in articles}
    days = ArticleDay.objects.filter(article__in=articles, day__range=(first, today))
    for article, day, reads in days.values_list("article", "day", "reads"):
        curves[article][(day - first).days] = reads
    return curves
