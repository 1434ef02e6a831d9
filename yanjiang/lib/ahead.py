"""Work that is done ahead of the one who waits for it: in a process of its own, where that is worth its start."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

WORTH_A_PROCESS = 1000  # pieces of work: to start one takes as long as converting some hundred articles


@contextmanager
def worker(pieces: int) -> Iterator[Executor]:
    """Open a worker for so many pieces of work: a thread for few, for many a process, which has a processor to itself.

    What it is told to call must be a function of a module, and what goes there and back must be able to be pickled.
    """
    if pieces < WORTH_A_PROCESS:
        with ThreadPoolExecutor(1) as thread:
            yield thread
    else:
        # Spawned: a copy of this process would hold its connections to the database, and its locks as they are now.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) as process:
            process.submit(_awake)  # it starts with the first it is told, and not while somebody waits for that
            yield process


def _awake() -> None:
    pass


def _begin() -> None:
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both; the one who waits says what happens
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    """A parent that was killed says nothing, and its worker would wait for work for ever."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
