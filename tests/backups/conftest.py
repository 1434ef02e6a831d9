"""A site of the test's own: a database that commits, uploads and a folder, which a restore may replace."""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from pytest_django import DjangoDbBlocker, Settings

from tests.backups.sites import Own, Schema, Sites
from yanjiang.backups import loading


@pytest.fixture(scope="session")
def schema(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Schema:
    """The empty tables of the test database: to migrate a place takes many times as long as to copy them."""
    file = tmp_path_factory.mktemp("schema") / "empty"
    if connection.vendor == "postgresql":
        file.write_text(_dumped())
        return Schema(file)
    with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        connection.close()
        with copy:
            _forget_ids(copy)
    return Schema(file)


def _forget_ids(copy: sqlite3.Connection) -> None:
    """Let empty tables count from 1 again: other tests have used ids, and the settings of a site need the first."""
    for (name,) in copy.execute("SELECT name FROM sqlite_sequence").fetchall():
        if not copy.execute(f'SELECT EXISTS (SELECT * FROM "{name}")').fetchone()[0]:
            copy.execute("DELETE FROM sqlite_sequence WHERE name = ?", [name])


def _dumped() -> str:
    """Return the statements that make the tables. They name no schema."""
    told = connection.settings_dict
    url = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    words = ["pg_dump", "--no-owner", "--no-privileges", url]
    kinds = (["--schema-only"], ["--data-only", "--inserts", "-t", "django_migrations"])
    text = "".join(subprocess.run([*words, *kind], check=True, capture_output=True, text=True).stdout for kind in kinds)
    lines = re.sub(r"\bpublic\.", "", text).splitlines()
    unwanted = re.compile(r"--|\\|SELECT pg_catalog.set_config|SET |CREATE SCHEMA|COMMENT ON SCHEMA")
    return "\n".join(line for line in lines if not unwanted.match(line))


@pytest.fixture
def places_are_copied(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy empty tables into a place in place of migrating it."""
    monkeypatch.setattr(loading, "_migrate_to", lambda _manifest: schema.copy())


@pytest.fixture
def own(places_are_copied: None, migrating: Sites) -> Sites:
    """Makes sites. Each is the default one from when it is made or chosen."""
    return migrating


@pytest.fixture
def migrating(db: None, schema: Schema, settings: Settings, tmp_path: Path) -> Iterator[Sites]:
    """Makes sites whose restores really migrate the place, which takes seconds."""
    kept = connections["default"]
    sites = Sites(schema, tmp_path, settings)
    try:
        yield sites
    finally:
        for site in sites.made:
            site.connection.close()
        connections["default"] = kept
        ContentType.objects.clear_cache()  # it knows the ids of the last site
        for site in sites.made:
            site.remove(kept)


@pytest.fixture
def site(own: Sites) -> Own:
    return own()
