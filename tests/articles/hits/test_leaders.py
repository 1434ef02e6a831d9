"""The most read articles, found without adding up all rows, equal those found by adding up all."""

from datetime import date, timedelta
from typing import Any

import pytest

from articles.hits import leaders as module
from articles.hits.leaders import leaders
from articles.models import ArticleDay

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(10)]


def read(reads: dict[int, list[int]], *, section: int = 1) -> None:
    """Store the reads of articles, a number a day."""
    ArticleDay.objects.bulk_create(
        ArticleDay(day=day, article_id=article, section_id=section, reads=count)
        for article, counts in reads.items()
        for day, count in zip(DAYS, counts, strict=True)
        if count
    )


def test_an_article_that_leads_over_all_days_need_lead_on_none() -> None:
    read({1: [30, 0, 0, 0, 0, 0, 0, 0, 0, 0], 2: [9] * 10, 3: [0, 30, 0, 0, 0, 0, 0, 0, 0, 0]})
    assert leaders(DAYS, None, count=1) == [(2, 90)]


@pytest.mark.parametrize("count", [1, 3, 10, 60])
@pytest.mark.parametrize("even", [True, False], ids=["even", "by Zipf's law"])
def test_they_are_those_that_adding_up_all_finds(count: int, even: bool) -> None:  # noqa: FBT001
    reads = {
        article: [(7 + article % 3 if even else 500 // article) + (article * day * 7919) % 5 for day in range(10)]
        for article in range(1, 200)
    }
    read(reads)
    expected = sorted(((sum(counts), article) for article, counts in reads.items()), reverse=True)[:count]
    assert leaders(DAYS, None, count=count) == [(article, total) for total, article in expected]


def test_few_reads_decide_without_adding_up_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[int]] = []
    added_up = module._added_up

    def remember(days: Any, sections: Any, candidates: set[int], *, count: int) -> list[tuple[int, int]]:
        asked.append(candidates)
        return added_up(days, sections, candidates, count=count)

    monkeypatch.setattr(module, "_added_up", remember)
    read({article: [1000 // article] * 10 for article in range(1, 200)})
    assert leaders(DAYS, None, count=2) == [(1, 10_000), (2, 5_000)]
    assert asked == [{1, 2, 3, 4}]


def test_sections_and_days_are_those_asked_for() -> None:
    read({1: [5] * 10, 2: [4] * 10}, section=1)
    read({3: [9] * 10}, section=2)
    assert leaders(DAYS, [1], count=5) == [(1, 50), (2, 40)]
    assert leaders(DAYS[:2], [1, 2], count=1) == [(3, 18)]
    assert leaders([], None, count=5) == []


def test_more_days_than_a_statement_takes_are_asked_in_turn() -> None:
    read({1: [5] * 10, 2: [1] * 10})
    long = [date(2024, 1, 1) + timedelta(days=number) for number in range(900)]
    assert leaders(long, None, count=1) == [(1, 50)]
