"""Readers who go on reading while processes are killed, and record the answers."""

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.server import Site

READERS = 8


@dataclass
class Told:
    """Views that were sent, and those whose answer said that they are counted, with their events; all statuses."""

    sent: int = 0
    acknowledged: int = 0
    events: set[str] = field(default_factory=set)
    statuses: set[int | None] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, more: int, *, seconds: float = 60) -> None:
        """Wait until that many more views are acknowledged."""
        goal, end = self.acknowledged + more, time.monotonic() + seconds
        while self.acknowledged < goal:
            assert time.monotonic() < end, f"{self.acknowledged} of {goal} acknowledged, {self.statuses}"
            time.sleep(0.005)


@contextmanager
def readers(site: Site, article: int, *, other: Site | None = None, views: int = 0) -> Iterator[Told]:
    """Read the article, each time as another visitor, until the block ends and so many views were sent.

    Every second view goes to the other node, if there is one.
    """
    told, stop, numbers = Told(), threading.Event(), itertools.count(1)

    def read() -> None:
        while not stop.is_set() or told.sent < views:
            number, event = next(numbers), str(uuid.uuid4())
            with told.lock:
                told.sent += 1
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            node = other if other and number % 2 else site
            status = node.hit(article, event=event, address=address)
            with told.lock:
                if status == 200:
                    told.acknowledged += 1
                    told.events.add(event)
                told.statuses.add(status)

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def kill_while_reading(
    site: Site, article: int, kill: Callable[[], None], *, times: int, views: int, pause: float = 0
) -> Told:
    """Kill something so many times while the article is read, spread over so many acknowledged views."""
    between = max(views // times, 20)
    with readers(site, article, views=views) as told:
        for number in range(times):
            told.wait_for(between + 7 * (number % 5))  # not always at the same point of a group
            time.sleep(pause)
            kill()
        told.wait_for(between)
    return told
