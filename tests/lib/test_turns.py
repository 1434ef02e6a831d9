"""A long piece of work leaves room for others. Pure: clock and database are made up."""

from types import SimpleNamespace

import pytest

from yanjiang.lib import turns
from yanjiang.lib.turns import BREAK, FIRST, GOAL, LEAST, MOST, Breaks, Turns


class Machine:
    """A database on which a row takes some seconds, and whose clock nobody waits for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, vendor: str, row: float) -> None:
        self.now, self.row, self.breaks = 0.0, row, list[float]()
        monkeypatch.setattr(turns, "BREAK", BREAK)  # as it was before the tests did away with it
        monkeypatch.setattr(turns, "connection", SimpleNamespace(vendor=vendor, in_atomic_block=False))
        monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: self.now, sleep=self.breaks.append))

    def work(self, rows: int) -> list[int]:
        """Return how many rows each transaction has."""
        sizes, done = [], list[int]()
        for some in Turns().of(list(range(rows))):
            self.now += self.row * len(some)
            sizes.append(len(some))
            done += some
        assert done == list(range(rows))
        return sizes


@pytest.mark.parametrize(("row", "settled"), [(1 / 64, int(GOAL * 64)), (1.0, LEAST), (1 / 8192, MOST)])
def test_on_sqlite_a_transaction_is_as_long_as_others_gladly_wait(
    monkeypatch: pytest.MonkeyPatch, row: float, settled: int
) -> None:
    machine = Machine(monkeypatch, vendor="sqlite", row=row)
    sizes = machine.work(FIRST + 3 * settled)
    assert sizes == [FIRST, settled, settled, settled]
    assert machine.breaks == [BREAK] * 4


def test_on_postgresql_it_is_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, vendor="postgresql", row=1)
    assert (machine.work(1000), machine.work(0), machine.breaks) == ([1000], [], [])


@pytest.mark.parametrize(("vendor", "breaks"), [("sqlite", [BREAK] * 2), ("postgresql", [])])
def test_short_transactions_have_a_break_when_they_have_taken_as_long(
    monkeypatch: pytest.MonkeyPatch, vendor: str, breaks: list[float]
) -> None:
    machine = Machine(monkeypatch, vendor=vendor, row=0)
    taken = Breaks()
    for _ in range(5):
        machine.now += GOAL / 2
        taken.take_one_if_due()
    assert machine.breaks == breaks
