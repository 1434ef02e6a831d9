"""Opens the files of a dump: a folder, a file, a .gz or a .zip. It unpacks none to disk and reads no path outside.

An archive is refused if it has a password, names that lead outside, or more content than packed text can have.
"""

import gzip
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import cast

from django.utils import timezone

from articles.dedecms.feed import DamageError

MOST_FILES = 20_000
# SQL packs to between a fifth and a fiftieth; deflate ends at 1 : 1032.
MOST_RATIO = 250
SMALL = 32 * 1024 * 1024  # bytes that may have any ratio of compression
UNREADABLE_PACKING = (".tar", ".tgz", ".tar.gz", ".rar", ".7z", ".bz2", ".xz", ".zst")


class DumpError(Exception):
    """The dump is refused as a whole; str() says why in Chinese."""


@dataclass(frozen=True)
class DumpFile:
    """One file of a dump. `name` is its path below the folder or the archive; `size` is in bytes, unpacked if known.

    `changed` is the date of its last change, for people to read.
    """

    name: str
    size: int
    unpacked: Callable[[], BufferedIOBase]
    seekable: bool
    changed: str = ""

    @property
    def stem(self) -> str:
        """The file's name without folders and without `.gz`."""
        name = PurePosixPath(self.name).name
        return name[:-3] if name.lower().endswith(".gz") else name

    def open(self, offset: int = 0) -> "DumpStream":
        stream = DumpStream(self, self.unpacked())
        stream.skip(offset)
        return stream


class DumpStream:
    """A file that is being read. Damage to its compression is reported as the end of its data."""

    def __init__(self, file: DumpFile, stream: BufferedIOBase) -> None:
        self.file = file
        self.stream = stream
        self.damaged = False

    def read(self, size: int, /) -> bytes:
        """Return the data before a damage; the next read raises DamageError."""
        data = b""
        try:
            while not self.damaged and len(data) < size and (piece := self.stream.read1(size - len(data))):
                data += piece
        except (EOFError, OSError, zipfile.BadZipFile, zlib.error):
            self.damaged = True
        if self.damaged and not data:
            raise DamageError("压缩文件已损坏或不完整，后面的内容无法读取")
        return data

    def skip(self, size: int) -> None:
        if self.file.seekable:
            self.stream.seek(size)
            return
        while size > 0 and (piece := self.read(min(size, 1024 * 1024))):
            size -= len(piece)

    def close(self) -> None:
        self.stream.close()

    def __enter__(self) -> "DumpStream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def readable_name(name: str) -> str:
    """Return a readable name of a file: a name that is not UTF-8 came from a Chinese Windows, in GBK.

    Python decodes such bytes to surrogates, which can be neither printed nor stored.
    """
    return "/".join(
        part if _is_text(part) else os.fsencode(part).decode("gb18030", "replace") for part in name.split("/")
    )


def _is_text(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def dump_files(path: Path) -> list[DumpFile]:
    """List the files of a dump, sorted by name. Raises DumpError."""
    try:
        if path.is_dir():
            found = list(_folder(path))
        elif path.is_file():
            found = list(_file(path, readable_name(path.name)))
        else:
            raise DumpError(f"找不到文件或文件夹：{readable_name(str(path))}")
    except OSError as error:
        raise DumpError(f"无法读取：{readable_name(error.filename)}（{error.strerror}）") from error
    if len(found) > MOST_FILES:
        raise DumpError(f"文件太多（超过 {MOST_FILES} 个），请只放入备份文件")
    return sorted(found, key=lambda file: file.name)


def _folder(folder: Path) -> Iterator[DumpFile]:
    root = folder.resolve()
    for number, file in enumerate(files(folder, unreadable=_refuse)):
        if number > MOST_FILES:
            raise DumpError(f"文件夹里的文件太多（超过 {MOST_FILES} 个），请只放入备份文件：{folder}")
        name = readable_name(file.relative_to(folder).as_posix())
        if not Path(os.path.realpath(file)).is_relative_to(root):
            raise DumpError(f"文件夹里有指向外面的链接，为安全起见不读取：{name}")
        if file.is_file():
            yield from _file(file, name)
        elif not file.is_dir():
            raise DumpError(f"不是文件，或是失效的链接，请移走后再导入：{name}")


def _refuse(error: OSError) -> None:
    raise error


def files(folder: Path, *, unreadable: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield all files below a folder, and links to folders, which are not followed.

    `unreadable` is called for a folder that cannot be read.
    """
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in folders:
            if (Path(parent) / name).is_symlink():
                yield Path(parent) / name
        for name in sorted(names):
            yield Path(parent) / name


def _file(file: Path, name: str) -> Iterator[DumpFile]:
    with file.open("rb") as opened:
        start = opened.read(4)
    size, changed = file.stat().st_size, _moment(file.stat().st_mtime)
    if start == b"PK\x03\x04":
        yield from _members(file, name)
    elif start[:2] == b"\x1f\x8b":
        yield DumpFile(name, size, lambda: _Unpacked(file.open("rb"), name), seekable=False, changed=changed)
    else:
        yield DumpFile(name, size, lambda: file.open("rb"), seekable=True, changed=changed)


def _moment(seconds: float) -> str:
    return f"{timezone.localtime(datetime.fromtimestamp(seconds, UTC)):%Y-%m-%d %H:%M}"


def _members(file: Path, name: str) -> Iterator[DumpFile]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise DumpError(f"压缩文件已损坏，无法打开：{name}") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise DumpError(f"压缩文件里的文件太多（超过 {MOST_FILES} 个）：{name}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > SMALL and unpacked > MOST_RATIO * file.stat().st_size:
        raise DumpError(f"压缩文件解开后大得不正常（{unpacked // 1024 // 1024} MB），为安全起见不读取：{name}")
    for member in members:
        _check_member(member, name)
        year, month, day, hour, minute, _second = member.date_time
        changed = f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}"
        yield DumpFile(
            f"{name}/{member.filename}", member.file_size, _opener(file, member), seekable=False, changed=changed
        )


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        raise DumpError(f"压缩文件里有指向外面的路径，为安全起见不读取：{name} 里的 {member.filename}")
    if member.flag_bits & 0x1:
        raise DumpError(f"压缩文件有密码，请先解开：{name}")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        raise DumpError(f"压缩文件的压缩方法无法识别，请改用普通的 zip：{name}")


def _opener(file: Path, member: zipfile.ZipInfo) -> Callable[[], BufferedIOBase]:
    def opened() -> BufferedIOBase:
        with zipfile.ZipFile(file) as archive:  # an open member keeps the file open by itself
            stream = cast(zipfile.ZipExtFile, archive.open(member))
        if stream.peek(2)[:2] == b"\x1f\x8b":
            return _Unpacked(stream, f"{file.name}/{member.filename}")
        return stream

    return opened


class _Unpacked(gzip.GzipFile):
    """A .gz that is refused once it has grown beyond what text can be packed to."""

    def __init__(self, packed: BufferedIOBase, shown_name: str) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self.packed = packed
        self.shown_name = shown_name

    def read1(self, size: int = -1) -> bytes:
        data = super().read1(size)
        grown = self.tell()
        if grown > SMALL and grown > MOST_RATIO * max(self.packed.tell(), 1):
            raise DumpError(f"压缩文件解开后大得不正常，为安全起见不读取：{self.shown_name}")
        return data

    def close(self) -> None:
        super().close()
        self.packed.close()
