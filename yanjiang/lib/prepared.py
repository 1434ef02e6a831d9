"""Statements that PostgreSQL plans once for each connection.

To plan the queries of one page takes PostgreSQL longer than to run them. psycopg2 has no prepared statements of its
own, so PREPARE and EXECUTE are sent as SQL.

A pool may hand out another session for each transaction, as pgbouncer does in its transaction mode. A session refuses
a statement that another one has prepared. The first refusal ends all preparing in this process, and statements
are sent whole again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection
from psycopg2.extensions import AsIs

# Error codes of PostgreSQL's manual, appendix A: no statement of that name, one of that name, another type of result.
UNKNOWN, DUPLICATE, CHANGED = "26000", "42P05", "0A000"
TYPES: dict[type, str] = {int: "bigint", datetime: "timestamptz"}


class _Process:
    prepares = True


# The statements of each connection of psycopg2: a name, and the stand-ins in the order of the parameters.
_prepared: "WeakKeyDictionary[Any, dict[str, list[Any]]]" = WeakKeyDictionary()


def can_prepare() -> bool:
    """Tell whether a statement may be prepared now: in a transaction a complaint would end it."""
    return _Process.prepares and connection.vendor == "postgresql" and not connection.in_atomic_block


def name_of(sql: str, parameters: Sequence[Any]) -> str:
    """Return a name made from the whole statement, for a pool's session also holds statements of other processes."""
    return "page_" + sha256(repr((sql, parameters)).encode()).hexdigest()[:32]


def execute(cursor: Any, name: str, sql: str, parameters: Sequence[Any], given: Mapping[Any, Any]) -> bool:
    """Run a query as a prepared statement, with a value of `given` in place of each of its keys in `parameters`.

    Return False if it cannot be run so; the database has been asked nothing then.
    """
    mine = _prepared.setdefault(connection.connection, {})
    try:
        if name not in mine:
            _prepare(cursor, name, sql, parameters, list(given))
            mine[name] = list(given)
        values = [given[standing] for standing in mine[name]]
        arguments = f" ({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXECUTE {name}{arguments}", values)
    except DatabaseError as error:
        code = getattr(error.__cause__, "pgcode", None)
        if code not in (UNKNOWN, DUPLICATE, CHANGED):
            raise
        _Process.prepares = code == CHANGED
        if code == CHANGED:  # a migration has changed a column: all is prepared anew
            mine.clear()
            cursor.execute("DEALLOCATE ALL")
        return False
    return True


def _prepare(cursor: Any, name: str, sql: str, parameters: Sequence[Any], standing: list[Any]) -> None:
    placeholders = {value: AsIs(f"${number}") for number, value in enumerate(standing, start=1)}
    text = cursor.mogrify(sql, [placeholders.get(value, value) for value in parameters]).decode()
    types = f" ({', '.join(TYPES[type(value)] for value in standing)})" if standing else ""
    with connection.wrap_database_errors:
        cursor.cursor.execute(f"PREPARE {name}{types} AS {text}")
