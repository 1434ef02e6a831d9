"""A database of SQLite is read by its owner alone, from its first byte on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.test_settings import settings_with
from yanjiang.lib.private_files import Connection


def test_a_new_database_is_read_by_its_owner_alone_and_so_is_its_log(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "db.sqlite3", factory=Connection)) as database:
        database.executescript("PRAGMA journal_mode=WAL; CREATE TABLE password (hash)")
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}
    assert modes == {"db.sqlite3": "0o600", "db.sqlite3-wal": "0o600", "db.sqlite3-shm": "0o600"}


def test_a_database_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.touch(mode=0o640)
    sqlite3.connect(file, factory=Connection).close()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_database_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in (":memory:", "file:memory?mode=memory"):
        sqlite3.connect(name, uri=True, factory=Connection).close()
    assert list(folder.iterdir()) == []


def test_the_site_makes_its_database_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert settings_with(monkeypatch, tmp_path)["DATABASES"]["default"]["OPTIONS"]["factory"] is Connection
