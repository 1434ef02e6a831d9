"""The day is over: its reads are summed up once, by section and by facet, so that reports need not ask every article.

What is closed can be made anew from the articles' days at any time. Nothing is written by hand or added to: a day whose
reads change after all is opened by the roll-up, and summed up again when it is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.db import connection, transaction

from articles.models import COUNTS, WHOLE_SITE, ClosedDay, Facet, FacetDay, HitState, SectionDay, section_tree

ARTICLES = "JOIN articles_article AS article ON article.id = days.article_id"
TAGS = "JOIN articles_taggedarticle AS tagged ON tagged.content_object_id = days.article_id"


@dataclass(frozen=True)
class FacetSource:
    """Where the reads of a facet are found: the rows of days, what they are joined with, and the value that counts."""

    value: str
    join: str = ARTICLES
    days: str = "articles_articleday"
    condition: str = ""

    def rows(self, *columns: str, further: str = "") -> str:
        """Return the SELECT of these columns, up to the conditions on `days` that follow."""
        return (
            f"SELECT {', '.join((*columns, f'{self.value} AS value', 'SUM(days.reads) AS reads'))}"
            f" FROM {self.days} AS days {further} {self.join} WHERE days.reads > 0 {self.condition}"
        )


def _number(column: str) -> str:
    return f"CAST({column} AS VARCHAR(20))"


FACETS = {
    Facet.AUTHOR: FacetSource("article.author", condition="AND article.author <> ''"),
    Facet.EDITOR: FacetSource(
        _number("article.responsible_editor_id"), condition="AND article.responsible_editor_id IS NOT NULL"
    ),
    Facet.CONSULTANT: FacetSource(_number("article.consultant_id"), condition="AND article.consultant_id IS NOT NULL"),
    Facet.TAG: FacetSource(_number("tagged.tag_id"), join=TAGS),
    Facet.SOURCE: FacetSource("article.source", condition="AND article.source <> ''"),
    Facet.REFERRER: FacetSource("days.referrer", join="", days="articles_referrerday"),
}


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


@transaction.atomic
def _close(day: date) -> None:
    # The lock of the roll-up: no read comes to the day while it is summed up.
    HitState.objects.get_or_create(pk=1)
    HitState.objects.select_for_update().get(pk=1)
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
        for facet, source in FACETS.items() if scopes else ():
            # Every row once for the whole site, and once for its section and each above it.
            cursor.execute(
                f"WITH scopes (section_id, scope) AS (VALUES {', '.join(['(%s, %s)'] * len(scopes))})"
                f" INSERT INTO articles_facetday (day, scope, facet, value, reads)"
                f" SELECT day, scope, %s, value, reads FROM ("
                + source.rows("days.day", "scopes.scope", further="JOIN scopes ON scopes.section_id = days.section_id")
                + f" AND days.day = %s GROUP BY days.day, scopes.scope, {source.value}) AS found"
                " ORDER BY scope, value",
                [*(number for pair in scopes for number in pair), facet, day],
            )
    ClosedDay.objects.get_or_create(day=day)


def _scopes(sections: Iterable[int]) -> list[tuple[int, int]]:
    """Return pairs of a section and what its reads count for. One that is gone counts for the site alone."""
    tree = section_tree()
    pairs = []
    for pk in sections:
        section = tree.get(pk)
        above = tree.ancestors(section) if section else []
        pairs += [(pk, WHOLE_SITE), *((pk, scope.pk) for scope in above)]
    return pairs
