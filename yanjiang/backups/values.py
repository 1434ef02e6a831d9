"""A table's rows in a form that belongs to no database: a line of JSON for each row, in the order of the primary key.

Times are in UTC, as SQLite has them: 2026-01-15 01:30:00, with six digits behind the seconds unless these are zero.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection

AT_ONCE = 1000  # rows

# Django's names for kinds of fields whose values are text or numbers in both databases.
PLAIN = {
    "AutoField", "BigAutoField", "SmallAutoField", "BigIntegerField", "IntegerField", "SmallIntegerField",
    "PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "FloatField",
    "CharField", "TextField", "SlugField", "FileField", "GenericIPAddressField",
}  # fmt: skip
# Kinds that one database at least stores in another form.
OTHER = {"BooleanField", "DateTimeField", "DateField", "UUIDField", "JSONField", "BinaryField"}

Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Table:
    """A table: its columns with the kind of each, the columns by which it is ordered, the one that counts itself."""

    name: str
    columns: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    counter: str = ""

    @property
    def names(self) -> list[str]:
        return [name for name, _kind in self.columns]


@dataclass
class Tally:
    """The number and the SHA-256 of lines."""

    rows: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def over(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.rows += 1
            self.digest.update(line)
            yield line


def lines(table: Table) -> Iterator[bytes]:
    """Yield the rows of a table as lines. Memory holds `AT_ONCE` rows. The caller's transaction is the snapshot."""
    quote = connection.ops.quote_name
    # A column of SQLite behind a plus sign has no declared type, so Django leaves the stored text as it is.
    columns = ", ".join(f"{'+' if connection.vendor == 'sqlite' else ''}{quote(name)}" for name in table.names)
    order = ", ".join(_ordered(table, name) for name in table.order)
    convert = _places(table, READ[connection.vendor])
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(table.name)} ORDER BY {order}")  # noqa: S608
        while found := cursor.fetchmany(AT_ONCE):
            for row in found:
                yield f"{encode(converted(row, convert))}\n".encode()


def _ordered(table: Table, name: str) -> str:
    """Return a column to order by. PostgreSQL orders text by its bytes only if it is told to."""
    is_text = dict(table.columns)[name] in ("CharField", "TextField", "SlugField")
    suffix = ' COLLATE "C"' if is_text and connection.vendor == "postgresql" else ""
    return f"{connection.ops.quote_name(name)}{suffix}"


def rows(some_lines: Iterable[bytes], table: Table, vendor: str) -> Iterator[list[Any]]:
    """Yield the values of lines, as the database of this vendor takes them."""
    convert = _places(table, WRITE[vendor])
    for line in some_lines:
        yield converted(json.loads(line), convert)


def converted(row: Iterable[Any], convert: list[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for place, change in convert:
        if values[place] is not None:
            values[place] = change(values[place])
    return values


def _places(table: Table, converters: dict[str, Convert]) -> list[tuple[int, Convert]]:
    return [(place, converters[kind]) for place, (_, kind) in enumerate(table.columns) if kind in converters]


def _in_utc(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def _same_json(text: str) -> str:
    """Write JSON in one way: PostgreSQL keeps neither the order of keys nor blanks."""
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _encoded(content: Any) -> str:
    return base64.b64encode(bytes(content)).decode()


READ: dict[str, dict[str, Convert]] = {
    "sqlite": {"BooleanField": bool, "JSONField": _same_json, "BinaryField": _encoded},
    "postgresql": {
        "DateTimeField": _in_utc,
        "DateField": str,
        "UUIDField": lambda value: value.hex,
        "JSONField": _same_json,
        "BinaryField": _encoded,
    },
}
WRITE: dict[str, dict[str, Convert]] = {
    "sqlite": {"BinaryField": base64.b64decode},
    "postgresql": {"BinaryField": lambda text: f"\\x{base64.b64decode(text).hex()}"},
}
