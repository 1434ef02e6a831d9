"""Holds the uploads of a backup beside those of the site, and puts them in place around the switch of the database.

A kill at any moment leaves a whole site. Before the switch files are added under names that the site does not have, so
that the old rows find theirs. After it, files of the old site are put aside. `settle()` finishes or undoes what a kill
has left, and the row of the restore in the database tells which.
"""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

from django.db import connection

from yanjiang.backups.models import Restore
from yanjiang.lib import failures
from yanjiang.lib.stored import REPLACED, RESTORING, uploads

_KEY = f"{RESTORING}/key"  # the file with the key of the restore, as long as there is something to finish or to undo
_WITH_UPLOADS = f"{RESTORING}/with-uploads"  # a file that says that the backup has uploads
_ADDED = f"{RESTORING}/added"  # the file with the names that `add()` gives, a line each
FILES = f"{RESTORING}/files"  # the uploads of the backup


class UnfinishedError(Exception):
    """The database is that of the backup, and the uploads are not yet. The message says what to do, in Chinese."""


def begin(key: uuid.UUID, *, with_uploads: bool) -> None:
    """Begin a restore. Without uploads those of the site stay as they are."""
    if with_uploads:
        uploads().write(_WITH_UPLOADS, BytesIO())
    uploads().write(_KEY, BytesIO(key.hex.encode()))


def put(name: str, file: BinaryIO) -> None:
    """Write a file of the backup beside the site's."""
    uploads().write(f"{FILES}/{name}", file)


def add() -> None:
    """Copy the files whose names the site does not have among its uploads. The old site does not miss anything."""
    there = set(uploads().names())
    new = [name for name in uploads().names(FILES) if name not in there]
    # Written first, so that what a kill leaves can be undone. A name may have a line break in it.
    uploads().write(_ADDED, BytesIO("\0".join(new).encode(errors="surrogateescape")))
    for name in new:
        uploads().copy(f"{FILES}/{name}", name)


def finish() -> int:
    """Put the old site's files aside that are not those of the backup. Return how many there were.

    Raises UnfinishedError; `settle()` goes on then.
    """
    try:
        moved = _exchange() if uploads().exists(_WITH_UPLOADS) else 0
        remove()
    except OSError as error:
        raise UnfinishedError(
            f"数据库已经换成备份里的，上传的文件没有换完：{failures.in_words(error)}。修好以后再运行一次 restore，"
            "先接着换完（不加 --replace，换完就停下），然后运行 rebuild_search。"
        ) from error
    return moved


def _exchange() -> int:
    key, moved = _read(_KEY).decode(), 0
    for name in list(_strange()):
        _put_aside(name, key)
        moved += 1
    add()
    return moved


def undo() -> None:
    """Take away the files that `add()` has added."""
    for name in _added():
        with suppress(FileNotFoundError):
            if uploads().is_same(f"{FILES}/{name}", name):
                uploads().remove(name)
    remove()


def settle() -> str:
    """Finish or undo a restore that was killed. Return what was done, "" if there was nothing to do.

    Raises UnfinishedError, and OSError where nothing was changed.
    """
    try:
        key = _read(_KEY).decode()
    except FileNotFoundError:
        uploads().discard(RESTORING)
        return ""
    if _took_place(uuid.UUID(key)):
        finish()
        return "上一次恢复在换好数据库以后中断了，已经做完。"
    undo()
    return "上一次恢复中断了，网站还是原来的；已经清理。"


def remove() -> None:
    """Remove what was held. The key goes first: half of the files must not be taken for all files of a backup."""
    uploads().remove(_KEY)
    uploads().discard(RESTORING)


def _took_place(key: uuid.UUID) -> bool:
    tables = connection.introspection.table_names()
    return Restore._meta.db_table in tables and Restore.objects.filter(key=key).exists()


def _read(name: str) -> bytes:
    with uploads().stored(name).opened() as file:
        return file.read()


def _added() -> set[str]:
    try:
        text = _read(_ADDED).decode(errors="surrogateescape")
    except FileNotFoundError:
        return set()
    return set(filter(None, text.split("\0")))


def _strange() -> Iterator[str]:
    """Yield the site's files that the backup has not, or has with another content."""
    ours, added = set(uploads().names(FILES)), _added()
    for name in uploads().names():
        if name not in ours or (name not in added and not uploads().is_same(f"{FILES}/{name}", name)):
            yield name


def _put_aside(name: str, key: str) -> None:
    """Each restore has a folder of its own: two may put different contents of one name aside."""
    uploads().move(name, f"{REPLACED}/{key}/{name}")
