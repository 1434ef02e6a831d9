"""Sites of a test's own, each with a database, uploads and a folder."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from pytest_django import Settings

from tests.builders import shanghai
from yanjiang.backups import making, restoring
from yanjiang.backups.archive import Reader
from yanjiang.backups.manifest import INSIDE, Manifest
from yanjiang.lib import patience, uploads_url
from yanjiang.lib.stored import INTERNAL, uploads

if TYPE_CHECKING:
    from tests.objects import Bucket

AT = shanghai("2026-03-01 03:15")


@dataclass(frozen=True)
class Schema:
    """Empty tables: a database of SQLite, or statements for PostgreSQL."""

    file: Path

    def copy(self) -> None:
        """Make the tables in the default connection."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(self.file.read_text())
            return
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as source:
            source.backup(connection.connection)


@dataclass
class Own:
    """A site. It is the default one from when it is made or chosen."""

    folder: Path
    connection: Any
    settings: Settings
    bucket: "Bucket | None" = None  # of the uploads, which are in the folder else

    @classmethod
    def made(cls, schema: Schema, folder: Path, number: int, settings: Settings, bucket: "Bucket | None") -> "Own":
        folder.mkdir()
        kept = connections["default"]
        if kept.vendor == "sqlite":
            name = str(folder / "db.sqlite3")
        else:
            name = f"{kept.settings_dict['NAME'].split('_own')[0][:50]}_own{number}"
            with kept._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        site = cls(folder, type(kept)({**kept.settings_dict, "NAME": name}, "default"), settings, bucket)
        site.choose()
        schema.copy()
        return site

    def choose(self) -> None:
        connections["default"] = self.connection
        ContentType.objects.clear_cache()  # it knows the ids of one database
        self.settings.VAR_DIR, self.settings.MEDIA_ROOT = self.folder, self.media
        kept = self.bucket.setting if self.bucket else uploads_url.storage("")
        self.settings.STORAGES = {**self.settings.STORAGES, "default": kept}

    def remove(self, kept: Any) -> None:
        if kept.vendor == "postgresql":
            # A busy server takes longer than a page may wait.
            with patience.waiting_at_most(60), kept._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{self.connection.settings_dict["NAME"]}"')

    @property
    def media(self) -> Path:
        return self.folder / "uploads"

    def upload(self, name: str, content: bytes = b"picture") -> None:
        uploads().write(name, BytesIO(content))

    def files(self, under: str = "") -> dict[str, bytes]:
        return {name: self._read(f"{under}/{name}".lstrip("/")) for name in uploads().names(under)}

    def _read(self, name: str) -> bytes:
        with uploads().stored(name).opened() as file:
            return file.read()

    def replaced(self) -> dict[str, bytes]:
        """Return the files that restores have put aside, by their names in the site."""
        return {name.partition("/")[2]: content for name, content in self.files(".replaced").items()}

    def internal(self) -> list[str]:
        """Return the internal folders that have files in them."""
        return sorted(folder for folder in INTERNAL if any(uploads().names(folder)))

    def back_up(self, name: str = "backup.tar", **options: Any) -> Path:
        file = self.folder / name
        making.back_up(file, at=AT, **{"where": INSIDE, "tell": lambda _text: None, **options})
        return file

    def restore(self, file: Path, **options: Any) -> Manifest:
        given = {"at": AT, "replace": False, "folder": None, "tell": lambda _text: None, **options}
        return restoring.restore(file, **given)


@dataclass
class Sites:
    """Makes sites of one test. Call it with the name of a folder."""

    schema: Schema
    folder: Path
    settings: Settings
    made: list[Own] = field(default_factory=list)

    def __call__(self, name: str = "site", bucket: "Bucket | None" = None) -> Own:
        self.made.append(Own.made(self.schema, self.folder / name, len(self.made), self.settings, bucket))
        return self.last

    @property
    def last(self) -> Own:
        return self.made[-1]


def sums(file: Path) -> dict[str, tuple[int, str, int | None]]:
    """Return rows, SHA-256 and highest id of each table of a backup."""
    manifest = Manifest.load(Reader.checked(file).manifest())
    return {table.name: (table.rows, table.sha256, table.counted) for table in manifest.tables}
