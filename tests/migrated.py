"""A migrated database that all workers of one run copy: to migrate takes many times as long as to copy."""

import fcntl
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql.psycopg_any import sql

from yanjiang.lib.private_files import Connection

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def copy(database: dict[str, Any], folder: Path) -> None:
    """Let the test database of a worker begin as a copy. The first worker migrates in `folder`, which is the run's."""
    migrated = folder / "migrated.sqlite3"
    name = f"test_{database['NAME']}_migrated"
    is_sqlite = database["ENGINE"] == "django.db.backends.sqlite3"
    url = f"sqlite:///{migrated}" if is_sqlite else _url(database, name)
    with (folder / "migrated.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if not lock.read():
            if not is_sqlite:
                drop(database)
                _execute(database, "CREATE DATABASE {}", name)
            _migrate(url)
            lock.write("migrated")
    if is_sqlite:
        with closing(Connection(migrated)) as source, closing(Connection(database["TEST"]["NAME"])) as target:
            source.backup(target)
    else:
        database["TEST"]["TEMPLATE"] = name


def drop(database: dict[str, Any]) -> None:
    """Drop PostgreSQL's migrated database, once no worker copies it any more."""
    _execute(database, "DROP DATABASE IF EXISTS {}", f"test_{database['NAME']}_migrated")


def _migrate(url: str) -> None:
    words = [sys.executable, str(MANAGE), "migrate", "-v0"]
    subprocess.run(words, check=True, env={**os.environ, "DATABASE_URL": url})


def _url(database: dict[str, Any], name: str) -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**database) + name


def _execute(database: dict[str, Any], statement: str, name: str) -> None:
    with closing(psycopg2.connect(_url(database, "postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute(sql.SQL(statement).format(sql.Identifier(name)))
