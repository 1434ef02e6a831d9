"""Writes and reads the file of a backup: a tar file of members, a list of their SHA-256, a manifest and a seal.

The seal is the last member. It has the SHA-256 of every byte before it, and its own bytes follow from that, so that a
change of any byte of the file is seen. `tar` and `sha256sum -c SHA256SUMS` read the file as well.
"""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

AT_ONCE = 1 << 20  # bytes
ABOUT, SUMS, MANIFEST, SEAL = "说明.txt", "SHA256SUMS", "manifest.json", "seal"
DATABASE, UPLOADS = "database/", "uploads/"
SEAL_BYTES = 4 * tarfile.BLOCKSIZE  # header, content, and the two empty blocks that end a tar file
MOST_MANIFEST = 16 * AT_ONCE
_ESCAPED = {"n": "\n", "r": "\r"}  # as sha256sum writes these signs behind a backslash


class ArchiveError(Exception):
    """The file is not a whole backup. The message says why, in Chinese."""


class Member(NamedTuple):
    name: str
    file: BinaryIO


class Sum(NamedTuple):
    """A line of SHA256SUMS."""

    digest: str
    name: str

    def line(self) -> bytes:
        """Return the line as `sha256sum` writes it: a backslash comes first where the name needs escapes."""
        escaped = self.name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        mark = "" if escaped == self.name else "\\"
        return f"{mark}{self.digest}  {escaped}\n".encode(errors="surrogateescape")

    @classmethod
    def read(cls, line: bytes) -> "Sum":
        text = line.decode(errors="surrogateescape").removesuffix("\n")
        digest, _, name = text.removeprefix("\\").partition("  ")
        if text.startswith("\\"):
            name = re.sub(r"\\([\\nr])", lambda sign: _ESCAPED.get(sign[1], sign[1]), name)
        return cls(digest, name)


