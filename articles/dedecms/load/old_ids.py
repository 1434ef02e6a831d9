"""Gives articles their old ids if these are free, and moves the database's own counter past all of them."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.urls import reverse

from articles.models import Article, LegacyPath

_TABLE = Article._meta.db_table


def move_past(highest: int) -> None:
    """Let the next article that is made without an id get a higher one than `highest`."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_TABLE])
            found = cursor.fetchone()
            if found is None:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [_TABLE, highest])
            elif found[0] < highest:
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [highest, _TABLE])
            return
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [_TABLE])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT last_value FROM {sequence}")  # noqa: S608 (a name from the database)
        if cursor.fetchone()[0] < highest:
            cursor.execute("SELECT setval(%s, %s)", [sequence, highest])


def taken(numbers: Iterable[int]) -> set[int]:
    """Return those of these ids that an article has or had: the address of a purged article stays gone."""
    wanted = list(numbers)
    before, after = reverse("articles:detail", args=[0]).split("0")
    addresses = {f"{before}{pk}{after}": pk for pk in wanted}
    gone = LegacyPath.objects.filter(path__in=addresses).values_list("path", flat=True)
    here = Article.objects.filter(pk__in=wanted).order_by().values_list("pk", flat=True)
    return {addresses[path] for path in gone} | set(here)
