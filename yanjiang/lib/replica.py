"""A read replica: a standby of PostgreSQL, which applies the log of the primary in the order in which it was written.

A position in this log tells what the replica has. When the replica has applied the log up to a position, it has every
change, of every table, that the primary had when it was at this position.

A replica that does not answer is not asked for some seconds. One thread then asks it again.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    connection,
    connections,
)

from yanjiang.lib import patience

ALIAS = "replica"
SECONDS = 1.0  # in which the replica says how far it is; a reader waits no longer before the primary is asked
PAUSE = 5.0  # seconds after which a replica that did not answer is asked again

_POSITION = "SELECT system_identifier::text, {function}()::text FROM pg_control_system()"
# The position of the next change, and that of the disk. On a server with `synchronous_commit = off`, readers see a
# commit before the disk has it.
INSERT, FLUSH = "pg_current_wal_insert_lsn", "pg_current_wal_flush_lsn"
# The copies of a server share its identifier. A server that has left the recovery has a log of its own.
_STANDING = """
SELECT pg_is_in_recovery() AND system_identifier::text = %s, pg_last_wal_replay_lsn() >= %s::pg_lsn,
    EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
FROM pg_control_system()
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Position:
    """A position in the log of a PostgreSQL server."""

    system: str
    lsn: str


@dataclass(frozen=True)
class Standing:
    """The answer of a replica: whether it is one of this primary, and whether it has reached a position.

    `age` is that of the last transaction that it has applied, in seconds, or None if it has applied none yet.
    """

    is_ours: bool
    has_reached: bool
    age: float | None


class _Process:
    is_away = False
    ask_again_at = 0.0


def is_configured() -> bool:
    return ALIAS in settings.DATABASES


def position(function: str = INSERT) -> Position | None:
    """Return the position of the primary, after all that was read of it before, or None without a replica.

    A transaction has none, because only the primary has its changes. The position of the disk (FLUSH) is how far a
    replica can be: reading alone may write into the log, which reaches the disk up to five seconds later.
    """
    if not is_configured() or connection.in_atomic_block:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(_POSITION.format(function=function))
            return Position(*cursor.fetchone())
    except (ProgrammingError, NotSupportedError):  # a server that has other functions, or denies them
        return None


def is_left_alone() -> bool:
    """Tell whether the replica is away, and was asked a moment ago."""
    return _Process.is_away and monotonic() < _Process.ask_again_at


def standing(position: Position) -> Standing:
    """Ask the replica. Raises DatabaseError or InterfaceError if it does not answer."""
    with patience.waiting_at_most(SECONDS), connections[ALIAS].cursor() as cursor:
        cursor.execute(_STANDING, [position.system, position.lsn])
        is_ours, has_reached, age = cursor.fetchone()
    return Standing(is_ours=bool(is_ours), has_reached=bool(is_ours and has_reached), age=age)


def has_reached(position: Position) -> bool:
    """Tell whether the replica has all that the primary had at this position. One that is away has not."""
    if is_left_alone():
        return False
    _Process.ask_again_at = monotonic() + PAUSE  # of one that was away, other threads do not await the same answer
    try:
        found = standing(position)
    except (DatabaseError, InterfaceError) as error:
        lost(error)
        return False
    if _Process.is_away:
        _Process.is_away = False
        logger.warning("The replica answers again")
    return found.has_reached


def lost(error: Exception) -> None:
    """Do not ask the replica for a while. Each outage is logged once."""
    connections[ALIAS].close()
    if not _Process.is_away:
        logger.warning("The replica does not answer, the primary makes all pages: %s", _first_line(error))
    _Process.is_away, _Process.ask_again_at = True, monotonic() + PAUSE


def failed(error: Exception) -> None:
    """Note that a page could not be made from the replica: the replica is away, or has ended one query.

    A standby ends a query that needs rows which the primary has deleted since (PostgreSQL's manual, 27.4.2).
    """
    if connections[ALIAS].is_usable():
        logger.warning("The primary makes a page that the replica could not make: %s", _first_line(error))
    else:
        lost(error)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@contextmanager
def in_place() -> Iterator[None]:
    """Let the replica be the default connection of this thread until the end of the block.

    Querysets, compiled statements and cursors then all ask the replica. It refuses to write.
    """
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = primary
