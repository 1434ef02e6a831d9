"""Which tables a backup has: those of all models, in the state of the migrations that its database was in."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.apps import apps as today
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from yanjiang.backups.values import OTHER, PLAIN, Table

# Tables that a backup leaves out.
LEFT_OUT = {
    # They are made again from the articles.
    "articles_searchentry",
    "articles_searchtext",
    # Logins: whoever steals a backup could use them.
    "django_session",
    "accounts_login",
    # They tell processes that the site has changed. A restore writes tokens that the site never had.
    "articles_contentchange",
    "furniture_version",
    # A row tells that one restore has switched the database, so no other may bring it along.
    "backups_restore",
}

Key = tuple[str, str]  # of a migration: its app and its name


class UnknownKindError(Exception):
    """A field has a kind for which `values` has no neutral form."""


def applied() -> list[Key]:
    """Return the migrations that the database has, as far as the code has them."""
    loader = MigrationLoader(connection)
    return sorted(key for key in loader.applied_migrations or () if key in loader.graph.nodes)


@cache
def known() -> set[Key]:
    """Return all migrations of the code."""
    return set(MigrationLoader(None).graph.nodes)


def tables(migrations: Collection[Key]) -> list[Table]:
    """Return the tables of a database that has these migrations, in the order of their names."""
    missing = known() - set(migrations)
    # To put together the models of an earlier state takes seconds.
    apps = MigrationLoader(None).project_state(list(migrations)).apps if missing else today
    found = (model for model in _models(apps) if model._meta.db_table not in LEFT_OUT)
    return sorted(map(table_of, found), key=lambda table: table.name)


def _models(apps: Any) -> Iterable[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
            yield model


def table_of(model: Any) -> Table:
    fields = [field for field in model._meta.local_concrete_fields if field.column]
    return Table(
        name=model._meta.db_table,
        columns=tuple((field.column, _kind(field)) for field in fields),
        order=tuple(field.column for field in model._meta.pk_fields),
        counter=next((field.column or "" for field in fields if isinstance(field, models.AutoField)), ""),
    )


def _kind(field: Any) -> str:
    """Return Django's name of a field's kind; of a foreign key that of the field to which it leads."""
    while field.remote_field:
        field = field.target_field
    kind: str = field.get_internal_type()
    if kind not in PLAIN | OTHER:
        raise UnknownKindError(f"{field}: {kind}")
    return kind
