"""Holds the uploads of a backup beside those of the site, and puts them in place around the switch of the database.

A kill at any moment leaves a whole site. Before the switch files are added under names that the site does not have, so
that the old rows find theirs. After it, files of the old site are put aside. `settle()` finishes or undoes what a kill
has left, and the row of the restore in the database tells which.
"""

import contextlib
import filecmp
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from yanjiang.backups.archive import AT_ONCE
from yanjiang.backups.models import Restore
from yanjiang.backups.uploads import media, names

_KEY = "key"  # the file with the key of the restore


def folder() -> Path:
    return Path(settings.VAR_DIR) / "restoring"


def files() -> Path:
    """Return the folder of the backup's uploads."""
    return folder() / "uploads"


def _aside() -> Path:
    return Path(settings.VAR_DIR) / "replaced-uploads"


def begin(key: uuid.UUID, *, with_uploads: bool) -> None:
    """Make the folder for the files of a restore. Without uploads those of the site stay as they are."""
    folder().mkdir(parents=True)
    (folder() / _KEY).write_text(key.hex)
    if with_uploads:
        files().mkdir()


def put(name: str, file: BinaryIO) -> None:
    """Write a file of the backup into the folder."""
    target = files() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as opened:
        shutil.copyfileobj(file, opened, AT_ONCE)
        opened.flush()
        os.fsync(opened.fileno())
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def add() -> None:
    """Link the files whose names the site does not have among its uploads. The old site does not miss anything."""
    for name in names(files()):
        target = media() / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(files() / name, target)


def finish() -> int:
    """Put the old site's files aside that are not those of the backup. Return how many there were."""
    moved = 0
    if files().is_dir():
        for name in _strange():
            _put_aside(name)
            moved += 1
        add()
    remove()
    return moved


def undo() -> None:
    """Take away the files that `add()` has linked. Copies on another disk stay: nothing tells them from the site's."""
    for name in names(files()):
        with contextlib.suppress(FileNotFoundError):
            if (media() / name).samefile(files() / name):
                (media() / name).unlink()
    remove()


def settle() -> str:
    """Finish or undo a restore that was killed. Return what was done, "" if there was nothing to do."""
    shutil.rmtree(_done(), ignore_errors=True)
    if not (folder() / _KEY).exists():
        shutil.rmtree(folder(), ignore_errors=True)
        return ""
    if _took_place(uuid.UUID((folder() / _KEY).read_text())):
        finish()
        return "上一次恢复在换好数据库以后中断了，已经做完。"
    undo()
    return "上一次恢复中断了，网站还是原来的；已经清理。"


def remove() -> None:
    """Delete the folder. It gets another name first: half of it must not be taken for all files of a backup."""
    folder().rename(_done())
    shutil.rmtree(_done())


def _done() -> Path:
    return folder().with_name("restoring-done")


def _took_place(key: uuid.UUID) -> bool:
    tables = connection.introspection.table_names()
    return Restore._meta.db_table in tables and Restore.objects.filter(key=key).exists()


def _strange() -> Iterator[str]:
    """Yield the site's files that the backup has not, or has with another content."""
    for name in names(media()):
        ours = files() / name
        if not ours.exists() or not _same(ours, media() / name):
            yield name


def _same(one: Path, other: Path) -> bool:
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _put_aside(name: str) -> None:
    target = _aside() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(media() / name, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        part = target.with_name(f".{uuid.uuid4().hex}")
        shutil.copy2(source, part)
        part.replace(target)
