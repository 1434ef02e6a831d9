"""The check of the read replica in /readyz: it takes no node out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest import MonkeyPatch

from tests.replicas import HERE, answers, second_connection
from yanjiang.backups import bookkeeping
from yanjiang.health import checks
from yanjiang.health.figures import figures
from yanjiang.lib import replica
from yanjiang.lib.replica import Standing

pytestmark = pytest.mark.django_db
WELL = Standing(is_ours=True, has_reached=True, age=700.0)


@pytest.fixture(autouse=True)
def other(monkeypatch: MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(bookkeeping, "last_good", timezone.now)
    monkeypatch.setattr(checks, "MOMENTS", (0.0, 0.0))
    with second_connection(monkeypatch) as own:
        monkeypatch.setattr(replica, "position", lambda _function: HERE)
        yield own


def told(client: Client) -> tuple[int, str, str, float | None]:
    answer = client.get("/readyz")
    check = answer.json()["checks"]["replica"]
    return answer.status_code, check["state"], check["words"], check["figure"]


def test_one_that_has_everything_is_well_however_long_nothing_happened(client: Client) -> None:
    assert told(client) == (200, "ok", "只读副本跟得上。", 0)


@pytest.mark.parametrize(("age", "state"), [(3.2, "ok"), (42.4, "degraded"), (None, "degraded")])
def test_one_that_is_behind_is_told_with_its_seconds(
    client: Client, monkeypatch: MonkeyPatch, age: float | None, state: str
) -> None:
    answers(monkeypatch, Standing(is_ours=True, has_reached=False, age=age))
    words = "只读副本落后" + (f" {age:.0f} 秒" if age else "") + "，跟上以前网页由主数据库生成。"
    assert told(client) == (200, state, words, age)


def test_one_that_needs_a_moment_gets_it(client: Client, monkeypatch: MonkeyPatch) -> None:
    said = iter([Standing(is_ours=True, has_reached=False, age=700.0), WELL])
    monkeypatch.setattr(replica, "standing", lambda _position: next(said))
    assert told(client)[1:] == ("ok", "只读副本跟得上。", 0)


def test_one_that_is_away_is_told_and_then_left_alone(client: Client, monkeypatch: MonkeyPatch) -> None:
    answers(monkeypatch, OperationalError("connection refused to secret@10.0.0.7"))
    first = told(client)
    assert first[:2] == (200, "degraded")
    assert first[2].startswith("只读副本没有回答，网页都由主数据库生成")
    answers(monkeypatch, AssertionError("asked again"))
    assert told(client) == first


def test_a_server_that_is_no_copy_of_the_primary_is_told(client: Client, monkeypatch: MonkeyPatch) -> None:
    answers(monkeypatch, Standing(is_ours=False, has_reached=False, age=None))
    assert told(client)[1:3] == ("degraded", "DATABASE_REPLICA_URL 不是主数据库的备库，网页都由主数据库生成。")


def test_a_primary_that_does_not_say_its_position_is_told(client: Client, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "position", lambda _function: None)
    assert told(client)[1] == "degraded"


def test_its_lag_is_a_metric(monkeypatch: MonkeyPatch) -> None:
    answers(monkeypatch, Standing(is_ours=True, has_reached=False, age=42.0))
    lag = [figure.value for figure in figures(timezone.now()) if figure.name == "replica_lag_seconds"]
    assert lag == [42.0]
