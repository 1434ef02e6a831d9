"""Killed in the middle of it: nothing that was acknowledged is lost, nothing that was not sent is counted."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.conftest import Redis, Stage
from tests.faults.load import kill_while_reading, readers

pytestmark = pytest.mark.faults


def test_workers_killed_at_any_moment_lose_nothing(stage: Stage, kills: dict[str, int]) -> None:
    def kill_oldest() -> None:
        os.kill(min(stage.site.worker_pids(), key=started), signal.SIGKILL)

    # The server gives up on a worker that dies within 5.5 s of its start: four take turns.
    told = kill_while_reading(
        stage.site, stage.article, kill_oldest, times=kills["workers"], views=kills["views"], between=20, pause=1.4
    )
    reads, repeats = stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert repeats == 0
    assert None in told.statuses  # somebody was cut off in the middle


def test_a_killed_database_loses_nothing(stage: Stage, kills: dict[str, int]) -> None:
    told = kill_while_reading(
        stage.site, stage.article, stage.kill_database, times=kills["database"], views=kills["views"], between=40
    )
    reads, repeats = stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert repeats == 0
    assert told.statuses - {200}  # somebody was told to come again, or was cut off


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


def started(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
