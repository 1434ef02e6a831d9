"""The limit of hits per address and minute: refused requests, and the load on the cache."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from articles.hits import limits
from tests.articles.hits.views import NOON, counted, send
from tests.builders import make_article
from yanjiang.lib import per_minute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()
    limits._sent.clear()


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute that does not end."""
    monkeypatch.setattr(per_minute, "minute_of", lambda at: 1)


@pytest.mark.usefixtures("one_minute")
def test_a_flood_from_one_address_is_told_so_and_not_counted(client: Client, settings: Settings) -> None:
    settings.HITS_PER_MINUTE = 3
    article = make_article()
    assert [send(client, article).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert send(client, article, REMOTE_ADDR="203.0.113.2").status_code == 200
    assert counted(article) == {"reads": 2, "repeats": 2, "visitors": 2}


@pytest.mark.usefixtures("one_minute")
def test_a_flood_that_other_processes_met_is_one_here(client: Client, settings: Settings) -> None:
    settings.HITS_PER_MINUTE = 120
    article = make_article()
    answers = []
    for _ in range(70):
        answers += [send(client, article).status_code, send(client, article).status_code]
        limits._sent.clear()  # from here on another process, which shares the cache and nothing else
    # The first of each two is let pass: the second tells both.
    assert answers.count(429) == 10


@pytest.mark.usefixtures("one_minute")
def test_an_address_that_comes_a_few_times_costs_the_cache_no_question(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(per_minute, "times_this_minute", lambda what, at, times: asked.append(times))
    settings.HITS_PER_MINUTE = 600
    article = make_article()
    for _ in range(9):
        send(client, article)
    assert asked == []
    send(client, article)
    assert asked == [10]


@pytest.mark.usefixtures("one_minute")
def test_a_crowd_behind_one_address_is_counted_once_each_while_the_cache_takes_its_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def slow(key: str, times: int) -> int:
        told.append(times)
        sum_now = sum(told)
        sleep(0.002)
        return sum_now

    monkeypatch.setattr(per_minute, "_count", slow)
    monkeypatch.setattr(limits, "visitor", lambda address, agent, at: 1)
    settings.HITS_PER_MINUTE = 600
    with ThreadPoolExecutor(24) as pool:
        floods = list(pool.map(lambda _: limits.is_one_too_many("203.0.113.1", NOON), range(590)))
    assert sum(told) == 590
    assert not any(floods)


@pytest.mark.usefixtures("one_minute")
def test_a_new_minute_forgets_the_last_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HITS_PER_MINUTE = 120
    floods = [limits.is_one_too_many("203.0.113.1", NOON) for _ in range(122)]
    assert floods == [False] * 120 + [True] * 2
    monkeypatch.setattr(per_minute, "minute_of", lambda at: 2)
    assert not limits.is_one_too_many("203.0.113.1", NOON)


def test_without_a_cache_nobody_is_refused(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_minute, "_left_alone_until", 0.0)  # the test changes it, and it is set back afterwards
    settings.CACHES = {"default": {"BACKEND": "tests.lib.broken_cache.BrokenCache"}}
    settings.HITS_PER_MINUTE = 1
    article = make_article()
    assert [send(client, article).status_code for _ in range(3)] == [200] * 3
