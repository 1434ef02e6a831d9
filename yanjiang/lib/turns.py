"""Room for others between the transactions of a long piece of work."""

import time
from collections.abc import Iterator
from typing import TypeVar

from django.db import connection

Item = TypeVar("Item")

# Who waits for SQLite's lock looks again after 0.1 s at the latest (its default busy handler): who writes again and
# again without such a break would be the only one to write.
BREAK = 0.12
GOAL = 0.3  # seconds that others may have to wait for one transaction
FIRST, LEAST, MOST = 20, 4, 200  # rows of a transaction on SQLite


def let_others_write() -> None:
    """Wait, on SQLite alone, until whoever waits for its one lock must have seen it free."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(BREAK)


class Breaks:
    """Lets others write as soon as many short transactions in a row have taken as long as others gladly wait for."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def take_one_if_due(self) -> None:
        if time.monotonic() - self._since >= GOAL:
            let_others_write()
            self._since = time.monotonic()


class Turns:
    """Cuts work into transactions as long as others gladly wait for: by how long the last one took on this machine.

    On PostgreSQL, where nobody waits, all that is given at once is one transaction.
    """

    def __init__(self) -> None:
        self._rows = FIRST

    def of(self, items: list[Item]) -> Iterator[list[Item]]:
        """Yield the items a few at a time; whoever takes them writes them before the next."""
        if connection.vendor != "sqlite":
            yield from ([items] if items else [])
            return
        while items:
            some, items = items[: self._rows], items[self._rows :]
            start = time.monotonic()
            yield some
            seconds = max(time.monotonic() - start, 0.001)
            self._rows = max(LEAST, min(MOST, int(len(some) * GOAL / seconds)))
            let_others_write()
