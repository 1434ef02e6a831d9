"""Run work ahead in a thread, or in a separate process if there is enough work to pay for its start."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

WORTH_A_PROCESS = 1000  # pieces of work: starting a process takes as long as converting some hundred articles


@contextmanager
def worker(pieces: int) -> Iterator[Executor]:
    """Open an executor with one worker: a thread for few pieces of work, a process for many.

    A process has a processor to itself. Submit only module-level functions; arguments and results must be picklable.
    """
    if pieces < WORTH_A_PROCESS:
        with ThreadPoolExecutor(1) as thread:
            yield thread
    else:
        # Spawned, not forked: a fork would share this process's database connections and copy its locks as they are.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) as process:
            process.submit(_awake)  # the pool starts its process at the first task, so submit one before it is needed
            yield process


def _awake() -> None:
    pass


def _begin() -> None:
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both processes; the parent handles it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    """Exit when the parent ends: a killed parent sends no message, and the worker would wait forever."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
