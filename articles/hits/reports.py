"""Reports of reads for staff: how many, of which articles, by whom, from where, and what was left out.

They only read. `rollup.catch_up()` counts what waits, and a page calls it first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Min, QuerySet, Sum

from articles.hits.closing import facet_reads, open_days
from articles.hits.facets import FacetDays
from articles.hits.leaders import leaders
from articles.hits.naming import Named, name_articles, name_sections, name_values
from articles.hits.periods import Period
from articles.models import (
    COUNTS,
    WHOLE_SITE,
    ArticleDay,
    Facet,
    HourReads,
    Person,
    Section,
    SectionDay,
    section_tree,
)
from yanjiang.lib.days import local_day, local_hour

# Code in addresses -> heading.
LISTS: dict[str, str] = {
    "articles": "文章",
    "sections": "栏目",
    "authors": "作者",
    "editors": "责任编辑",
    "consultants": "写作顾问",
    "tags": "关键字",
    "sources": "文章来源",
    "referrers": "访问来源",
}
_FACET_OF = {
    "authors": Facet.AUTHOR,
    "editors": Facet.EDITOR,
    "consultants": Facet.CONSULTANT,
    "tags": Facet.TAG,
    "sources": Facet.SOURCE,
    "referrers": Facet.REFERRER,
}


@dataclass(frozen=True)
class Question:
    """A period, the ids of its sections (None for the whole site), and the days that have figures.

    `waiting` has the days up to the last one that is over and not closed yet: no figure includes them.
    """

    period: Period
    sections: list[int] | None
    today: date
    days: list[date]
    before: list[date]
    waiting: list[date]

    @cached_property
    def facets_today(self) -> dict[Facet, Counter[str]]:
        """Return today's reads by facet and value; they are empty if today is not among the days."""
        found: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
        if self.today in self.days:
            for _section, facet, value, reads in facet_reads(self.today, sections=self.sections):
                found[facet][value] += reads
        return found

    def counted(self, days: Sequence[date]) -> list[date]:
        """Return the days without the waiting ones, which are the earliest."""
        waiting = set(self.waiting)
        return [day for day in days if day not in waiting]

    def closed(self, days: Sequence[date]) -> list[date]:
        return [day for day in self.counted(days) if day < self.today]


@dataclass(frozen=True)
class Row:
    """A line of a list: reads of the period, and of as many days before it."""

    named: Named
    reads: int
    before: int

    @property
    def change(self) -> float | None:
        return percent_change(self.reads, self.before)


@dataclass(frozen=True)
class Totals:
    """Sums by column of ArticleDay, and the reads of each day of the period and of the one before."""

    sums: dict[str, int]
    before: dict[str, int]
    by_day: dict[date, int] = field(default_factory=dict)

    @property
    def change(self) -> float | None:
        return percent_change(self.sums["reads"], self.before["reads"])


@dataclass(frozen=True)
class Today:
    """Today's reads, and the reads of its full hours beside the same hours of yesterday and of a week ago."""

    reads: int
    hour: int
    until_hour: int
    yesterday: int
    week_ago: int

    @property
    def from_yesterday(self) -> float | None:
        return percent_change(self.until_hour, self.yesterday)

    @property
    def from_week_ago(self) -> float | None:
        return percent_change(self.until_hour, self.week_ago)


def percent_change(reads: int, before: int) -> float | None:
    """Return the change in percent, or None if there was nothing before."""
    return (reads - before) * 100 / before if before else None


def ask(period: Period, section: Section | None, *, now: datetime, among: list[int] | None = None) -> Question:
    """Return the question about a section with its subtree, or about the sections `among` which it would be.

    `among` is None for the whole site.
    """
    sections = section_tree().subtree_ids(section) if section else among
    today = local_day(now)
    first = ArticleDay.objects.aggregate(first=Min("day"))["first"] or today
    days, before = period.within(first, today), period.before.within(first, today)
    last_open = max(open_days(today).intersection(before + days), default=None)
    # The days that count are one range, because the lists read ranges of days.
    waiting = [day for day in before + days if last_open and day <= last_open]
    return Question(period, sections, today, days, before, waiting)


