"""The counts per minute: what each one holds, and what a broken cache does to it."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.builders import shanghai
from yanjiang.lib import per_minute
from yanjiang.lib.per_minute import times_this_minute

NOON = shanghai("2026-03-10 12:00")


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(per_minute, "_left_alone_until", 0.0)


def test_each_thing_is_counted_by_itself_and_from_one_in_a_new_minute() -> None:
    assert [times_this_minute("a", NOON) for _ in range(3)] == [1, 2, 3]
    assert times_this_minute("a", shanghai("2026-03-10 12:00:59"), 10) == 13
    assert times_this_minute("b", NOON) == 1
    assert times_this_minute("a", shanghai("2026-03-10 12:01")) == 1


def test_a_cache_that_failed_is_left_alone_for_a_while(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(per_minute, "monotonic", lambda: now)
    working = settings.CACHES
    settings.CACHES = {"default": {"BACKEND": "tests.lib.broken_cache.BrokenCache"}}
    assert times_this_minute("a", NOON) is None
    settings.CACHES = working
    assert times_this_minute("a", NOON) is None
    now += 5
    assert times_this_minute("a", NOON) == 1
