"""Processes are killed while they count: no acknowledged view is lost, and no view is counted that was not sent."""

import signal

import pytest

from tests.faults.conftest import Redis, Stage
from tests.faults.load import kill_while_reading, readers

pytestmark = pytest.mark.faults


def test_workers_killed_at_any_moment_lose_nothing(stage: Stage, kills: dict[str, int]) -> None:
    # Four take turns: each is 5.5 s old when it is killed.
    told = kill_while_reading(
        stage.site,
        stage.article,
        stage.site.kill_worker,
        times=kills["workers"],
        views=kills["views"],
        pause=1.4,
    )
    reads, repeats = stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert repeats == 0
    assert stage.lost(told.events) == set()
    assert None in told.statuses  # somebody was cut off in the middle


def test_a_killed_database_loses_nothing(stage: Stage, kills: dict[str, int]) -> None:
    told = kill_while_reading(
        stage.site, stage.article, stage.kill_database, times=kills["database"], views=kills["views"]
    )
    reads, repeats = stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert repeats == 0
    assert stage.lost(told.events) == set()
    assert told.statuses - {200}  # some client got 503, or lost its connection


def test_redis_killed_flushed_or_standing_still_changes_no_count(stage: Stage, redis: Redis) -> None:
    with readers(stage.site, stage.article) as told:
        told.wait_for(50)
        assert redis.say("DBSIZE") != b":0\r\n"  # it is used
        assert redis.say("FLUSHALL") == b"+OK\r\n"
        told.wait_for(50)
        redis.signal(signal.SIGSTOP)
        told.wait_for(50)
        redis.signal(signal.SIGCONT)
        told.wait_for(50)
        redis.signal(signal.SIGKILL)
        told.wait_for(50)
        redis.start()
        told.wait_for(50)
    assert told.statuses == {200}
    assert stage.counts() == (told.sent, 0)
