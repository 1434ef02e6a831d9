"""Lets one backup or restore run at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class BusyError(Exception):
    """Another backup or restore is running."""


@contextmanager
def held(name: str = "backups") -> Iterator[None]:
    """Hold the lock of this name. Raises BusyError. The system releases the lock when a process is killed."""
    with (Path(settings.VAR_DIR) / f".{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError("另一个备份或恢复正在进行，请等它结束。") from None
        yield
