"""The storage of uploaded files in a folder: it leaves neither incomplete files nor files without a row."""

import filecmp
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.responders import SlicedFile

from yanjiang.lib.stored import INTERNAL, Uploads, bind_to_transaction, kept, sha256_of

AT_ONCE = 1 << 20  # bytes
_PART = ".writing-"  # begins the name of a file that is not whole yet


class FolderFile:
    """A file of the folder. Raises FileNotFoundError where there is none."""

    def __init__(self, path: Path) -> None:
        self._path, told = path, path.stat()
        if not path.is_file():
            raise FileNotFoundError(path)
        self.size, self.changed_ns = told.st_size, told.st_mtime_ns

    def digest(self) -> str:
        with self.opened() as file:
            return sha256_of(file)

    def opened(self) -> BinaryIO:
        return self._path.open("rb")

    def body(self, part: tuple[int, int] | None) -> Any:
        return SlicedFile(self.opened(), *part) if part else self.opened()


class WholeFileStorage(Uploads, FileSystemStorage):
    """Django's storage, except that a file is removed if the disk is full or the transaction is rolled back."""

    is_folder = True

    def _save(self, name: str, content: Any) -> str:
        was_there = self.exists(name)
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:
            if not was_there:
                self.delete(name)
            raise
        bind_to_transaction(self, saved)
        return saved

    @contextmanager
    def elsewhere(self, folder: str) -> Iterator[None]:
        kept: Any = self._location  # type: ignore[has-type]
        self._location = self.path(folder)
        self._forget_location()
        try:
            yield
        finally:
            self._location = kept
            self._forget_location()

    def _forget_location(self) -> None:
        for name in ("base_location", "location"):  # properties that Django computes once
            self.__dict__.pop(name, None)

    def names(self, under: str = "") -> Iterator[str]:
        root = Path(self.path(under))
        for folder, folders, files in os.walk(root, followlinks=True):
            if not under and Path(folder) == root:
                folders[:] = [name for name in folders if name not in INTERNAL]
            folders.sort()
            for file in sorted(files):
                path = Path(folder) / file
                if path.is_file() and not file.startswith(_PART):
                    yield path.relative_to(root).as_posix()

    def stored(self, name: str) -> FolderFile:
        return FolderFile(Path(self.path(name)))

    def write(self, name: str, file: BinaryIO, *, changed_ns: int | None = None) -> None:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _part_of(target)
        try:
            with part.open("wb") as opened:
                shutil.copyfileobj(file, opened, AT_ONCE)
                opened.flush()
                os.fsync(opened.fileno())
            part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
            if changed_ns is not None:
                os.utime(part, ns=(changed_ns, changed_ns))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def copy(self, source: str, target: str) -> None:
        there = Path(self.path(target))
        there.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _link(Path(self.path(source)), there)

    def move(self, source: str, target: str) -> None:
        there = Path(self.path(target))
        there.parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(source)).replace(there)

    def remove(self, name: str) -> None:
        FileSystemStorage.delete(self, name)

    def discard(self, folder: str) -> None:
        shutil.rmtree(self.path(folder), ignore_errors=True)

    def is_same(self, one: str, other: str) -> bool:
        first, second = Path(self.path(one)), Path(self.path(other))
        return first.samefile(second) or filecmp.cmp(first, second, shallow=False)

    def keep_all(self, key: str) -> None:
        """Link every file, so that a deletion by hand takes none away either."""
        with suppress(OSError):  # where links are impossible, what the site deletes is copied when it is deleted
            for name in self.names():
                link = Path(self.path(f"{kept(key)}/{name}"))
                link.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError, FileNotFoundError):
                    os.link(self.path(name), link)


def _part_of(target: Path) -> Path:
    return target.with_name(f"{_PART}{uuid.uuid4().hex}")


def _link(source: Path, target: Path) -> None:
    """Link a file, or copy it where links are impossible, as on some network folders."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        part = _part_of(target)
        try:
            shutil.copy2(source, part)
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
