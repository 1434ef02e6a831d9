"""Appending to the log: simultaneous hits share a commit, and a lost connection loses nothing."""

import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from articles.hits import ingest
from articles.models import Article, Hit
from tests.builders import make_article

ADDRESS = "203.0.113.1"


def view(article: Article | int) -> ingest.View:
    pk = article if isinstance(article, int) else article.pk
    return ingest.View(uuid.uuid4(), pk, timezone.now(), ADDRESS, "Firefox", "", is_staff=False, is_prefetch=False)


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the groups that are written, to a slow disk."""
    sizes: list[int] = []

    def insert(rows: Sequence[int], *, at: object) -> dict[int, ingest.Appended]:
        sizes.append(len(rows))
        time.sleep(0.002)
        return {article: ingest.Appended(article * 10, roll_up_is_due=False) for article in rows}

    monkeypatch.setattr(ingest, "_expected", 1)
    monkeypatch.setattr(ingest, "_row", lambda view: view.article_id)
    monkeypatch.setattr(ingest, "_insert_surely", insert)
    return sizes


def test_views_that_come_together_share_their_commits(groups: list[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: ingest.append(view(number)), range(400)))
    # Each thread gets the result of its own article, whichever thread wrote it.
    assert [answer.total for answer in answers if answer] == [number * 10 for number in range(400)]
    assert sum(groups) == 400
    assert len(groups) < 200


def test_a_view_waits_for_as_many_as_came_before_it_and_no_longer(
    groups: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_COMPANY_WITHIN", 60)
    monkeypatch.setattr(ingest, "_expected", 3)
    start = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: ingest.append(view(number)), range(3)))
    assert groups == [3]
    assert time.monotonic() - start < 50  # not to the end of its time


def test_a_view_that_waits_in_vain_is_written_alone(groups: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_expected", 3)
    assert ingest.append(view(1))
    monkeypatch.setattr(ingest, "_COMPANY_WITHIN", 3600)  # the next one does not wait at all
    assert ingest.append(view(1))
    assert groups == [1, 1]


def test_an_error_reaches_all_who_shared_the_commit(groups: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: Sequence[int], *, at: object) -> dict[int, ingest.Appended]:
        groups.append(len(rows))
        raise MemoryError

    monkeypatch.setattr(ingest, "_insert_surely", full)
    monkeypatch.setattr(ingest, "_COMPANY_WITHIN", 60)
    monkeypatch.setattr(ingest, "_expected", 8)
    with ThreadPoolExecutor(8) as pool:
        failures = [job.exception() for job in [pool.submit(ingest.append, view(1)) for _ in range(8)]]
    assert {type(failure) for failure in failures} == {MemoryError}
    assert groups == [8]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a connection that can be lost is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_meanwhile_is_made_anew() -> None:
    article = make_article()
    assert ingest.append(view(article))
    connection.connection.close()  # beneath Django, as where a server went away
    assert ingest.append(view(article))
    assert Hit.objects.count() == 2


@pytest.mark.django_db
def test_a_view_of_nothing_is_not_appended() -> None:
    assert ingest.append(view(1_000_000)) is None
    assert not Hit.objects.exists()
