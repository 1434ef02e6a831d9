"""A place on PostgreSQL: a schema of the site's own database, which needs the right to make schemas there."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from yanjiang.backups import standing_in
from yanjiang.backups.places.place import Place, PlaceError
from yanjiang.backups.values import Table

TAB = "\t"
WAIT = "30s"  # for the locks of the site's tables; requests hold them for moments
# Foreign keys, and the indexes of these tables that belong to no constraint.
KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (%s)
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
"""
NEW = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text = %s"
# The site's tables: those that the place has too, and all that are named after an app of the site's.
OLD = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND (relname IN"
    " (SELECT new.relname FROM pg_class AS new WHERE new.relkind = 'r' AND new.relnamespace::regnamespace::text = %s)"
    " OR EXISTS (SELECT FROM unnest(%s::text[]) AS label WHERE starts_with(relname, label || '_')))"
)


@contextmanager
def empty(name: str) -> Iterator[Place]:
    schema = f"yanjiang_{name}"
    _drop(schema)  # of a process that was killed
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
    place = Place(schema, standing_in.another(OPTIONS={"options": f"-c search_path={schema}"}))
    try:
        _see_that_it_leads(place)
        yield place
    finally:
        place.connection.close()
        _drop(schema)


def _see_that_it_leads(place: Place) -> None:
    """Refuse a pool of connections that drops the search path: what is loaded would replace the site's own rows."""
    with place.connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        if cursor.fetchone() != (place.where,):
            raise PlaceError("数据库前面有连接池，恢复和检查要直接连数据库：在命令前写 DATABASE_URL=直接的地址。")


def _drop(schema: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@contextmanager
def bare(large: Collection[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        keys = cursor.fetchall()
        cursor.execute(INDEXES, [list(large)])
        indexes = cursor.fetchall()
        with transaction.atomic():
            for table, name, _definition in keys:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            for name, _definition in indexes:
                cursor.execute(f"DROP INDEX {name}")
        yield
        with transaction.atomic():
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for _name, definition in indexes:
                cursor.execute(definition)
            for table, name, definition in keys:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def copy_in(table: Table, rows: Iterable[Any]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.names))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        content = _Lines(rows)
        try:
            cursor.copy_expert(f"COPY {quote(table.name)} ({columns}) FROM STDIN", content, size=1 << 16)
        except DatabaseError as error:
            raise content.problem or error from error


class _Lines:
    """Rows as a file in COPY's text format."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._lines, self._rest = (_line(row) for row in rows), b""
        self.problem: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, or all that are left. psycopg2 tells only in words which error it met here."""
        try:
            return self._read(size)
        except Exception as problem:
            self.problem = problem
            raise

    def _read(self, size: int) -> bytes:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, b"")):
            parts.append(line)
            length += len(line)
        content = b"".join(parts)
        self._rest = content[size:]
        return content[:size]


def _line(row: Iterable[Any]) -> bytes:
    return f"{TAB.join(map(_text, row))}\n".encode()


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    # `translate` takes ten times as long for a text.
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def count_from(table: Table, last: int) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX({quote(table.counter)}), 0) FROM {quote(table.name)}")  # noqa: S608
        highest = max(last, cursor.fetchone()[0])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [quote(table.name), table.counter, max(highest, 1), highest > 0],
        )


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()"
        )
        cursor.execute(f"VACUUM (ANALYZE) {cursor.fetchone()[0]}")


def take_over(place: Place) -> None:
    """Drop the site's tables and move those of the place to where they were, in one short transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
        cursor.execute("SET LOCAL client_min_messages = warning")
        cursor.execute("SELECT quote_ident(current_schema())")
        (here,) = cursor.fetchone()
        old = _old_tables(cursor, place.where)
        if old:
            cursor.execute(f"DROP TABLE {', '.join(old)} CASCADE")
        for table in _named(cursor, NEW, [place.where]):
            cursor.execute(f"ALTER TABLE {place.where}.{table} SET SCHEMA {here}")
        _move_functions(cursor, place.where, here)


def _old_tables(cursor: Any, place: str) -> list[str]:
    labels: list[str] = []
    if "django_migrations" in connection.introspection.table_names(cursor):
        cursor.execute("SELECT DISTINCT app FROM django_migrations")
        labels = [label for (label,) in cursor.fetchall()]
    return _named(cursor, OLD, [place, labels])


def _named(cursor: Any, statement: str, values: list[Any]) -> list[str]:
    cursor.execute(statement, values)
    return [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]


def _move_functions(cursor: Any, place: str, here: str) -> None:
    cursor.execute(
        "SELECT quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')' FROM pg_proc"
        " WHERE pronamespace::regnamespace::text = %s",
        [place],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION IF EXISTS {here}.{function}")
        cursor.execute(f"ALTER FUNCTION {place}.{function} SET SCHEMA {here}")
