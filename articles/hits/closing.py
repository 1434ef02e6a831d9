"""The day is over: its reads are summed up once, by section and by facet, so that reports need not ask every article.

What is closed can be made anew from the articles' days at any time. Nothing is written by hand or added to: a day whose
reads change after all is opened by the roll-up, and summed up again when it is asked for.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from time import monotonic

from django.db import connection, transaction
from django.db.models import Min

from articles.models import (
    COUNTS,
    FACET_TOP,
    WHOLE_SITE,
    ArticleDay,
    ClosedDay,
    Facet,
    FacetDay,
    HitState,
    SectionDay,
    section_tree,
)


@dataclass(frozen=True)
class Source:
    """Where the reads of some facets are found: columns of what rows of days are joined with."""

    columns: dict[Facet, str]
    join: str = ""
    days: str = "articles_articleday"
    is_blank_a_value: bool = False

    def statement(self, where: str, *, by_section: bool) -> str:
        """Return SQL for section (or 0), facet, value and reads of a day: rows found once, added up by each column."""
        names = ", ".join(f"{column} AS {facet}" for facet, column in self.columns.items())
        section = "section" if by_section else "0"
        sums = (
            f"SELECT {section}, '{facet}', CAST({facet} AS VARCHAR(100)), SUM(reads) FROM found"
            f" GROUP BY {'section, ' if by_section else ''}{facet}"
            for facet in self.columns
        )
        return (
            f"WITH found AS (SELECT days.section_id AS section, days.reads AS reads, {names}"
            f" FROM {self.days} AS days {self.join} WHERE days.reads > 0 AND days.day = %s{where})"
            f" {' UNION ALL '.join(sums)}"
        )


SOURCES = (
    # What stands in an article itself, in one go: to look an article up is what takes the time.
    Source(
        {
            Facet.AUTHOR: "article.author",
            Facet.SOURCE: "article.source",
            Facet.EDITOR: "article.responsible_editor_id",
            Facet.CONSULTANT: "article.consultant_id",
        },
        join="JOIN articles_article AS article ON article.id = days.article_id",
    ),
    Source(
        {Facet.TAG: "tagged.tag_id"},
        join="JOIN articles_taggedarticle AS tagged ON tagged.content_object_id = days.article_id",
    ),
    Source({Facet.REFERRER: "days.referrer"}, days="articles_referrerday", is_blank_a_value=True),
)


def facet_reads(
    day: date, *, sections: Iterable[int] | None = None, by_section: bool = False
) -> Iterator[tuple[int, Facet, str, int]]:
    """Yield section (or 0), facet, value and reads of a day, from the articles as they are now. All may come again."""
    where, chosen = "", list(sections or ())
    if sections is not None:
        where = f" AND days.section_id IN ({', '.join(['%s'] * len(chosen))})"
    with _without_compiling(), connection.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(source.statement(where, by_section=by_section), [day, *chosen])
            for section, facet, value, reads in cursor:
                if value or (source.is_blank_a_value and value is not None):
                    yield section, Facet(facet), value, int(reads)


@contextmanager
def _without_compiling() -> Iterator[None]:
    """Keep PostgreSQL from compiling statements that take less time to run (measured: 160 ms of 800)."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        yield


def close_days(days: Iterable[date], *, seconds: float | None = None) -> list[date]:
    """Sum up those days that are not yet, the latest first, for so long; return the ones that are still open.

    Close no day that is not over: it would be summed up with every read.
    """
    end = monotonic() + (seconds or 0)
    wanted = set(days)
    closed = set(ClosedDay.objects.filter(day__in=wanted).values_list("day", flat=True))
    waiting = sorted(wanted - closed)
    while waiting and (seconds is None or monotonic() < end):
        _close(waiting.pop())
    return waiting


def open_days(today: date) -> list[date]:
    """Return the days that are over and not summed up: yesterday, and what a changed tree or a late view opened."""
    first = ArticleDay.objects.aggregate(first=Min("day"))["first"] or today
    over = {first + timedelta(days=number) for number in range((today - first).days)}
    missing = over.difference(ClosedDay.objects.values_list("day", flat=True))
    return sorted(set(ArticleDay.objects.filter(day__in=missing).order_by().values_list("day", flat=True).distinct()))


@transaction.atomic
def _close(day: date) -> None:
    # The lock of the roll-up: no read comes to the day while it is summed up.
    HitState.objects.get_or_create(pk=1)
    HitState.objects.select_for_update().get(pk=1)
    if ClosedDay.objects.filter(day=day).exists():  # somebody else had it
        return
    SectionDay.objects.filter(day=day).delete()
    FacetDay.objects.filter(day=day).delete()
    with connection.cursor() as cursor:
        sums = ", ".join(f"SUM({name})" for name in COUNTS)
        cursor.execute(
            f"INSERT INTO articles_sectionday (day, section, {', '.join(COUNTS)})"
            f" SELECT day, section_id, {sums} FROM articles_articleday WHERE day = %s GROUP BY day, section_id",
            [day],
        )
    scopes = _scopes(SectionDay.objects.filter(day=day).values_list("section", flat=True))
    found: dict[tuple[int, Facet], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for section, facet, value, reads in facet_reads(day, by_section=True):
        # A referrer's section may be one that no day of an article has, where both are of a merge.
        for scope in scopes.get(section, (WHOLE_SITE,)):
            found[scope, facet][value] += reads
    FacetDay.objects.bulk_create(
        FacetDay(day=day, scope=scope, facet=facet, reads=_text(values), top=_text(top_of(values, FACET_TOP)))
        for (scope, facet), values in found.items()
    )
    ClosedDay.objects.create(day=day)


def top_of(values: Mapping[str, int], count: int) -> dict[str, int]:
    """Return the values read most, most first; those that come first in the order of signs where reads are equal."""
    return dict(nsmallest(count, values.items(), key=lambda item: (-item[1], item[0])))


def _text(values: Mapping[str, int]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _scopes(sections: Iterable[int]) -> dict[int, list[int]]:
    """Return what the reads of each section count for. Those of one that is gone count for the site alone."""
    tree = section_tree()
    scopes = {}
    for pk in sections:
        section = tree.get(pk)
        scopes[pk] = [WHOLE_SITE, *(above.pk for above in tree.ancestors(section))] if section else [WHOLE_SITE]
    return scopes
