"""Closes days that are over: sums up their reads by section and by facet, so that reports need not read every article.

A day is summed up once, from the articles as they are then: later changes of articles change no report of the past. A
view that comes late is added to the sums of its day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Min

from articles.hits.judging import Judged
from articles.models import (
    COUNTS,
    WHOLE_SITE,
    ArticleDay,
    ClosedDay,
    Facet,
    FacetDay,
    HitState,
    ReferrerDay,
    SectionDay,
)
from yanjiang.lib.pauses import Pauses
from yanjiang.lib.rows import increase

Statement = tuple[str, Sequence[Any]]
FacetReads = Iterator[tuple[int, Facet, str, int]]  # section (or 0), facet, value, reads


@dataclass(frozen=True)
class FacetColumns:
    """The columns of some facets, in the rows of days or in tables that `join` adds to them."""

    columns: dict[Facet, str]
    join: str = ""
    days: type[models.Model] = ArticleDay
    is_blank_a_value: bool = False

    def statement(self, days: str, *, by_section: bool) -> str:
        """Return SQL for section (or 0), facet, value and reads. It reads rows once and sums them up by each column."""
        names = ", ".join(f"{column} AS {facet}" for facet, column in self.columns.items())
        section = "section" if by_section else "0"
        sums = (
            f"SELECT {section}, '{facet}', CAST({facet} AS VARCHAR(100)), SUM(reads) FROM found"
            f" GROUP BY {'section, ' if by_section else ''}{facet}"
            for facet in self.columns
        )
        return (
            f"WITH found AS (SELECT days.section_id AS section, days.reads AS reads, {names}"
            f" FROM ({days}) AS days {self.join}) {' UNION ALL '.join(sums)}"
        )


FACET_COLUMNS = (
    # The columns of the article itself share one statement: to look an article up takes most of the time.
    FacetColumns(
        {
            Facet.AUTHOR: "article.author",
            Facet.SOURCE: "article.source",
            Facet.EDITOR: "article.responsible_editor_id",
            Facet.CONSULTANT: "article.consultant_id",
        },
        join="JOIN articles_article AS article ON article.id = days.article_id",
    ),
    FacetColumns(
        {Facet.TAG: "tagged.tag_id"},
        join="JOIN articles_taggedarticle AS tagged ON tagged.content_object_id = days.article_id",
    ),
    FacetColumns({Facet.REFERRER: "days.referrer"}, days=ReferrerDay, is_blank_a_value=True),
)


def facet_reads(day: date, *, sections: Iterable[int] | None = None, by_section: bool = False) -> FacetReads:
    """Yield the reads of a day, by the articles as they are now. A key may be yielded more than once."""
    where, chosen = "", list(sections or ())
    if sections is not None:
        where = f" AND section_id IN ({', '.join(['%s'] * len(chosen))})"
    rows: dict[type[models.Model], Statement] = {
        model: (f"SELECT * FROM {model._meta.db_table} WHERE reads > 0 AND day = %s{where}", [day, *chosen])
        for model in (ArticleDay, ReferrerDay)
    }
    return _facet_reads(rows, by_section=by_section)


def _facet_reads(rows: Mapping[type[models.Model], Statement], *, by_section: bool) -> FacetReads:
    with _without_compiling(), connection.cursor() as cursor:
        for columns in FACET_COLUMNS:
            days, parameters = rows[columns.days]
            cursor.execute(columns.statement(days, by_section=by_section), parameters)
            for section, facet, value, reads in cursor:
                if value or (columns.is_blank_a_value and value is not None):
                    yield section, Facet(facet), value, int(reads)


@contextmanager
def _without_compiling() -> Iterator[None]:
    """Turn PostgreSQL's JIT off: to compile these statements costs more than it saves (measured: 160 ms of 800)."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        yield


def close_days(days: Iterable[date], *, seconds: float | None = None) -> list[date]:
    """Close those of these days that are open, latest first, for at most `seconds`; return the days that remain open.

    Pass only days that are over: to a closed day every further read must be added as a late one.
    """
    end = monotonic() + (seconds or 0)
    wanted = set(days)
    closed = set(ClosedDay.objects.filter(day__in=wanted).values_list("day", flat=True))
    waiting, pauses = sorted(wanted - closed), Pauses()
    while waiting and (seconds is None or monotonic() < end):
        _close(waiting.pop())
        pauses.pause_if_due()
    return waiting


def open_days(today: date) -> set[date]:
    """Return the days before `today` that have views and are not closed."""
    first = ArticleDay.objects.aggregate(first=Min("day"))["first"] or today
    over = {first + timedelta(days=number) for number in range((today - first).days)}
    missing = over.difference(ClosedDay.objects.values_list("day", flat=True))
    return set(ArticleDay.objects.filter(day__in=missing).order_by().values_list("day", flat=True).distinct())


@transaction.atomic
def _close(day: date) -> None:
    HitState.objects.lock()
    if ClosedDay.objects.filter(day=day).exists():  # another process closed it
        return
    # Rows of this day exist only if an earlier version of this module opened it again.
    SectionDay.objects.filter(day=day).delete()
    FacetDay.objects.filter(day=day).delete()
    with connection.cursor() as cursor:
        sums = ", ".join(f"SUM({name})" for name in COUNTS)
        cursor.execute(
            f"INSERT INTO articles_sectionday (day, section, {', '.join(COUNTS)})"
            f" SELECT day, section_id, {sums} FROM articles_articleday WHERE day = %s GROUP BY day, section_id",
            [day],
        )
    FacetDay.objects.add(day, _by_section_and_facet(facet_reads(day, by_section=True)))
    ClosedDay.objects.create(day=day)


def add_late(judged: Judged, sections: Mapping[tuple[date, int], int]) -> None:
    """Add a batch's counts of closed days to their sums. Call it under the lock of the roll-up.

    These reads go to the authors and tags that the articles have now. Earlier reads keep the authors and tags of the
    day's closing.
    """
    for day in ClosedDay.objects.filter(day__in={day for day, _ in judged.counts}).values_list("day", flat=True):
        counts = {key: count for key, count in judged.counts.items() if key[0] == day}
        by_section: dict[int, Counter[str]] = defaultdict(Counter)
        for key, count in counts.items():
            by_section[sections[key]].update(count)
        rows = [(day, section, *(sums[name] for name in COUNTS)) for section, sums in sorted(by_section.items())]
        increase(SectionDay, ("day", "section"), (), rows, counts=COUNTS)
        reads = [(sections[key], key[1], count["reads"]) for key, count in counts.items() if count["reads"]]
        referrers = [
            (sections[key], referrer, count) for (key, referrer), count in judged.referrers.items() if key[0] == day
        ]
        if reads:
            late: dict[type[models.Model], Statement] = {
                ArticleDay: _values("article_id", reads),
                ReferrerDay: _values("referrer", referrers),
            }
            FacetDay.objects.add(day, _by_section_and_facet(_facet_reads(late, by_section=True)))


def _values(name: str, rows: Sequence[tuple[Any, ...]]) -> Statement:
    placeholders = ", ".join(["(%s, %s, %s)"] * len(rows))
    return (
        f"SELECT column1 AS section_id, column2 AS {name}, column3 AS reads FROM (VALUES {placeholders}) AS late",
        [value for row in rows for value in row],
    )


def _by_section_and_facet(found: FacetReads) -> dict[tuple[int, str], dict[str, int]]:
    """Return the reads by value, for each section and facet and for the whole site."""
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for section, facet, value, reads in found:
        for scope in (section, WHOLE_SITE):
            sums[scope, facet][value] += reads
    return sums
