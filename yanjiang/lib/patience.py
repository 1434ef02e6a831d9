"""Limits how long a request waits for PostgreSQL, so that a database that stands still blocks no reader and no thread.

The limit is set here, in the client, because a server that is stopped or cut off obeys no `statement_timeout`. A thread
looks twice a second for statements that have taken too long, and shuts their connection down. The statement then fails.

Django asks a connection whether it is alive before each request uses it. A connection that has answered in the last
second is not asked: that saves a page one of five queries.

Processes that serve pages call `install()`. Commands (import, migrate, rebuild_search, roll_up_hits) wait as long as it
takes.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock, Thread
from threading import enumerate as enumerate_threads
from time import monotonic, sleep
from typing import Any

from django.core.signals import request_started
from django.db import connections
from psycopg2 import extensions

# Seconds for one statement, or for connecting. The slowest page of a million articles asks for 0.2 s.
VISITOR = 5.0
STAFF = 60.0  # an action on a thousand articles, figures of a year, hits that are rolled up beside a request
CONNECTING = 3
LOOK = 0.5  # at what waits
ALIVE = 1.0  # after an answer
WATCHER = "patience"

_seconds: ContextVar[float | None] = ContextVar("patience", default=None)


_waiting: dict[Any, float] = {}  # the connections that wait for an answer, each until when
_lock = Lock()  # no statement ends while its connection is shut down, so that none is that has had its answer


def install() -> None:
    """Bound what every connection of this process waits for."""
    for connection in connections.all():
        connection.settings_dict["OPTIONS"] |= {
            "connection_factory": BoundedConnection,
            "cursor_factory": BoundedCursor,
            "connect_timeout": min(CONNECTING, connection.settings_dict["OPTIONS"].get("connect_timeout", CONNECTING)),
        }
    # The server too ends a statement whose client has given it up, waiting for a lock or not (PostgreSQL 14).
    options = os.environ.get("PGOPTIONS", "")
    os.environ["PGOPTIONS"] = f"{options} -c client_connection_check_interval=5000".strip()
    request_started.connect(_trust)
    if not any(thread.name == WATCHER for thread in enumerate_threads()):
        Thread(target=_watch, name=WATCHER, daemon=True).start()


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Wait at most `seconds` for each statement of the block."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


@contextmanager
def _bounded(connection: Any) -> Iterator[None]:
    _waiting[connection] = monotonic() + (_seconds.get() or VISITOR)
    try:
        yield
    finally:
        with _lock:
            del _waiting[connection]
    connection.answered_at = monotonic()


class BoundedCursor(extensions.cursor):  # type: ignore[misc]
    """A cursor whose statements have a limit of time, on the server's side of a named cursor as well."""

    def execute(self, *args: Any, **kwargs: Any) -> None:
        with _bounded(self.connection):
            super().execute(*args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> None:
        with _bounded(self.connection):
            super().executemany(*args, **kwargs)

    def fetchmany(self, *args: Any, **kwargs: Any) -> list[Any]:
        if not self.name:
            return list(super().fetchmany(*args, **kwargs))  # they are here already
        with _bounded(self.connection):
            return list(super().fetchmany(*args, **kwargs))


class BoundedConnection(extensions.connection):  # type: ignore[misc]
    """A connection whose ends of transactions are bounded."""

    answered_at = -ALIVE

    def commit(self) -> None:
        with _bounded(self):
            super().commit()

    def rollback(self) -> None:
        with _bounded(self):
            super().rollback()


def _watch() -> None:
    while True:
        sleep(LOOK)
        with _lock:
            now = monotonic()
            for connection, end in list(_waiting.items()):
                if end < now:
                    _shut_down(connection)


def _shut_down(connection: Any) -> None:
    """Shut the connection's socket down, so that its waiting statement fails as if the server were gone."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def _trust(**_signal: Any) -> None:
    """Tell Django that it need not ask. Its own receiver, connected before this one, tells that it must."""
    wrapper: Any
    for wrapper in connections.all(initialized_only=True):
        if monotonic() < getattr(wrapper.connection, "answered_at", -ALIVE) + ALIVE:
            wrapper.health_check_done = True