def totals(question: Question) -> Totals:
    sums: dict[date, Counter[str]] = {}
    closed = SectionDay.objects.filter(day__in=question.closed(question.before + question.days))
    if question.sections is not None:
        closed = closed.filter(section__in=question.sections)
    added = {f"sum_{name}": Sum(name) for name in COUNTS}
    queries: list[QuerySet[Any, Any]] = [closed, _today(question)] if question.today in question.days else [closed]
    for query in queries:
        for row in query.order_by().values("day").annotate(**added).values_list("day", *added):
            day, *counts = row
            sums[day] = Counter(dict(zip(COUNTS, counts, strict=True)))
    return Totals(
        sums=_together(sums, question.days),
        before=_together(sums, question.before),
        by_day={day: count["reads"] for day, count in sums.items()},
    )


def today(question: Question, *, now: datetime) -> Today:
    """Return today's reads in the question's sections. Its period does not matter; only full hours are compared."""
    hours = HourReads.objects.filter(hour__lt=local_hour(now))
    if question.sections is not None:
        hours = hours.filter(section__in=question.sections)
    compared = {name: question.today - timedelta(days=ago) for name, ago in (("t", 0), ("y", 1), ("w", 7))}
    sums = dict(
        hours.filter(day__in=compared.values())
        .order_by()
        .values("day")
        .annotate(sum=Sum("reads"))
        .values_list("day", "sum")
    )
    until_hour, yesterday, week_ago = (sums.get(day, 0) for day in compared.values())
    reads = _today(question).aggregate(sum=Sum("reads"))["sum"] or 0
    return Today(reads, local_hour(now), until_hour, yesterday, week_ago)


def rows(code: str, question: Question, *, count: int, asker: Person) -> list[Row]:
    """Return a list's first `count` rows, most read first, with the names that `asker` may know."""
    if code == "articles":
        return _articles(question, count=count, asker=asker)
    if code == "sections":
        return _sections(question)[:count]
    return _values(_FACET_OF[code], question, count=count, asker=asker)


def _articles(question: Question, *, count: int, asker: Person) -> list[Row]:
    found = leaders(question.counted(question.days), question.sections, count=count)
    ids = [pk for pk, _reads in found]
    before: dict[int, int] = {}
    if ids and (counted := question.counted(question.before)):
        days = ArticleDay.objects.filter(article__in=ids, day__range=(counted[0], counted[-1]))
        if question.sections is not None:
            days = days.filter(section__in=question.sections)
        before = dict(days.order_by().values("article").annotate(sum=Sum("reads")).values_list("article", "sum"))
    names = name_articles(ids, asker)
    return [Row(names[pk], reads, before.get(pk, 0)) for pk, reads in found]


def _sections(question: Question) -> list[Row]:
    own, own_before = _by_section(question, question.days), _by_section(question, question.before)
    tree = section_tree()
    below: Counter[int] = Counter()
    below_before: Counter[int] = Counter()
    for sums, own_sums in ((below, own), (below_before, own_before)):
        for pk, reads in own_sums.items():
            section = tree.get(pk)
            for above in tree.ancestors(section) if section else ():
                sums[above.pk] += reads
            if not section:
                sums[pk] += reads  # a section that was deleted
    inside = set(question.sections) if question.sections is not None else {*below, *below_before}
    names = name_sections(inside, own)
    found = [Row(names[pk], below[pk], below_before[pk]) for pk in inside if below[pk]]
    return sorted(found, key=lambda row: (-row.reads, row.named.name))


def _by_section(question: Question, days: Sequence[date]) -> Counter[int]:
    closed = SectionDay.objects.filter(day__in=question.closed(days)).order_by().values("section")
    sums = Counter(dict(closed.annotate(sum=Sum("reads")).values_list("section", "sum")))
    if question.today in days:
        rows_of_today = _today(question).order_by().values("section").annotate(sum=Sum("reads"))
        sums.update(dict(rows_of_today.values_list("section", "sum")))
    return sums


def _values(facet: Facet, question: Question, *, count: int, asker: Person) -> list[Row]:
    days, days_before = question.closed(question.days), question.closed(question.before)
    sections = question.sections or [WHOLE_SITE]
    found = FacetDays(facet, sections, days).most_read(question.facets_today[facet], count=count)
    before = FacetDays(facet, sections, days_before).reads(found)
    names = name_values(facet, list(found), asker)
    return [Row(names[value], reads, before[value]) for value, reads in found.items()]


def _today(question: Question) -> QuerySet[ArticleDay]:
    days = ArticleDay.objects.filter(day=question.today)
    return days if question.sections is None else days.filter(section__in=question.sections)


def _together(sums: dict[date, Counter[str]], days: Sequence[date]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for day in days:
        total.update(sums.get(day, {}))
    return {name: total[name] for name in COUNTS}
