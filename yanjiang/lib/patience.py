"""How long a request waits for PostgreSQL: a database that stands still keeps no reader waiting, nor a thread.

Waiting is bounded here, in the client: a server that is stopped or cut off obeys no `statement_timeout`. Processes that
serve pages call `install()`. Commands (import, migrate, rebuild_search, roll_up_hits) wait as long as it takes.
"""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from psycopg2 import OperationalError, extensions

# Seconds for one statement, or for connecting. The slowest page of a million articles asks for 0.2 s.
VISITOR = 5.0
STAFF = 60.0  # an action on a thousand articles, figures of a year, hits that are rolled up beside a request
CONNECTING = 3.0

_seconds: ContextVar[float | None] = ContextVar("patience", default=None)


def install() -> None:
    """Bound what every connection of this process waits for. COPY and large objects no longer work then."""
    extensions.set_wait_callback(_wait)
    # The server too ends a statement whose client has given it up, waiting for a lock or not (PostgreSQL 14).
    options = os.environ.get("PGOPTIONS", "")
    os.environ["PGOPTIONS"] = f"{options} -c client_connection_check_interval=5000".strip()


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """Wait so long for each statement of the block."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def _wait(connection: Any) -> None:
    """Wait for an answer; psycopg2 calls this instead of waiting itself, and closes the connection if it raises."""
    seconds = _seconds.get() or VISITOR
    if connection.status == extensions.STATUS_SETUP:
        seconds = min(seconds, CONNECTING)
    end, poll = monotonic() + seconds, select.poll()
    while (state := connection.poll()) != extensions.POLL_OK:
        poll.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        if not poll.poll(max(0.0, end - monotonic()) * 1000):
            raise OperationalError(f"the database did not answer within {seconds:g} s")
        poll.unregister(connection.fileno())
