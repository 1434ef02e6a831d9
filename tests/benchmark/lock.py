"""Measure how long SQLite's write lock is held during a benchmark."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 0.01  # seconds


class Watch(threading.Thread):
    """Tries to take the lock again and again without waiting, and records the longest time that it was not free."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file, self.stop, self.longest = file, threading.Event(), 0.0

    def run(self) -> None:
        connection = sqlite3.connect(self.file, timeout=0, isolation_level=None)
        free = time.monotonic()
        while not self.stop.wait(EVERY):
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:  # taken
                continue
            now = time.monotonic()
            free, self.longest = now, max(self.longest, now - free)
        connection.close()


@contextmanager
def watched(file: Path) -> Iterator[Watch]:
    watch = Watch(file)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop.set()
        watch.join()
