"""Long work leaves pauses for other writers. Pure: clock and database are fakes."""

from types import SimpleNamespace

import pytest

from yanjiang.lib import pauses
from yanjiang.lib.pauses import FIRST, GOAL, LEAST, MOST, PAUSE, Pauses, TimedBatches


class Machine:
    """A fake database on which each row takes some seconds of a fake clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, vendor: str, row: float) -> None:
        self.now, self.row, self.pauses = 0.0, row, list[float]()
        monkeypatch.setattr(pauses, "PAUSE", PAUSE)  # as it was before the tests did away with it
        monkeypatch.setattr(pauses, "connection", SimpleNamespace(vendor=vendor, in_atomic_block=False))
        monkeypatch.setattr(pauses, "time", SimpleNamespace(monotonic=lambda: self.now, sleep=self.pauses.append))

    def work(self, rows: int) -> list[int]:
        """Return how many rows each transaction has."""
        sizes, done = [], list[int]()
        for some in TimedBatches().of(list(range(rows))):
            self.now += self.row * len(some)
            sizes.append(len(some))
            done += some
        assert done == list(range(rows))
        return sizes


@pytest.mark.parametrize(("row", "settled"), [(1 / 64, int(GOAL * 64)), (1.0, LEAST), (1 / 8192, MOST)])
def test_a_transaction_on_sqlite_is_as_long_as_others_gladly_wait(
    monkeypatch: pytest.MonkeyPatch, row: float, settled: int
) -> None:
    machine = Machine(monkeypatch, vendor="sqlite", row=row)
    sizes = machine.work(FIRST + 3 * settled)
    assert sizes == [FIRST, settled, settled, settled]
    assert machine.pauses == [PAUSE] * 4


def test_a_batch_is_all_there_is_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, vendor="postgresql", row=1)
    assert (machine.work(1000), machine.work(0), machine.pauses) == ([1000], [], [])


@pytest.mark.parametrize(("vendor", "pauses"), [("sqlite", [PAUSE] * 2), ("postgresql", [])])
def test_short_transactions_have_a_pause_when_they_have_taken_as_long(
    monkeypatch: pytest.MonkeyPatch, vendor: str, pauses: list[float]
) -> None:
    machine = Machine(monkeypatch, vendor=vendor, row=0)
    work = Pauses()
    for _ in range(5):
        machine.now += GOAL / 2
        work.pause_if_due()
    assert machine.pauses == pauses
