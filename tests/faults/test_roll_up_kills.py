"""The roll-up killed anywhere, run twice, two at once, beside a transaction that stays open: it comes to the same."""

import signal
import time
from contextlib import closing

import pytest

from tests.faults.conftest import OPENING, Stage

pytestmark = pytest.mark.faults

ROWS = 12_000


def append(stage: Stage, rows: int, *, visitors_from: int = 0, at: str = "") -> None:
    """Append rows to the log, each of another visitor with another event, now or at a time in UTC."""
    event = "md5(random()::text)::uuid" if stage.cluster else "lower(hex(randomblob(16)))"
    now = "now()" if stage.cluster else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    if at:
        now = f"'{at}+00'::timestamptz" if stage.cluster else f"'{at}'"
    stage.query(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
        f"INSERT INTO articles_hit (event, article_id, section_id, at, kind, visitor, referrer) "
        f"SELECT {event}, {stage.article}, 1, {now}, 'reader', i + {visitors_from}, '' FROM n"
    )


def kill_in_the_middle(stage: Stage, **environment: str) -> None:
    """Start a roll-up and kill it behind its first batch."""
    before = waiting(stage)
    process = stage.site.manage("roll_up_hits", **environment)
    while waiting(stage) == before and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def waiting(stage: Stage) -> int:
    return int(stage.query("SELECT COUNT(*) FROM articles_hit")[0][0])


def test_roll_ups_killed_and_two_at_once_count_everything_once(stage: Stage, kills: dict[str, int]) -> None:
    append(stage, ROWS)
    for number in range(kills["database"]):
        before = waiting(stage)
        two = [stage.site.manage("roll_up_hits") for _ in range(2)]
        while before and waiting(stage) == before and any(process.poll() is None for process in two):
            time.sleep(0.02)
        time.sleep(0.02 * number)
        for process in two:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    two = [stage.site.manage("roll_up_hits") for _ in range(2)]
    assert [process.wait() for process in two] == [0, 0]
    for process in two:
        process.communicate()
    assert stage.counts() == (ROWS, 0)
    assert stage.counts() == (ROWS, 0)


def test_a_transaction_open_across_three_roll_ups_still_counts(stage: Stage) -> None:
    append(stage, 10)
    event = "gen_random_uuid()" if stage.cluster else "'0123456789abcdef0123456789abcdef'"
    now = "now()" if stage.cluster else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    with closing(stage.connect()) as late:
        late.cursor().execute(
            f"INSERT INTO articles_hit (event, article_id, section_id, at, kind, visitor, referrer) "
            f"VALUES ({event}, {stage.article}, 1, {now}, 'reader', -1, '')"
        )
        append_more = bool(stage.cluster)  # SQLite has one writer at a time: the roll-ups wait for this one
        roll_ups = []
        for number in range(3):
            if append_more:
                append(stage, ROWS, visitors_from=ROWS * (number + 1))
                kill_in_the_middle(stage)
                stage.site.run("roll_up_hits")
            else:
                roll_ups.append(stage.site.manage("roll_up_hits"))
        time.sleep(1)
        for process in roll_ups[:1]:  # as it waits for the lock
            process.send_signal(signal.SIGKILL)
        late.commit()
    for process in roll_ups:
        process.communicate()
    assert [process.returncode for process in roll_ups[1:]] == ([] if append_more else [0, 0])
    assert stage.site.report(stage.article, address="10.6.0.1") == 200
    assert stage.counts() == ((3 * ROWS if append_more else 0) + 12, 0)


def test_the_opening_balance_is_no_read(stage: Stage) -> None:
    assert stage.counts() == (0, 0)
    status, answer = stage.site.ask("GET", f"/articles/{stage.article}/")
    assert status == 200
    assert f'<b class="hits">{OPENING}</b>' in answer.decode()
    stage.site.hit(stage.article)
    stage.kill_database()
    assert stage.counts() == (1, 0)
    opening = f"SELECT opening, total FROM articles_articlehits WHERE article_id = {stage.article}"
    assert stage.query(opening) == [(OPENING, OPENING + 1)]
