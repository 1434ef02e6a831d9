"""A backup of SQLite is restored into PostgreSQL, and one of that into SQLite: every sum stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg2
import pytest
from django.db import connection, connections
from pytest_django import Settings

from tests.backups.sites import Own, Sites, sums
from tests.backups.test_restoring import fill_every_table
from tests.conftest import POSTGRES_URL
from yanjiang.backups import loading

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NAME = "yanjiang_crossing"
REALLY_MIGRATE = loading._migrate_to


@contextmanager
def on_postgres(folder: Path, settings: Settings) -> Iterator[Own]:
    """Let an empty database of PostgreSQL be the default one."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    told = {**connections["default"].settings_dict, "OPTIONS": {}, **environ.Env.db_url_config(POSTGRES_URL)}
    server = psycopg2.connect(POSTGRES_URL)
    server.autocommit = True
    kept = connections["default"]
    try:
        server.cursor().execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.cursor().execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
        folder.mkdir()
        site = Own(folder, DatabaseWrapper({**told, "NAME": NAME}, "default"), settings)
        site.choose()
        yield site
    finally:
        connections["default"].close()
        connections["default"] = kept
        server.cursor().execute(f"DROP DATABASE {NAME}")
        server.close()


def test_a_backup_crosses_to_postgresql_and_back(
    own: Sites, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = own()
    if connection.vendor != "sqlite":
        pytest.skip("told on SQLite, where the way begins")
    fill_every_table()
    site.upload("图片/a.jpg", b"a")
    first = site.back_up()
    with on_postgres(tmp_path / "grown", settings) as grown, monkeypatch.context() as patched:
        patched.setattr(loading, "_migrate_to", REALLY_MIGRATE)
        grown.restore(first)
        second = grown.back_up()
    back = own("back")
    back.restore(second)
    third = back.back_up()
    assert sums(second) == sums(first)
    assert sums(third) == sums(first)
    assert back.files() == {"图片/a.jpg": b"a"}
