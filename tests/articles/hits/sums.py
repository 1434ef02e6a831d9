"""Read the stored sums of closed days for tests, and check that they agree with each other."""

import json
from collections import Counter
from datetime import date

from django.db.models import Sum

from articles.models import (
    COUNTS,
    WHOLE_SITE,
    ArticleDay,
    ClosedDay,
    Facet,
    FacetDay,
    Section,
    SectionDay,
    section_tree,
)

Sums = Counter[tuple[date, int, str, str]]  # day, section, facet, value


def by_facet() -> Sums:
    """Return the reads of all closed days as they are stored."""
    rows = FacetDay.objects.values_list("day", "section", "facet", "reads")
    return Counter(
        {
            (day, section, facet, value): reads
            for day, section, facet, text in rows
            for value, reads in json.loads(text).items()
        }
    )


def of(facet: Facet, section: Section | None = None) -> dict[str, int]:
    """Return the reads of all closed days by the values of a facet: of a section with its subtree, or of the site."""
    places = section_tree().subtree_ids(section) if section else [WHOLE_SITE]
    sums: Counter[str] = Counter()
    for (_day, place, name, value), reads in by_facet().items():
        if place in places and name == facet:
            sums[value] += reads
    return dict(sums)


def assert_all_add_up() -> None:
    """Assert for each closed day that the stored sums agree.

    Articles and sections have the same counts. Each facet has the same reads in all sections together as in the site. A
    read has one referrer, so the reads of the referrers are all reads.
    """
    closed = ClosedDay.objects.values_list("day", flat=True)
    added = {f"sum_{name}": Sum(name) for name in COUNTS}
    days, sections = (
        {
            day: counts
            for day, *counts in model.objects.filter(day__in=closed)
            .order_by()
            .values("day")
            .annotate(**added)
            .values_list("day", *added)
        }
        for model in (ArticleDay, SectionDay)
    )
    assert sections == days
    stored = by_facet()
    site: Sums = Counter()
    for (day, section, facet, value), reads in stored.items():
        if section != WHOLE_SITE:
            site[day, WHOLE_SITE, facet, value] += reads
    assert site == Counter({place: reads for place, reads in stored.items() if place[1] == WHOLE_SITE})
    referred: Counter[date] = Counter()
    for (day, _section, facet, _value), reads in site.items():
        if facet == Facet.REFERRER:
            referred[day] += reads
    assert referred == Counter({day: counts[0] for day, counts in days.items() if counts[0]})
