"""The files of a dump, each with the way to read it: the program that wrote it, and its encoding."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from articles.dedecms import backup, charset, empirebak, other_systems, sql
from articles.dedecms.dump_files import UNREADABLE_PACKING, DumpError, DumpFile, dump_files, readable_name
from articles.dedecms.feed import Feed, Stream
from articles.dedecms.spool import spooled

DECLARATIONS = 64 * 1024  # bytes at the start of a file, in which it says what it is
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# A client with these charsets escapes bytes without regard to the second bytes of GBK characters.
BYTES_ESCAPED = re.compile(rb"SET\s+NAMES\s+'?(?:latin1|binary)\b", re.IGNORECASE)


class Format(enum.Enum):
    BACKUP = "DedeCMS 备份"
    SQL = "SQL 文件"
    EMPIREBAK = "帝国备份王备份"


@dataclass(frozen=True)
class Part:
    """One file. `table` is the table in its name, "" for none; `encoding` is its own one, "" for the dump's."""

    file: DumpFile
    format: Format
    table: str = ""
    start: int | None = None
    encoding: str = ""
    bytes_escaped: bool = True

    @property
    def name(self) -> str:
        return self.file.name

    def events(self, *, offset: int = 0, line: int = 1) -> Iterator[sql.Event]:
        """Read the file from the start of a statement on."""
        with self.file.open(offset) as stream:
            feed = Feed(stream, offset=offset, line=line)
            yield from empirebak.calls(feed) if self.format is Format.EMPIREBAK else sql.events(feed)


def parts(path: Path, *, work: Path | None = None) -> tuple[list[Part], str, list[str]]:
    """Return the files in the order to read them, the dump's charset, and the names of other files.

    `work` is the folder for copies of files in which one cannot seek. Raises DumpError.
    """
    found, others = [], []
    given = dump_files(path)
    alone = path.is_file() and len(given) == 1  # a single file needs no name of a dump
    for file in given:
        part = _recognise(file, alone=alone)
        if part:
            found.append(part)
        else:
            others.append(file.name)
    if (alone or not found) and (system := other_systems.by_files(given)):
        raise other_systems.refusal(system)
    if not found:
        raise DumpError(
            "没有找到可以识别的备份文件（DedeCMS 备份的 .txt、.sql 或帝国备份王的 .php，可以是 .gz 或 .zip）："
            f"{readable_name(str(path))}"
        )
    for part in found:
        if part.format is not found[0].format:
            raise DumpError(
                f"这里有两种备份，请只保留其中一种：{found[0].name}（{found[0].format.value}）"
                f"和 {part.name}（{part.format.value}）"
            )
    if found[0].format is Format.BACKUP:
        found = _backup(found)
    name = charset.decide(_streams(found))
    return [_readable(part, name, work) for part in found], name, others


def _readable(part: Part, charset_name: str, work: Path | None) -> Part:
    """Return a part with SQL that can be read: if a client escaped characters, they are decoded first.

    A volume of a backup holds one table, and is read from its start.
    """
    if part.format is not Format.SQL:
        return part
    transcode = part.encoding or ("" if part.bytes_escaped or charset_name == charset.UTF8 else charset_name)
    if part.file.seekable and not transcode:
        return part
    file = spooled(part.file, transcode=transcode, folder=work)
    return replace(part, file=file, encoding=charset.UTF8 if transcode else "")


def _recognise(file: DumpFile, *, alone: bool) -> Part | None:
    if volume := backup.volume(file):
        return Part(file, Format.BACKUP, volume.table, volume.start)
    stem = file.stem.lower()
    if alone and stem.endswith(UNREADABLE_PACKING):
        raise DumpError(f"不支持这种压缩格式，请解开后再导入，或改用 .zip、.gz：{file.name}")
    if not (alone or stem.endswith((".sql", ".php"))):
        return None
    with file.open() as stream:
        start = charset.first(stream, DECLARATIONS)
    if empirebak.is_empirebak(start):
        return Part(file, Format.EMPIREBAK)
    if stem.endswith(".php"):
        return None
    if start[:2] in BYTE_ORDER_MARKS:
        return Part(file, Format.SQL, encoding="utf-16", bytes_escaped=False)
    return Part(file, Format.SQL, bytes_escaped=bool(BYTES_ESCAPED.search(start)))


def _backup(found: list[Part]) -> list[Part]:
    volumes = backup.in_order(backup.Volume(part.file, part.table, part.start) for part in found)
    backup.refuse_two_backups(volumes)
    return [Part(volume.file, Format.BACKUP, volume.table, volume.start) for volume in volumes]


def _streams(found: list[Part]) -> Iterator[Stream]:
    for part in found:
        with part.file.open() as stream:
            yield charset.Transcoded(stream, part.encoding) if part.encoding else stream
