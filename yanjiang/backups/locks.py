"""Lets one backup or restore run at a time, on all machines of a site."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import connection

from yanjiang.backups import standing_in


class BusyError(Exception):
    """Another backup or restore is running."""

    def __init__(self) -> None:
        super().__init__("另一个备份或恢复正在进行，请等它结束。")


@contextmanager
def held(name: str = "backups") -> Iterator[None]:
    """Hold the lock of this name. Raises BusyError. The system releases the lock when a process is killed."""
    with (Path(settings.VAR_DIR) / f".{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        if connection.vendor != "postgresql":
            yield
            return
        with _held_by_database(name):
            yield


@contextmanager
def _held_by_database(name: str) -> Iterator[None]:
    """Hold a lock that other machines see, in a transaction of its own: pgbouncer keeps no session together."""
    own = standing_in.another()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [crc32(f"yanjiang.{name}".encode())])
            if cursor.fetchone() != (True,):
                raise BusyError
        yield
    finally:
        own.close()
