"""The uploaded files: which there are while a backup reads them, and their copy in another folder."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from yanjiang.backups.archive import AT_ONCE
from yanjiang.lib.stored import StoredFile, Uploads, kept, uploads

REPLACED = ".replaced"  # in the folder of `--to`: files whose name has another content today, by their SHA-256
_PART = ".copying"  # in that folder: the file that is being copied

Take = Callable[[str, StoredFile], None]  # what becomes of an upload: its name, and the file


class Kept:
    """The uploads of a moment: a deletion by the site takes none away."""

    def __init__(self, storage: Uploads, key: str) -> None:
        self._storage, self._key = storage, key

    def add_new(self) -> None:
        """Keep what is new, where that costs nothing. A file that the site deletes meanwhile is kept anyway."""
        self._storage.keep_all(self._key)

    def each(self, take: Take) -> int:
        """Take every file once, and those last that were deleted since. Return their number."""
        taken: set[str] = set()
        folder = kept(self._key)
        kept_files = ((name, f"{folder}/{name}") for name in self._storage.names(folder))
        for name, place in chain(((name, name) for name in self._storage.names()), kept_files):
            if name not in taken:
                with suppress(FileNotFoundError):  # it was deleted a moment ago, and comes again as a kept one
                    take(name, self._storage.stored(place))
                    taken.add(name)
        return len(taken)


@contextmanager
def keeping() -> Iterator[Kept]:
    """Keep the uploads. Call `add_new()` before a snapshot of the database, and after it has begun.

    The storage keeps what the site deletes in between, on every machine.
    """
    with uploads().backing_up() as key:
        yield Kept(uploads(), key)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: StoredFile, folder: Path, name: str) -> str:
    """Copy a file into a folder unless it was copied before. Return its SHA-256.

    A copy with the size and time of the file is whole, because it gets its name last. `check_backup` reads it.
    """
    target = folder / name
    if target.exists():
        there = target.stat()
        if (there.st_size, there.st_mtime_ns) == (source.size, source.changed_ns):
            return source.digest()
        old = digest_of(target)
        if old == source.digest():
            os.utime(target, ns=(source.changed_ns, source.changed_ns))
            return old
        _put_aside(target, folder / REPLACED / old)
    part = folder / _PART
    digest = _copy(source, part)
    os.utime(part, ns=(source.changed_ns, source.changed_ns))
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)
    return digest


def found(folder: Path, name: str, digest: str) -> Path:
    """Return the copy of an upload that has this content: today's of this name, or one that was put aside."""
    replaced = folder / REPLACED / digest
    return replaced if replaced.is_file() else folder / name


def _put_aside(target: Path, aside: Path) -> None:
    aside.parent.mkdir(exist_ok=True)
    target.replace(aside)


def _copy(source: StoredFile, target: Path) -> str:
    """Copy a file to the disk. Return its SHA-256."""
    digest = hashlib.sha256()
    with source.opened() as read:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as write:
            while part := read.read(AT_ONCE):
                digest.update(part)
                write.write(part)
            write.flush()
            os.fsync(write.fileno())
    return digest.hexdigest()
