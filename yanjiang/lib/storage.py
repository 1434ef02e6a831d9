"""The storage of uploaded files: it leaves neither incomplete files nor files without a row."""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import transaction


def kept_for_backup() -> Path:
    """Return the folder that gets a second link to every deleted upload for as long as the folder exists."""
    return Path(settings.VAR_DIR) / "backing-up"


def link_into(folder: Path, file: Path, name: str) -> None:
    """Link a file into a folder that is there, with the folders of its name. Raises OSError."""
    link = folder / name
    for parent in reversed(link.relative_to(folder).parents[:-1]):
        with suppress(FileExistsError):
            (folder / parent).mkdir()
    os.link(file, link)


class WholeFileStorage(FileSystemStorage):
    """Django's storage, except that a file is removed if the disk is full or the transaction is rolled back.

    A deletion while a backup runs leaves the file to the backup.
    """

    @contextmanager
    def elsewhere(self, folder: Path) -> Iterator[None]:
        """Read and write files in another folder until the end of the block."""
        kept: Any = self._location  # type: ignore[has-type]
        self._location = str(folder)
        self._forget_location()
        try:
            yield
        finally:
            self._location = kept
            self._forget_location()

    def _forget_location(self) -> None:
        for name in ("base_location", "location"):  # properties that Django computes once
            self.__dict__.pop(name, None)

    def delete(self, name: str) -> None:
        kept = kept_for_backup()
        # A backup that begins after this line has a snapshot without the row, which was deleted before.
        if kept.is_dir():
            with suppress(OSError):  # of a file that is gone, or linked already, or on another disk
                file = Path(self.path(name))
                link_into(kept, file, file.relative_to(self.location).as_posix())
        super().delete(name)

    def _save(self, name: str, content: Any) -> str:
        was_there = self.exists(name)
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:
            if not was_there:
                self.delete(name)
            raise
        transaction.on_commit(_Written(self, saved), robust=True)
        return saved


class _Written:
    """The on_commit callback of a new file. A rollback drops the callback, and its finalizer removes the file."""

    def __init__(self, storage: FileSystemStorage, name: str) -> None:
        self._dropped = weakref.finalize(self, _remove, storage, name)
        # If a process ends before its transaction, one file too many is better than a missing one.
        self._dropped.atexit = False

    def __call__(self) -> None:
        self._dropped.detach()


def _remove(storage: FileSystemStorage, name: str) -> None:
    with suppress(OSError):
        storage.delete(name)
