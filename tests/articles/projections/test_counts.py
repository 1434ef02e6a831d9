"""The numbers of articles by section and day, when several write at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from articles.models import ListingCount, Section
from tests.builders import make_section

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 1, 15)


def add(section: Section, number: int) -> None:
    ListingCount.objects.add(Counter({(section.pk, DAY): number}))


def add_elsewhere(section: Section, number: int) -> None:
    """Add over another connection."""

    def run() -> None:
        try:
            add(section, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result(timeout=10)


def test_a_writer_of_a_day_does_not_wait_for_another_transaction() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    section = make_section()
    add(section, 5)
    with transaction.atomic():
        add(section, 2)
        add_elsewhere(section, 1)
    assert ListingCount.objects.of(section.pk) == {DAY: 8}
    assert ListingCount.objects.count() == 2


def test_the_next_who_adds_leaves_one_row_of_all() -> None:
    section = make_section()
    for number in (5, 1, -2):
        ListingCount.objects.create(section=section, day=DAY, number=number)
    add(section, 3)
    assert list(ListingCount.objects.values_list("number", flat=True)) == [7]


def test_a_day_without_articles_has_no_row() -> None:
    section = make_section()
    add(section, 2)
    add(section, -2)
    assert not ListingCount.objects.exists()
