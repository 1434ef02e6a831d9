"""The report of one article: its reads by day, its referrers, its place in its section; and small curves for lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from articles.hits.naming import name_referrers
from articles.hits.periods import DAY, Period
from articles.hits.reports import Row
from articles.models import COUNTS, Article, ArticleDay, ReferrerDay, Revision
from yanjiang.lib.days import local_day, start_of_day

SPARK_DAYS = 30


@dataclass(frozen=True)
class Place:
    """A place among the articles of a section that were read in a period; the most read one has the first."""

    number: int
    among: int


@dataclass(frozen=True)
class ArticleReport:
    """Reads by day, sums by column of ArticleDay for the period and the one before, referrers, and the place if any."""

    by_day: dict[date, int]
    sums: dict[str, int]
    sums_before: dict[str, int]
    referrers: list[Row]
    place: Place | None
    changes: list[date]  # the days on which changes went live, once for each change


def article_report(article: Article, period: Period, *, count: int) -> ArticleReport:
    """Report the article's reads in the period, with at most `count` referrers."""
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
        place=_place(article, period),
        changes=_changes(article, period),
    )


def _changes(article: Article, period: Period) -> list[date]:
    """Return the days of the period on which readers got a change. Saves of a draft are none, nor is coming out."""
    first, end = start_of_day(period.first), start_of_day(period.last + DAY)
    out = {"content__status": Article.Status.PUBLISHED, "parent__content__status": Article.Status.PUBLISHED}
    in_period = Revision.objects.filter(article=article, live_at__gte=first, live_at__lt=end, **out)
    went_live = in_period.filter(live_at__gte=article.publish_at) if article.publish_at else in_period.none()
    moments = went_live.order_by("live_at").values_list("live_at", flat=True)
    return [local_day(at) for at in moments if at]


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


def _place(article: Article, period: Period) -> Place | None:
    """Return the place of the article in its section by the reads there in the period, or None if it had none."""
    days = ArticleDay.objects.filter(
        section=article.section_id, day__range=(period.first, period.last), reads__gt=0
    ).order_by()
    own = days.filter(article=article).aggregate(sum=Sum("reads"))["sum"]
    if not own:
        return None
    sums = days.values("article").annotate(sum=Sum("reads"))
    counted = sums.aggregate(among=Count("article"), more=Count("article", filter=Q(sum__gt=own)))
    return Place(number=counted["more"] + 1, among=counted["among"])


def last_days(articles: Sequence[int], today: date) -> dict[int, list[int]]:
    """Return the reads of the last 30 days of each article, in one query."""
    first = today - DAY * (SPARK_DAYS - 1)
    curves = {pk: [0] * SPARK_DAYS for pk in articles}
    days = ArticleDay.objects.filter(article__in=articles, day__range=(first, today))
    for article, day, reads in days.values_list("article", "day", "reads"):
        curves[article][(day - first).days] = reads
    return curves
