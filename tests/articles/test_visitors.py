"""Visitors are told apart for a day, and the stored values identify nobody."""

import pytest

from articles import visitors
from articles.models import HitState
from articles.visitors import visitor
from tests.builders import shanghai

pytestmark = pytest.mark.django_db

NOON = shanghai("2026-03-10 12:00")


@pytest.fixture(autouse=True)
def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "_kept", {})


def test_address_and_agent_make_a_visitor_of_a_day() -> None:
    same = visitor("203.0.113.1", "A", NOON)
    assert visitor("203.0.113.1", "A", shanghai("2026-03-10 23:59")) == same
    others = {
        visitor("203.0.113.2", "A", NOON),
        visitor("203.0.113.1", "B", NOON),
        visitor("203.0.113.1", "A", shanghai("2026-03-11 00:00")),
        same,
    }
    assert len(others) == 4
    assert all(-(2**63) <= number < 2**63 for number in others)


def test_processes_share_the_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    here = visitor("203.0.113.1", "A", NOON)
    monkeypatch.setattr(visitors, "_kept", {})
    assert visitor("203.0.113.1", "A", NOON) == here


def test_yesterdays_salt_is_destroyed() -> None:
    yesterday = visitors.salt(NOON.date())
    assert bytes(HitState.objects.get().salt) == yesterday
    today = visitors.salt(shanghai("2026-03-11 12:00").date())
    assert HitState.objects.count() == 1
    assert bytes(HitState.objects.get().salt) == today != yesterday
    assert list(visitors._kept.values()) == [today]


def test_a_salt_that_another_thread_put_away_meanwhile_is_still_that_of_its_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PutAwayAtOnce(dict[object, bytes]):
        def __setitem__(self, day: object, salt: bytes) -> None:
            """Keep nothing, as if another thread had stored the next day's salt in between."""

    monkeypatch.setattr(visitors, "_kept", PutAwayAtOnce())
    assert visitor("203.0.113.1", "A", NOON) == visitor("203.0.113.1", "A", NOON)


def test_a_clock_that_is_behind_brings_back_no_old_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    today = visitors.salt(shanghai("2026-03-11 00:00").date())
    monkeypatch.setattr(visitors, "_kept", {})
    assert visitors.salt(shanghai("2026-03-10 23:59").date()) == today
