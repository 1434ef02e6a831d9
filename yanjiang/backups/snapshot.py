"""One consistent look at the database while others write, for as long as a backup reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from yanjiang.backups import standing_in
from yanjiang.backups.values import Table


@contextmanager
def snapshot() -> Iterator[None]:
    """Hold one transaction that sees the database as it was when it began, on a connection of its own.

    On SQLite it is a read transaction of the write-ahead log, which keeps nobody from writing. On PostgreSQL it is a
    REPEATABLE READ transaction.
    """
    # IMMEDIATE, as the settings have it, would keep all writers waiting.
    options: dict[str, Any] = {"transaction_mode": "DEFERRED"} if connection.vendor == "sqlite" else {}
    with standing_in.default(standing_in.another(OPTIONS=options)), transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the first read begins the snapshot
        yield


def counted(table: Table) -> int | None:
    """Return the highest id that a table has ever given, None for a table without such ids."""
    if not table.counter:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            return int((cursor.fetchone() or [0])[0])
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table.name), table.counter])
        cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608
        last, is_called = cursor.fetchone()
        return int(last) if is_called else int(last) - 1
