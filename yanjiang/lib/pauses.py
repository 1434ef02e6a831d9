"""Split long work into short transactions with pauses, so that other writers get SQLite's lock."""

import time
from collections.abc import Iterator
from typing import TypeVar

from django.db import connection

Item = TypeVar("Item")

# SQLite's default busy handler retries the lock every 0.1 s at the latest. Without a longer pause, a process that
# writes again and again would keep all others out.
PAUSE = 0.12  # seconds
GOAL = 0.3  # seconds that one transaction may block other writers
FIRST, LEAST, MOST = 20, 4, 200  # rows of a transaction on SQLite


def let_others_write() -> None:
    """Pause on SQLite, long enough for every waiting writer to retry its one lock."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


class Pauses:
    """Pauses between many short transactions whenever they have taken `GOAL` seconds since the last pause."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def pause_if_due(self) -> None:
        if time.monotonic() - self._since >= GOAL:
            let_others_write()
            self._since = time.monotonic()


class TimedBatches:
    """Cuts work into batches for transactions of about `GOAL` seconds, by the time that the last batch took.

    On PostgreSQL writers do not block each other, so all items that are passed at once are one batch.
    """

    def __init__(self) -> None:
        self._rows = FIRST

    def of(self, items: list[Item]) -> Iterator[list[Item]]:
        """Yield the items in batches. The caller writes each batch before it asks for the next."""
        if connection.vendor != "sqlite":
            yield from ([items] if items else [])
            return
        while items:
            batch, items = items[: self._rows], items[self._rows :]
            start = time.monotonic()
            yield batch
            seconds = max(time.monotonic() - start, 0.001)
            self._rows = max(LEAST, min(MOST, int(len(batch) * GOAL / seconds)))
            let_others_write()
