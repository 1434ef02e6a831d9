"""Empty databases of the site's own kind beside the site's: a backup is loaded and checked there before it is used."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connection

from yanjiang.backups.places import postgres, sqlite
from yanjiang.backups.places.place import Place, PlaceError
from yanjiang.backups.values import Table

__all__ = ["Place", "PlaceError", "backend"]


class Backend(Protocol):
    """The functions of a database's module. Between the first and the last the place is the default connection."""

    @staticmethod
    def empty(name: str) -> AbstractContextManager[Place]:
        """Make an empty place, and remove it at the end of the block. Raises PlaceError."""

    @staticmethod
    def bare(large: Collection[str]) -> AbstractContextManager[None]:
        """Take all foreign keys and the indexes of large tables away for the block.

        Making them at its end checks all rows at once, and is faster for many rows.
        """

    @staticmethod
    def copy_in(table: Table, rows: Any) -> None:
        """Insert rows of neutral values."""

    @staticmethod
    def count_from(table: Table, last: int) -> None:
        """Let the next id of a table be above `last` and above all of its ids."""

    @staticmethod
    def analyze() -> None:
        """Write the statistics of all tables."""

    @staticmethod
    def take_over(place: Place) -> None:
        """Put the place in the place of the site's database, in one transaction of the site's connection."""


def backend() -> Backend:
    return sqlite if connection.vendor == "sqlite" else postgres  # type: ignore[return-value]
