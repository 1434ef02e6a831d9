"""The interface of a storage of uploads, in a folder or on S3, and the promises that both keep in the same way."""

import hashlib
import logging
import uuid
import weakref
from abc import abstractmethod
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from posixpath import normpath
from time import time
from typing import Any, BinaryIO, Protocol, cast

from django.core.files.storage import Storage, default_storage
from django.db import transaction

logger = logging.getLogger(__name__)

# Folders of the uploads that hold no uploads of the site. All machines of a site share them, and no reader gets them.
BACKING_UP = ".backing-up"  # a file for each backup that runs, and a folder of what the site deleted since
RESTORING = ".restoring"  # the files of a backup that is being restored
CHECKING = ".checking"  # files that migrations write while a backup is checked
REPLACED = ".replaced"  # files of a site that a restore has replaced
INTERNAL = frozenset({BACKING_UP, RESTORING, CHECKING, REPLACED})
# A backup does not run longer than this. An older folder was left by a killed process.
LONGEST_BACKUP = timedelta(hours=12)
_RUNNING = ".running"  # ends the name of the file of a backup


class UploadsAwayError(OSError):
    """The storage of the uploads does not answer, or refuses."""


class StoredFile(Protocol):
    """A file of the storage, as it was when it was looked up."""

    @property
    def size(self) -> int: ...

    @property
    def changed_ns(self) -> int:
        """Return when the file was changed, in nanoseconds since 1970."""

    def digest(self) -> str:
        """Return the SHA-256 of the content."""

    def opened(self) -> BinaryIO:
        """Open the content on this machine. It stays whole whatever happens to the file. Raises FileNotFoundError."""

    def body(self, part: tuple[int, int] | None) -> Any:
        """Return what an answer sends: a file, or an iterator of bytes. A part has its first and its last byte.

        The iterator has no `close()`: Django closes an answer before its pieces are sent (`yanjiang/rsgi.py`).
        """


def sha256_of(file: BinaryIO) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def is_internal(name: str) -> bool:
    return normpath(name).lstrip("/").partition("/")[0] in INTERNAL


def uploads() -> "Uploads":
    """Return the storage of the site's uploads."""
    return cast("Uploads", default_storage)


class Uploads(Storage):
    """Adds to a storage of Django's what backups, restores and readers need.

    A deletion while a backup runs leaves the file to the backup.
    """

    is_folder = False  # of this machine, which its web server reads too

    @abstractmethod
    def elsewhere(self, folder: str) -> AbstractContextManager[None]:
        """Read and write files in one of its folders until the end of the block, under names told from there."""

    @abstractmethod
    def names(self, under: str = "") -> Iterator[str]:
        """Yield the names of all files in a fixed order, or those below a folder, told from there.

        Without a folder, files of INTERNAL are left out.
        """

    @abstractmethod
    def stored(self, name: str) -> StoredFile:
        """Look a file up. Raises FileNotFoundError."""

    @abstractmethod
    def write(self, name: str, file: BinaryIO, *, changed_ns: int | None = None) -> None:
        """Write a whole file to the disk, over another of its name. It does not wait for a transaction."""

    @abstractmethod
    def copy(self, source: str, target: str) -> None:
        """Give a file a second name, unless that is taken. Raises FileNotFoundError."""

    @abstractmethod
    def move(self, source: str, target: str) -> None:
        """Give a file another name, in the place of a file that has it."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file, if it is there, whether a backup runs or not."""

    @abstractmethod
    def discard(self, folder: str) -> None:
        """Remove a folder with all of its files."""

    @abstractmethod
    def is_same(self, one: str, other: str) -> bool:
        """Tell whether two files have the same content."""

    def keep_all(self, key: str) -> None:
        """Keep every file for a backup, where that costs nothing."""

    def check(self) -> None:
        """See within two seconds whether the storage answers. Raises UploadsAwayError."""

    def lacking(self, names: Collection[str]) -> list[str]:
        """Return those of a few files that are not there. Raises UploadsAwayError."""
        return [name for name in names if not self.exists(name)]

    def is_open_to_all(self) -> bool:
        """Tell whether strangers can list the files or read one, without asking the site. Raises UploadsAwayError."""
        return False

    def served(self, name: str) -> StoredFile:
        """Look up a file for a reader. Raises FileNotFoundError, for files of INTERNAL too."""
        if is_internal(name) or "\\" in name:
            raise FileNotFoundError(name)
        return self.stored(name)

    def delete(self, name: str) -> None:
        try:
            self._keep(name)
        except UploadsAwayError:
            raise  # the file could not be removed either
        except OSError:  # of a folder: the disk is full, or `BACKING_UP` is somebody else's
            logger.exception("A deleted file was not kept for the backup that runs: %s", name)
        self.remove(name)

    def _keep(self, name: str) -> None:
        """Keep a file for the backups that run. One that begins later has a snapshot without its row."""
        running, _folders = self._backups()
        for key in running:
            with suppress(FileNotFoundError):
                self.copy(name, f"{kept(key)}/{name}")

    @contextmanager
    def backing_up(self) -> Iterator[str]:
        """Keep the files that the site deletes, and yield the key of their folder."""
        running, folders = self._backups()
        for killed in filter(self._is_old, running | folders):
            self._end(killed)
        key = uuid.uuid4().hex
        self.write(_running(key), BytesIO())
        try:
            yield key
        finally:
            try:
                self._end(key)
            except OSError:
                logger.exception("What was kept for a backup could not be removed: a later backup removes it.")

    def _end(self, key: str) -> None:
        self.remove(_running(key))
        self.discard(f"{BACKING_UP}/{key}")

    def _backups(self) -> tuple[set[str], set[str]]:
        """Return the keys of the backups that run or were killed, and those of the folders that are there."""
        try:
            folders, files = self.listdir(BACKING_UP)
        except FileNotFoundError:
            return set(), set()
        return {file.removesuffix(_RUNNING) for file in files if file.endswith(_RUNNING)}, set(folders)

    def _is_old(self, key: str) -> bool:
        """Tell whether a backup was killed. Its file is there before its folder, and goes first."""
        try:
            return self.stored(_running(key)).changed_ns / 1e9 < time() - LONGEST_BACKUP.total_seconds()
        except FileNotFoundError:
            return True


def _running(key: str) -> str:
    return f"{BACKING_UP}/{key}{_RUNNING}"


def kept(key: str) -> str:
    """Return the folder of what the site has deleted since a backup began."""
    return f"{BACKING_UP}/{key}/files"


def bind_to_transaction(storage: Storage, name: str) -> None:
    """Remove a new file if the transaction is rolled back."""
    transaction.on_commit(_Written(storage, name), robust=True)


class _Written:
    """The on_commit callback of a new file. A rollback drops the callback, and its finalizer removes the file."""

    def __init__(self, storage: Storage, name: str) -> None:
        self._dropped = weakref.finalize(self, _remove, storage, name)
        # If a process ends before its transaction, one file too many is better than a missing one.
        self._dropped.atexit = False

    def __call__(self) -> None:
        self._dropped.detach()


def _remove(storage: Storage, name: str) -> None:
    with suppress(OSError):
        storage.delete(name)
