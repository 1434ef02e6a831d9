"""Read and write many rows in few handwritten statements: the ORM takes longer for short ones than the database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from yanjiang.lib.batches import batches
from yanjiang.lib.statements import converted

VALUES = 20_000  # in one statement; SQLite takes at most 32,766


def select(
    model: type[models.Model], names: Sequence[str], *, by: str, among: Iterable[int], lock: bool = False
) -> Iterator[list[Any]]:
    """Yield the values of the fields `names` of the rows whose field `by` is in `among`, in no particular order.

    With `lock` rows are locked in the order of that field, so that two transactions cannot deadlock.
    """
    column, columns = _columns(model, [by])[0], ", ".join(_columns(model, names))
    start = f"SELECT {columns} FROM {model._meta.db_table} WHERE {column} IN "  # noqa: S608
    end = f" ORDER BY {column} FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        for some in batches(among):
            cursor.execute(f"{start}({', '.join(['%s'] * len(some))}){end}", some)
            yield from (values for values, _others in converted(model, names, cursor.fetchall()))


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
) -> None:
    """Insert rows of values of the fields `names`: all fields of the model except an automatic primary key.

    Values are numbers, texts, None, and aware datetimes, as the columns hold them. A row whose `unique` fields exist
    already updates the other fields of the existing row.
    """
    columns = _columns(model, names)
    start = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608
    placeholders = f"({', '.join(['%s'] * len(columns))})"
    end = _on_conflict(columns, _columns(model, unique))
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        for some in batches(rows, size=VALUES // len(columns)):
            values = [adapt(value) if isinstance(value, datetime) else value for row in some for value in row]
            cursor.execute(f"{start}{', '.join([placeholders] * len(some))}{end}", values)


def increase(
    model: type[models.Model],
    keys: Sequence[str],
    kept: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    counts: Sequence[str],
) -> None:
    """Insert rows of the columns (keys, kept, counts), or add their counts to existing rows with the same keys.

    Existing rows keep their values in the columns `kept`.
    """
    table, columns = model._meta.db_table, (*keys, *kept, *counts)
    placeholders = f"({', '.join(['%s'] * len(columns))})"
    increased = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
    with connection.cursor() as cursor:
        for some in batches(rows):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([placeholders] * len(some))} "  # noqa: S608
                f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {increased}",
                [value for row in some for value in row],
            )


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    fields: Any = model._meta
    return [fields.get_field(name).column for name in names]


def _on_conflict(columns: list[str], unique: list[str]) -> str:
    if not unique:
        return ""
    others = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns if column not in unique)
    return f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {others}"
