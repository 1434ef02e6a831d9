"""Loads a backup into a place, and compares what is there then with what the backup says."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from yanjiang.backups import parts, places, schema, uploads
from yanjiang.backups.archive import UPLOADS, ArchiveError, Member, Reader, Sum
from yanjiang.backups.manifest import BESIDE, Manifest, TableNote
from yanjiang.backups.values import Table, Tally, lines, rows
from yanjiang.lib import stored

LARGE = 10_000  # rows; for fewer, a new index costs more than its upkeep: PostgreSQL waits for the disk at each

Tell = Callable[[str], None]
Put = Callable[[str, BinaryIO], None]  # what becomes of an upload: its path, and its content


class UnfitError(Exception):
    """A whole backup cannot be restored here. The message says why, in Chinese."""


def manifest_of(reader: Reader, folder: Path | None) -> Manifest:
    """Read the manifest, and see that this code and this command can restore the backup. Raises UnfitError."""
    manifest = Manifest.load(reader.manifest())
    if strange := set(manifest.migrations) - schema.known():
        app, name = min(strange)
        raise UnfitError(f"备份来自更新的版本（有 {app}.{name}），请用做备份的那一版代码，或者更新的。")
    if folder and not folder.is_dir():
        raise UnfitError(f"没有 {folder} 这个文件夹：--uploads 要写备份时用 --to 的那个文件夹，或者它现在的地方。")
    if manifest.uploads.where == BESIDE and folder is None:
        raise UnfitError(
            f"上传的文件不在备份里，做备份时放在 {manifest.uploads.folder}：用 --uploads 写明它现在在哪里。"
        )
    return manifest


def load(reader: Reader, manifest: Manifest, *, folder: Path | None, put: Put, files: str | None, tell: Tell) -> None:
    """Load a backup into the place that is the default connection, and migrate it to this code's state.

    Migrations since the backup find uploads in the folder `files` of the storage, and leave theirs there. With None
    they use the site's own uploads.

    Raises ArchiveError and UnfitError.
    """
    tables = _tables(manifest)
    _migrate_to(manifest)
    try:
        with places.backend().bare([note.name for note in manifest.tables if note.rows > LARGE]):
            _empty(tables)
            _read(reader, manifest, tables, folder, put, tell)
    except (DatabaseError, IntegrityError) as error:
        raise UnfitError(f"数据库不收备份里的内容：{str(error).strip()}") from error
    for note in manifest.tables:
        if note.counted is not None:
            places.backend().count_from(tables[note.name], note.counted)
    places.backend().analyze()
    _compare(manifest, tables)
    tell("数据库装好了，每张表的校验码都对。")
    if schema.known() - set(manifest.migrations):
        with stored.uploads().elsewhere(files) if files else nullcontext():
            call_command("migrate", verbosity=0, interactive=False)
        tell("数据库已更新到现在的版本。")


def _tables(manifest: Manifest) -> dict[str, Table]:
    """Return the tables of the backup. Their names are those of the models, whatever the manifest says.

    The order of the columns and the kinds of counters are the manifest's.
    """
    tables = {table.name: table for table in schema.tables(manifest.migrations)}
    noted = {note.name: note for note in manifest.tables}
    for name in sorted(tables.keys() ^ noted.keys()):
        raise UnfitError(f"备份里的表和它的版本不符：{name}")
    return {name: _fitted(note, tables[name]) for name, note in noted.items()}


def _fitted(note: TableNote, table: Table) -> Table:
    found = note.fitted(table)
    if found is None:
        raise UnfitError(f"备份里 {note.name} 的列和它的版本不符。")
    return found


def _migrate_to(manifest: Manifest) -> None:
    """Make the tables as they were in the site of the backup."""
    executor = MigrationExecutor(connection)
    wanted = set(manifest.migrations)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    executor.migrate([], [step for step in plan if (step[0].app_label, step[0].name) in wanted])


def _empty(tables: dict[str, Table]) -> None:
    """Delete the rows that migrations have made."""
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def _read(
    reader: Reader, manifest: Manifest, tables: dict[str, Table], folder: Path | None, put: Put, tell: Tell
) -> None:
    notes = {note.name: note for note in manifest.tables}
    files = skipped = 0
    for name, members in groupby(reader.members(_Elsewhere(folder)), key=lambda member: parts.table_of(member.name)):
        if name:
            _load_table(_of(notes, name), tables[name], members)
            continue
        for member in members:
            if member.name.startswith(UPLOADS):
                upload = member.name.removeprefix(UPLOADS)
                files += 1
                if stored.is_internal(upload):  # earlier versions took what a restore had put aside for uploads
                    skipped += 1
                else:
                    put(upload, member.file)
    for left in notes.values():
        if left.rows:
            raise ArchiveError(f"备份里没有 {left.name} 的内容。")
    if files != manifest.uploads.files:
        raise ArchiveError(f"备份里应有 {manifest.uploads.files} 个上传的文件，只有 {files} 个。")
    tell(f"上传的文件 {files} 个，校验码都对。")
    if skipped:
        tell(f"其中 {skipped} 个在网站自己用的文件夹里（.replaced 等），是以前恢复时换下来的，不恢复。")


def _of(notes: dict[str, TableNote], name: str) -> TableNote:
    """Take a table's note, so that its rows come once."""
    if name not in notes:
        raise ArchiveError(f"备份里的 {name} 不在说明里，或者有两份。")
    return notes.pop(name)


def _load_table(note: TableNote, table: Table, members: Iterator[Member]) -> None:
    tally = Tally()
    places.backend().copy_in(table, rows(tally.over(parts.unpacked(members)), table, connection.vendor))
    _agree(note, tally)


def _compare(manifest: Manifest, tables: dict[str, Table]) -> None:
    """Read the tables of the place, and compare them with the sums of the backup."""
    for note in manifest.tables:
        tally = Tally()
        for _line in tally.over(lines(tables[note.name])):
            pass
        _agree(note, tally)


def _agree(note: TableNote, tally: Tally) -> None:
    if (note.rows, note.sha256) != (tally.rows, tally.digest.hexdigest()):
        raise UnfitError(f"{note.name} 和备份的不一样：应有 {note.rows} 行，得到 {tally.rows} 行，或者内容不同。")


class _Elsewhere:
    """Opens the uploads that are kept in a folder beside the archive."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __call__(self, line: Sum) -> Any:
        name = line.name.removeprefix(UPLOADS)
        if self._folder is None:
            raise ArchiveError(f"备份里没有“{name}”。")
        try:
            return uploads.found(self._folder, name, line.digest).open("rb")
        except OSError as error:
            raise ArchiveError(f"{self._folder} 里读不到“{name}”：--uploads 写对了没有，文件都拷全了没有？") from error
