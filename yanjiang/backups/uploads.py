"""The uploaded files: which there are while a backup reads them, and their copy in another folder."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from yanjiang.backups.archive import AT_ONCE
from yanjiang.lib.storage import kept_for_backup, link_into

REPLACED = ".replaced"  # in the folder of `--to`: files whose name has another content today, by their SHA-256
_PART = ".copying"  # in that folder: the file that is being copied


class Kept:
    """The uploads of a moment. Each has a second link in `root`, so that a deletion by the site takes none away."""

    def __init__(self, root: Path) -> None:
        self._links, self.root = root, root

    def add_new(self) -> None:
        """Link what is new. Without links, as on another disk, the files themselves are read."""
        try:
            for name in names(media()):
                with suppress(FileExistsError, FileNotFoundError):
                    link_into(self._links, media() / name, name)
        except OSError:
            self.root = media()


def media() -> Path:
    return Path(settings.MEDIA_ROOT)


@contextmanager
def kept() -> Iterator[Kept]:
    """Keep the uploads. Call `add_new()` before a snapshot of the database, and after it has begun.

    The storage keeps what the site deletes in between.
    """
    root = kept_for_backup()
    _discard(root)  # of a backup that was killed
    root.mkdir(parents=True)
    try:
        yield Kept(root)
    finally:
        _discard(root)


def _discard(root: Path) -> None:
    """Delete the links. The folder has another name first, so that the site adds none meanwhile."""
    gone = root.with_name("backed-up")
    shutil.rmtree(gone, ignore_errors=True)
    with suppress(OSError):  # of a folder that is not there, or of one that could not be deleted before
        root.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def names(root: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, in a fixed order. Links are followed."""
    for folder, folders, files in os.walk(root, followlinks=True):
        folders.sort()
        for file in sorted(files):
            path = Path(folder) / file
            if path.is_file():
                yield path.relative_to(root).as_posix()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, folder: Path, name: str) -> str:
    """Copy a file into a folder unless it was copied before. Return its SHA-256.

    A copy with the size and time of the file is whole, because it gets its name last. `check_backup` reads it.
    """
    target, told = folder / name, source.stat()
    if target.exists():
        there = target.stat()
        if (there.st_size, there.st_mtime_ns) == (told.st_size, told.st_mtime_ns):
            return digest_of(source)
        _put_aside(target, folder / REPLACED / digest_of(target))
    part = folder / _PART
    digest = copy(source, part)
    os.utime(part, ns=(told.st_atime_ns, told.st_mtime_ns))
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


def copy(source: Path, target: Path) -> str:
    """Copy a file to the disk. Return its SHA-256."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as write:
        while part := read.read(AT_ONCE):
            digest.update(part)
            write.write(part)
        write.flush()
        os.fsync(write.fileno())
    return digest.hexdigest()
