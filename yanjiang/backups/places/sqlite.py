"""A place on SQLite: a file beside the site's."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from yanjiang.backups import standing_in
from yanjiang.backups.places.place import Place
from yanjiang.backups.values import Table

# The file is thrown away after a crash, so nothing waits for the disk. 64 MB of cache, whatever the size of the site.
PRAGMAS = "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"


@contextmanager
def empty(name: str) -> Iterator[Place]:
    file = Path(settings.VAR_DIR) / f"{name}.sqlite3"
    _remove(file)  # of a process that was killed
    try:
        yield Place(str(file), standing_in.another(NAME=str(file), OPTIONS={"init_command": PRAGMAS}))
    finally:
        _remove(file)


def _remove(file: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


@contextmanager
def bare(large: Collection[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        )
        indexes = [(name, sql) for name, sql, table in cursor.fetchall() if table in large]
        for name, _sql in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        cursor.execute("PRAGMA foreign_keys=OFF")
        yield
        for _name, sql in indexes:
            cursor.execute(sql)
        connection.check_constraints()
        cursor.execute("PRAGMA foreign_keys=ON")


def copy_in(table: Table, rows: Iterable[Any]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.names))
    places = ", ".join("?" * len(table.columns))
    with transaction.atomic():
        connection.connection.executemany(
            f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})",  # noqa: S608
            rows,
        )


def count_from(table: Table, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        highest = max(last, *(cursor.fetchone() or [0]))
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, highest])


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def take_over(place: Place) -> None:
    """Copy the place's pages into the site's file, in one transaction: whoever reads keeps what it was."""
    connection.ensure_connection()
    with closing(sqlite3.connect(place.where)) as source:
        source.backup(connection.connection)
    connection.close()
