"""Makes a backup: the rows of every table in one snapshot, and the uploads that belong to it."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

import django
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from yanjiang.backups import locks, parts, schema, uploads
from yanjiang.backups.archive import ABOUT, MANIFEST, SUMS, UPLOADS, Sum, Writer, parts_of
from yanjiang.backups.manifest import INSIDE, NOWHERE, Manifest, TableNote, UploadsNote
from yanjiang.backups.models import Backup
from yanjiang.backups.snapshot import counted, snapshot
from yanjiang.backups.values import Table, Tally, lines
from yanjiang.lib.stored import StoredFile

logger = logging.getLogger(__name__)

Tell = Callable[[str], None]

EXPLANATION = """这是演讲网（yanjiang）的一份备份：一个 tar 文件。
database/ 里是每个数据表的内容，一行一条，gzip 压缩；列名写在 manifest.json 里。uploads/ 里是上传的文件。
SHA256SUMS 可以用 sha256sum -c 核对。检查：manage.py check_backup 文件。恢复：manage.py restore 文件。
里面有账号、密码的指纹和两步验证的密钥，请像密码一样保管。
"""


class BackupError(Exception):
    """The backup cannot be made. The message says why, in Chinese."""


def back_up(file: Path, *, at: datetime, where: str = INSIDE, folder: Path | None = None, tell: Tell) -> Manifest:
    """Write a backup. `where` says what becomes of the uploads; with BESIDE they are copied to `folder`.

    The file appears under its name once it is whole and on the disk. Raises BackupError and OSError.
    """
    _refuse(file, folder)
    keeping = nullcontext() if where == NOWHERE else uploads.keeping()
    with locks.held(), _written(file) as opened, keeping as kept, TemporaryFile() as sums:
        if kept:
            kept.add_new()
        with snapshot():
            if kept:
                kept.add_new()
            writing = _Writing(Writer(opened), sums)
            writing.add(ABOUT, EXPLANATION.encode())
            migrations = schema.applied()
            notes = [writing.table(table) for table in schema.tables(migrations)]
            tell(f"数据库：{len(notes)} 张表，{sum(note.rows for note in notes)} 行。")
            versions = _versions()
        files = writing.uploads(kept, where, folder)
        manifest = Manifest(at, versions, migrations, notes, files, sorted(schema.LEFT_OUT))
        size = writing.end(manifest)
    _note(file, manifest, size)
    return manifest


def _note(file: Path, manifest: Manifest, size: int) -> None:
    """Record a finished backup. Between new code and its migrations the site may have no table for that yet."""
    uploads = None if manifest.uploads.where == NOWHERE else manifest.uploads.files
    try:
        with transaction.atomic():
            Backup.objects.create(
                made_at=manifest.made_at, file=str(file), size=size, rows=manifest.rows, uploads=uploads
            )
    except DatabaseError as error:
        logger.warning("The list of backups does not have %s: %s", file, error)


def _refuse(file: Path, folder: Path | None) -> None:
    media = Path(settings.MEDIA_ROOT).resolve()
    for path in filter(None, (file, folder)):
        if path.resolve().is_relative_to(media):
            raise BackupError("备份不能放在上传文件夹里：谁都能从网上下载它。")
    if file.exists():
        raise BackupError(f"{file} 已经存在，请换一个名字。")
    if not file.parent.is_dir():
        raise BackupError(f"没有 {file.parent} 这个文件夹。")


def _versions() -> dict[str, str]:
    database: Any = connection
    number = database.pg_version if connection.vendor == "postgresql" else database.Database.sqlite_version
    return {"django": django.get_version(), connection.vendor: str(number)}


class _Writing:
    """An archive that is being written, with the list of its sums."""

    def __init__(self, archive: Writer, sums: IO[bytes]) -> None:
        self._archive, self._sums = archive, sums

    def add(self, name: str, content: bytes) -> None:
        self._note(name, self._archive.add(name, [content], len(content)))

    def table(self, table: Table) -> TableNote:
        tally = Tally()
        for number, part in enumerate(parts.packed(tally.over(lines(table)))):
            self.add(parts.name_of(table.name, number), part)
        columns = [list(column) for column in table.columns]
        return TableNote(table.name, columns, tally.rows, tally.digest.hexdigest(), counted(table))

    def uploads(self, kept: uploads.Kept | None, where: str, folder: Path | None) -> UploadsNote:
        sizes: list[int] = []

        def take(name: str, file: StoredFile) -> None:
            self._upload(name, file, folder)
            sizes.append(file.size)

        files = kept.each(take) if kept else 0
        return UploadsNote(where, files, sum(sizes), str(folder.resolve()) if folder else "")

    def _upload(self, name: str, file: StoredFile, folder: Path | None) -> None:
        """Add one file, or copy it to the folder. Raises FileNotFoundError before anything is written."""
        if folder:
            digest = uploads.copied(file, folder, name)
        else:
            with file.opened() as opened:
                digest = self._archive.add(f"{UPLOADS}{name}", parts_of(opened, file.size), file.size)
        self._note(f"{UPLOADS}{name}", digest)

    def _note(self, name: str, digest: str) -> None:
        self._sums.write(Sum(digest, name).line())

    def end(self, manifest: Manifest) -> int:
        """Write the list of sums, the manifest and the seal. Return the size of the archive."""
        sums_at = self._archive.position
        size = self._sums.tell()
        self._sums.seek(0)
        self._archive.add(SUMS, parts_of(self._sums, size), size)  # type: ignore[arg-type]
        manifest_at, content = self._archive.position, manifest.dump()
        self._archive.add(MANIFEST, [content], len(content))
        return self._archive.seal(sums=sums_at, manifest=manifest_at)


@contextmanager
def _written(file: Path) -> Iterator[BinaryIO]:
    """Open a file that only its owner reads. It gets its name when it is whole; a failure leaves nothing."""
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        part.rename(file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)
