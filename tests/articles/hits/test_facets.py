"""The values of a facet read most, found from the tops of days: the same as reading all finds."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest

from articles.hits import facets
from articles.hits.closing import top_of
from articles.hits.facets import FacetDays
from articles.models import Facet, FacetDay

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(6)]
TOP = 5


@pytest.fixture(autouse=True)
def short_tops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "FACET_TOP", TOP)


def store(days: list[dict[str, int]]) -> None:
    FacetDay.objects.bulk_create(
        FacetDay(day=day, scope=0, facet="tag", reads=json.dumps(reads), top=json.dumps(top_of(reads, TOP)))
        for day, reads in zip(DAYS, days, strict=False)
    )


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
    assert FacetDays(Facet.TAG, 0, DAYS).most_read(today, count=count) == top_of(sums, count)


def test_the_whole_of_a_day_is_read_only_where_its_top_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    load = FacetDays._load

    def remember(self: FacetDays, column: str, days: list[date] | None = None) -> dict[date, dict[str, int]]:
        asked.append((column, days))
        return load(self, column, days)

    monkeypatch.setattr(FacetDays, "_load", remember)
    usual = {str(n): 1000 // n for n in range(1, 20)}
    store([usual, usual, {**usual, "1": 1}])
    assert FacetDays(Facet.TAG, 0, DAYS).most_read({}, count=1) == {"1": 2001}
    assert asked == [("top", None), ("reads", [DAYS[2]])]


def test_reads_of_values_are_exact_whatever_the_tops_hold() -> None:
    store([{str(n): 100 - n for n in range(1, 20)}] * 2)
    assert FacetDays(Facet.TAG, 0, DAYS).reads(["1", "19", "none"]) == {"1": 198, "19": 162, "none": 0}