class Writer:
    """Writes members one after the other. `seal()` ends the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self._size = file, hashlib.sha256(), 0

    def add(self, name: str, content: Iterable[bytes], size: int) -> str:
        """Write a member of exactly `size` bytes. Return its SHA-256."""
        self._write(_header(name, size))
        digest, left = hashlib.sha256(), size
        for part in content:
            digest.update(part)
            self._write(part)
            left -= len(part)
        if left:
            raise OSError(f"{name}: {size - left} bytes were read in place of {size}")
        self._write(bytes(-size % tarfile.BLOCKSIZE))
        return digest.hexdigest()

    @property
    def position(self) -> int:
        return self._size

    def seal(self, *, sums: int, manifest: int) -> int:
        """End the file. `sums` and `manifest` say where these members begin. Return the size of the file."""
        self._file.write(_seal(self._digest, sums, manifest))
        return self._size + SEAL_BYTES

    def _write(self, part: bytes) -> None:
        self._file.write(part)
        self._digest.update(part)
        self._size += len(part)


@dataclass(frozen=True)
class Reader:
    """Reads a sealed file. Get one by `checked()`."""

    path: Path
    sums_at: int
    manifest_at: int

    @classmethod
    def checked(cls, path: Path) -> "Reader":
        """Check each byte of the file, and the kind and name of each member. Raises ArchiveError."""
        refuse_others(path)
        with path.open("rb") as file:
            reader = cls(path, *_opened_seal(file))
        try:
            reader._check_names()
        except (tarfile.TarError, ValueError, EOFError) as error:
            raise ArchiveError(f"备份里的目录读不懂：{error}") from error
        return reader

    def _check_names(self) -> None:
        headers = self._headers()
        for line in self.sums():
            member = next(headers, None)
            for name in (line.name, member.name if member else line.name):
                if not is_safe(name):
                    raise ArchiveError(f"备份里有不该有的文件名：{name!r}")
            if member and member.name != line.name:
                raise ArchiveError(f"备份里的“{member.name}”不在清单上。")
        if next(headers, None):
            raise ArchiveError("备份里有不在清单上的文件。")

    def manifest(self) -> bytes:
        with self._content(self.manifest_at) as file:
            return file.read(MOST_MANIFEST)

    def sums(self) -> Iterator[Sum]:
        """Yield the lines of SHA256SUMS: the members of the archive, then uploads that are kept elsewhere."""
        with self._content(self.sums_at) as lines:
            yield from map(Sum.read, lines)

    def members(self, elsewhere: Callable[[Sum], BinaryIO]) -> Iterator[Member]:
        """Yield what SHA256SUMS names. `elsewhere` opens a file that the archive lists and does not hold.

        A file is compared with its sum after it was read, at the latest when the next one is asked for.
        """
        headers = self._headers()
        for line in self.sums():
            member = next(headers, None)
            with member.file if member else elsewhere(line) as file:
                hashed = Hashed(file)
                yield Member(line.name, hashed)  # type: ignore[arg-type]
                hashed.finish(line)

    def _headers(self) -> Iterator[Member]:
        """Yield the members before SHA256SUMS, which must be plain files."""
        with self.path.open("rb") as file, tarfile.open(fileobj=file, mode="r:", errors="surrogateescape") as tar:
            while info := tar.next():
                tar.members.clear()  # type: ignore[attr-defined]  # a list of a hundred thousand files would fill memory
                if info.name == SUMS:
                    return
                if not info.isreg():
                    raise ArchiveError(f"备份里有不该有的文件名：{info.name!r}")
                yield Member(info.name, tar.extractfile(info))  # type: ignore[arg-type]
        raise ArchiveError("备份里没有清单。")

    @contextmanager
    def _content(self, at: int) -> Iterator[BinaryIO]:
        """Open the member that begins there."""
        with self.path.open("rb") as file:
            file.seek(at)
            with tarfile.open(fileobj=file, mode="r:") as tar:
                info = tar.next()
                found = tar.extractfile(info) if info else None
                if found is None:
                    raise ArchiveError("备份的结尾读不懂。")
                yield found  # type: ignore[misc]


class Hashed(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        part = self._file.read(len(buffer))
        buffer[: len(part)] = part
        self._digest.update(part)
        return len(part)

    def finish(self, line: Sum) -> None:
        """Read what is left, and compare the file with its sum. Raises ArchiveError."""
        while self.read(AT_ONCE):
            pass
        if self._digest.hexdigest() != line.digest:
            raise ArchiveError(f"“{line.name}”的校验码不对。")


def refuse_others(path: Path) -> None:
    """See in a moment that there is a file, and that it begins as a backup. Raises ArchiveError and OSError."""
    with path.open("rb") as file:
        if ABOUT.encode() not in file.read(tarfile.BLOCKSIZE * 3):
            raise ArchiveError("这不是本站的备份文件，或者开头就坏了。")


def is_safe(name: str) -> bool:
    """Tell whether a member's name is one that a backup can have, and leads to no place outside of a folder."""
    inside = name.removeprefix(UPLOADS) if name.startswith(UPLOADS) else name.removeprefix(DATABASE)
    if name == ABOUT:
        return True
    return (
        inside != name
        and "\0" not in inside
        and not inside.startswith("/")
        and os.path.normpath(inside) == inside
        and inside.split("/")[0] not in ("", ".", "..")
    )


def parts_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the first `size` bytes of a file in parts."""
    while size and (part := file.read(min(size, AT_ONCE))):
        size -= len(part)
        yield part


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _seal(digest: Any, sums: int, manifest: int) -> bytes:
    """Return the last bytes of a file: the SHA-256 of all bytes before them, and of the two places that they name."""
    places = f" {sums:020d} {manifest:020d}\n".encode()
    digest.update(places)
    content: bytes = digest.hexdigest().encode() + places
    sealed = _header(SEAL, len(content)) + content
    return sealed.ljust(SEAL_BYTES, b"\0")


def _opened_seal(file: BinaryIO) -> tuple[int, int]:
    """Compare the seal with the bytes before it. Return where SHA256SUMS and the manifest begin."""
    size = file.seek(0, os.SEEK_END) - SEAL_BYTES
    if size < 0:
        raise ArchiveError("备份不完整：文件的结尾不见了。")
    file.seek(0)
    digest = hashlib.sha256()
    for part in parts_of(file, size):
        digest.update(part)
    tail = file.read()
    try:
        words = tail[tarfile.BLOCKSIZE :].split(b"\n")[0].decode().split()
        sums, manifest = int(words[1]), int(words[2])
    except (ValueError, IndexError):
        raise ArchiveError("备份不完整：文件的结尾不见了。") from None
    if tail != _seal(digest, sums, manifest):
        raise ArchiveError("备份的校验码不对：文件不完整，或者有字节变了。")
    return sums, manifest
