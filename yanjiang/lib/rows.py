"""Many short rows in few statements, written out: the ORM takes longer over such rows than the database does."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from yanjiang.lib.batches import batches

VALUES = 20_000  # of a statement; SQLite takes 32,766 at most


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
) -> None:
    """Insert rows of values of these fields: all that the model has but for a primary key that counts by itself.

    Values are numbers, texts, None, and datetimes with a time zone, as the columns hold them. A row whose `unique`
    fields are there already gives that one its other values.
    """
    columns = _columns(model, names)
    start = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608
    place = f"({', '.join(['%s'] * len(columns))})"
    end = _on_conflict(columns, _columns(model, unique))
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        for some in batches(rows, size=VALUES // len(columns)):
            values = [adapt(value) if isinstance(value, datetime) else value for row in some for value in row]
            cursor.execute(f"{start}{', '.join([place] * len(some))}{end}", values)


def increase(
    model: type[models.Model],
    keys: Sequence[str],
    kept: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    counts: Sequence[str],
) -> None:
    """Add rows of (keys, kept, counts), all columns, to those that are there with the same keys.

    Those keep what they have in the columns `kept`.
    """
    table, columns = model._meta.db_table, (*keys, *kept, *counts)
    place = f"({', '.join(['%s'] * len(columns))})"
    increased = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
    with connection.cursor() as cursor:
        for some in batches(rows):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([place] * len(some))} "  # noqa: S608
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
