"""Whether the replica has everything, and what happens while it does not answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from tests.replicas import HERE, answers, second_connection
from yanjiang.lib import replica
from yanjiang.lib.replica import Standing

AWAY = OperationalError("connection refused\nIs the server running?")
BEHIND = Standing(is_ours=True, has_reached=False, age=4.0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [1_000.0]
    monkeypatch.setattr(replica, "monotonic", lambda: now[0])
    return now  # type: ignore[return-value]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with second_connection(monkeypatch) as own:
        yield own


def test_a_site_without_a_replica_asks_nothing(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert replica.position() is None


def test_only_a_replica_that_is_no_way_behind_has_everything(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replica.has_reached(HERE)
    answers(monkeypatch, BEHIND)
    assert not replica.has_reached(HERE)


def test_a_replica_that_does_not_answer_is_asked_again_after_a_while(
    other: Any, monkeypatch: pytest.MonkeyPatch, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    answers(monkeypatch, AWAY)
    assert [replica.has_reached(HERE) for _ in range(3)] == [False] * 3
    answers(monkeypatch, Standing(is_ours=True, has_reached=True, age=0.0))
    assert not replica.has_reached(HERE)
    clock[0] += replica.PAUSE
    assert replica.has_reached(HERE)
    assert caplog.messages == [
        "The replica does not answer, the primary makes all pages: connection refused",
        "The replica answers again",
    ]


def test_one_thread_alone_asks_a_replica_that_was_away(
    other: Any, monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    answers(monkeypatch, AWAY)
    replica.has_reached(HERE)
    clock[0] += replica.PAUSE
    others: list[bool] = []

    def slow(_position: replica.Position) -> Standing:
        others.append(replica.is_left_alone())  # as another thread sees it, while this one waits
        raise AWAY

    monkeypatch.setattr(replica, "standing", slow)
    assert not replica.has_reached(HERE)
    assert others == [True]


@pytest.mark.django_db(transaction=True)
def test_a_query_that_the_replica_ends_is_no_outage(other: Any, caplog: pytest.LogCaptureFixture) -> None:
    other.ensure_connection()
    replica.failed(OperationalError("canceling statement due to conflict with recovery"))
    assert replica.has_reached(HERE)
    assert ["conflict with recovery" in message for message in caplog.messages] == [True]


@pytest.mark.django_db(transaction=True)
def test_every_query_of_the_block_is_the_replicas(other: Any) -> None:
    primary = connections["default"]
    with replica.in_place():
        assert connections["default"] is other
    assert connections["default"] is primary
    with pytest.raises(ZeroDivisionError), replica.in_place():
        raise ZeroDivisionError
    assert connections["default"] is primary


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The primary itself as the replica: it has everything, but is no copy."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no log of this kind")
    asked = replica.position, replica.standing
    with second_connection(monkeypatch):
        monkeypatch.setattr(replica, "position", asked[0])
        monkeypatch.setattr(replica, "standing", asked[1])
        yield


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_no_standby_of_the_primary_is_not_used(configured: None) -> None:
    position = replica.position()
    assert position
    found = replica.standing(position)
    assert (found.is_ours, found.has_reached) == (False, False)
    assert not replica.has_reached(position)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_has_no_position(configured: None) -> None:
    with transaction.atomic():
        assert replica.position() is None


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_is_not_on_the_disk_yet_moves_the_position(configured: None) -> None:
    def number(position: replica.Position | None) -> int:
        assert position
        high, low = position.lsn.split("/")
        return (int(high, 16) << 32) + int(low, 16)

    before = replica.position()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("CREATE TABLE written (n int)")
        cursor.execute("DROP TABLE written")
        cursor.execute("RESET synchronous_commit")
    assert number(replica.position()) > number(before)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_denies_its_functions_has_no_replica(configured: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replica.position(replica.FLUSH)
    assert replica.position("no_function_of_this_server") is None
