"""The description of a place."""

from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class PlaceError(Exception):
    """The database gives no empty place. The message says why, in Chinese."""


class Place(NamedTuple):
    """An empty database: the file or the schema where it is, and a connection that leads there."""

    where: str
    connection: BaseDatabaseWrapper
