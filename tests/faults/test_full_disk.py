"""On a full disk the answer is 503, and all views acknowledged before and after are counted.

The disk is full for the site's processes alone: no file may grow beyond a size.
"""

import itertools
import resource
import time

import psycopg2
import pytest

from tests.faults.conftest import Stage
from tests.faults.load import readers
from tests.faults.test_roll_up_kills import append

pytestmark = pytest.mark.faults

FILLING = 12_000  # rows that make PostgreSQL's file of the log longer than those of its write-ahead log, of 1 MB
STEP = 500  # rows


def limit(stage: Stage, size: int) -> None:
    """Limit the size of files of the process that writes the database."""
    if stage.cluster:
        stage.cluster.limit_files(size)
    else:
        for pid in stage.site.worker_pids():
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


def size_of_log(stage: Stage) -> int:
    """Return the size that the file of the log has: on SQLite nothing may grow at all."""
    return int(stage.query("SELECT pg_relation_size('articles_hit')")[0][0]) if stage.cluster else 4096


def fill_up(stage: Stage) -> int:
    """Append rows until PostgreSQL finds no room for more: it makes its files longer than they have to be for now."""
    for number in itertools.count(1):
        try:
            append(stage, STEP, visitors_from=10**12 + number * FILLING)
        except psycopg2.InternalError:  # could not extend file
            return (number - 1) * STEP
    raise AssertionError


def test_a_full_disk_is_told_and_nothing_is_acknowledged_falsely(stage: Stage) -> None:
    filling = FILLING if stage.cluster else 0
    if filling:
        append(stage, filling, visitors_from=10**12)
    with readers(stage.site, stage.article) as told:
        told.wait_for(30)
        limit(stage, size_of_log(stage))
        try:
            filling += fill_up(stage) if stage.cluster else 0
            end = time.monotonic() + 60
            while 503 not in told.statuses:
                assert time.monotonic() < end, told.statuses
                time.sleep(0.05)
            stage.site.kill_worker()
            time.sleep(0.5)  # the worker has ended, and its clients are connected to another
        finally:
            limit(stage, resource.RLIM_INFINITY)
        told.wait_for(30)
    assert {200, 503} <= told.statuses <= {200, 503, None}
    reads, repeats = stage.counts()
    assert told.acknowledged <= reads - filling <= told.sent
    assert repeats == 0
    assert stage.lost(told.events) == set()
