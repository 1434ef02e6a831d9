"""The most read values of a facet, found from the tops of days, equal those found by reading all rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from articles.hits import facets
from articles.hits.facets import DaySection, FacetDays
from articles.models import WHOLE_SITE, Facet, FacetDay, _hit_figures, top_of

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(6)]
TOP = 5


@pytest.fixture(autouse=True)
def short_tops(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (facets, _hit_figures):
        monkeypatch.setattr(module, "FACET_TOP", TOP)
    monkeypatch.setattr(facets, "DAYS_A_QUERY", 4)


def store(days: list[dict[str, int]], *, section: int = WHOLE_SITE) -> None:
    for day, reads in zip(DAYS, days, strict=False):
        FacetDay.objects.add(day, {(section, Facet.TAG): reads})


@pytest.mark.parametrize("count", [1, 3, 8, 50])
@pytest.mark.parametrize("even", [True, False], ids=["even", "by Zipf's law"])
def test_they_are_those_that_reading_all_finds(count: int, even: bool) -> None:  # noqa: FBT001
    days = [
        {str(n): (9 if even else 400 // n) + (n * number * 7919) % 4 for n in range(1, 30)}
        for number in range(len(DAYS))
    ]
    today = {"3": 5, "new": 7}
    store(days)
    sums = Counter(today)
    for reads in days:
        sums.update(reads)
    assert FacetDays(Facet.TAG, [0], DAYS).most_read(today, count=count) == top_of(sums, count)


def test_the_whole_of_a_day_is_read_only_where_its_top_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    load = FacetDays._load

    def remember(
        self: FacetDays, column: str, day_sections: list[DaySection] | None = None
    ) -> Iterator[tuple[DaySection, str]]:
        asked.append((column, day_sections))
        return load(self, column, day_sections)

    monkeypatch.setattr(FacetDays, "_load", remember)
    usual = {str(n): 1000 // n for n in range(1, 20)}
    store([usual, usual, {**usual, "1": 1}])
    assert FacetDays(Facet.TAG, [0], DAYS).most_read({}, count=1) == {"1": 2001}
    assert asked == [("top", None), ("reads", [(DAYS[2], 0)])]


def test_reads_of_values_are_exact_whatever_the_tops_hold() -> None:
    store([{str(n): 100 - n for n in range(1, 20)}] * 2)
    assert FacetDays(Facet.TAG, [0], DAYS).reads(["1", "19", "none"]) == {"1": 198, "19": 162, "none": 0}


def test_sections_are_added_up() -> None:
    for section in (1, 2, 3):
        store([{"7": section, str(section): 10}], section=section)
    assert FacetDays(Facet.TAG, [1, 2], DAYS).most_read({}, count=2) == {"1": 10, "2": 10}
    assert FacetDays(Facet.TAG, [1, 2], DAYS).reads(["7", "3"]) == {"7": 3, "3": 0}


@pytest.mark.parametrize("few", [0, 100], ids=["parsed", "found"])
def test_values_that_look_alike_are_told_apart(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_hit_figures, "FEW", few)
    values = ["5", "15", "51", "", ",", '"', '"5', ',"5"', "5\\", '\\"5', ":", "5:1,", "何清", "\n", "\u2028"]
    reads = {value: number for number, value in enumerate(values, start=1)}
    store([{**{f"before {n}": 1000 + n for n in range(TOP)}, **reads}])
    assert FacetDays(Facet.TAG, [0], DAYS).reads([*values, "1", "clear"]) == {**reads, "1": 0, "clear": 0}
