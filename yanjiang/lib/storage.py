"""Uploaded files in a folder: each is there whole or not at all, and none that no row knows of."""

import weakref
from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import transaction


class WholeFileStorage(FileSystemStorage):
    """Django's own storage, which leaves the beginning of a file behind where the disk is full.

    A file that is written in a transaction is removed when that is rolled back.
    """

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
    """What waits for the commit of a file's transaction. Django drops it at a rollback, and with it goes the file."""

    def __init__(self, storage: FileSystemStorage, name: str) -> None:
        self._dropped = weakref.finalize(self, _remove, storage, name)
        # Where a process ends before its transaction, a file too many is better than one too few.
        self._dropped.atexit = False

    def __call__(self) -> None:
        self._dropped.detach()


def _remove(storage: FileSystemStorage, name: str) -> None:
    with suppress(OSError):
        storage.delete(name)
