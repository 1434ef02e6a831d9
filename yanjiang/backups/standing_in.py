"""Lets another connection stand in for the default one, so that migrations and models of this process use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def another(**settings: Any) -> BaseDatabaseWrapper:
    """Return a connection with the settings of the default one, except these. It has no limits of time."""
    kept = connections[DEFAULT_DB_ALIAS]
    options = {**kept.settings_dict["OPTIONS"], **settings.pop("OPTIONS", {})}
    for name in ("connection_factory", "cursor_factory"):  # of yanjiang.lib.patience
        options.pop(name, None)
    return type(kept)({**kept.settings_dict, **settings, "OPTIONS": options}, DEFAULT_DB_ALIAS)


@contextmanager
def default(own: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this connection be the default one of this thread until the end of the block, which closes it."""
    kept = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = own
    ContentType.objects.clear_cache()  # it knows the ids of one database
    try:
        yield
    finally:
        own.close()
        connections[DEFAULT_DB_ALIAS] = kept
        ContentType.objects.clear_cache()
