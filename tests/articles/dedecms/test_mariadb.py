"""A backup that is loaded into a real server and dumped again is the same site, in every charset of either."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from pytest_django import Settings

from articles.dedecms.dump import Dump, Row, open_dump
from tests.articles.dedecms.imports import do_import, portal
from tests.conftest import MARIADB_URL
from tests.dedecms_site import DATA
from tests.dedecms_writers import Cell

pytestmark = pytest.mark.mariadb
CLIENT = shutil.which("mariadb") or "mysql"


@dataclass
class Database:
    name: str

    def words(self, program: str) -> list[str]:
        address = urlsplit(MARIADB_URL)
        return [
            program,
            "--protocol=tcp",
            f"--host={address.hostname}",
            f"--port={address.port or 3306}",
            f"--user={address.username}",
            *([f"--password={address.password}"] if address.password else []),
        ]

    def run(self, statements: bytes, *, charset: str = "utf8mb4", database: bool = True) -> None:
        """Run statements with the loose mode of the servers of DedeCMS's time."""
        words = [*self.words(CLIENT), f"--default-character-set={charset}", "--init-command=SET sql_mode=''"]
        subprocess.run([*words, *([self.name] if database else [])], input=statements, check=True, capture_output=True)

    def load(self, folder: Path, *, charset: str) -> None:
        """Restore a backup's files: definitions first."""
        for file in sorted(folder.glob("*.txt"), key=lambda file: ("tables_struct" not in file.name, file.name)):
            if file.name.startswith(("dede_", "tables_struct")):
                self.run(file.read_bytes(), charset=charset)

    def dump(self, path: Path, *options: str) -> Path:
        with path.open("wb") as file:
            subprocess.run([*self.words("mysqldump"), *options, self.name], stdout=file, check=True)
        return path


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database(f"yanjiang_test_{os.getpid()}")
    database.run(f"DROP DATABASE IF EXISTS {database.name}; CREATE DATABASE {database.name}".encode(), database=False)
    yield database
    database.run(f"DROP DATABASE {database.name}".encode(), database=False)


def rows(dump: Dump) -> dict[str, list[dict[str, Cell]]]:
    """Return all rows of every table with rows, sorted, because a server guarantees no order."""
    read = {table: [dict(row.values) for row in dump.rows(table) if isinstance(row, Row)] for table in dump.tables}
    assert {table: len(found) for table, found in read.items()} == dump.counts
    return {
        table: sorted(found, key=lambda row: [value or "" for value in row.values()])
        for table, found in read.items()
        if found
    }


@pytest.mark.parametrize(
    ("site", "loaded", "options", "charset"),
    [
        ("essays_theme", "utf8", [], "utf-8"),
        ("essays_theme", "utf8", ["--skip-extended-insert", "--complete-insert", "--hex-blob"], "utf-8"),
        ("school_theme", "utf8", ["--default-character-set=utf8", "--replace", "--skip-opt"], "utf-8"),
        ("kancai_gbk", "gbk", [], "utf-8"),
        ("kancai_gbk", "gbk", ["--default-character-set=gbk"], "gb18030"),
        ("kancai_gbk", "gbk", ["--default-character-set=binary"], "gb18030"),
    ],
)
def test_a_real_backup_comes_back_from_a_server(
    shared: Path, tmp_path: Path, database: Database, site: str, loaded: str, options: list[str], charset: str
) -> None:
    folder = shared / "data" / "dedecms" / site
    database.load(folder, charset=loaded)
    dump = open_dump(database.dump(tmp_path / "site.sql", *options))
    assert dump.charset == charset
    assert dump.unread == ()
    assert rows(dump) == rows(open_dump(folder))


@pytest.mark.parametrize(
    ("options", "charset"),
    [
        ([], "utf-8"),
        (["--default-character-set=gbk"], "gb18030"),
        (["--default-character-set=binary"], "gb18030"),
    ],
)
def test_characters_with_a_backslash_for_a_second_byte_come_back(
    tmp_path: Path, database: Database, options: list[str], charset: str
) -> None:
    """Restoring such a backup in its own charset fails: the server would swallow the text after 誠."""
    folder = tmp_path / "backup"
    shutil.copytree(DATA / "backup_gbk", folder)
    [structure] = folder.glob("tables_struct_*")
    structure.write_bytes(structure.read_bytes().replace(b"CHARSET=utf8", b"CHARSET=gbk"))
    database.load(folder, charset="binary")
    dump = open_dump(database.dump(tmp_path / "site.sql", *options))
    assert dump.charset == charset
    assert rows(dump) == rows(open_dump(folder))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("site", "loaded", "charsets"), [("essays_theme", "utf8", ["utf8"]), ("kancai_gbk", "gbk", ["utf8", "gbk"])]
)
def test_a_dump_by_a_server_gives_the_same_portal_as_the_backup(
    shared: Path, tmp_path: Path, settings: Settings, database: Database, site: str, loaded: str, charsets: list[str]
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    folder = shared / "data" / "dedecms" / site
    database.load(folder, charset=loaded)
    dumps = [database.dump(tmp_path / f"{name}.sql", f"--default-character-set={name}") for name in charsets]
    portals = []
    for path in (folder, *dumps):
        call_command("flush", interactive=False, verbosity=0)
        imported = do_import(path, report=tmp_path / "report")
        assert imported.summary["added"] > 0
        portals.append((portal(), imported.summary["tables"], imported.summary["removed"]))
    assert portals[1:] == portals[:1] * len(dumps)
