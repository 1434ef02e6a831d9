"""Names of the files in DedeCMS's own backup folder: which table, which volume, and whether they are of one backup.

Up to V5.7 `dede_archives_524_16hex.txt`, 524 being the rows in the volumes before; since V5.7.8x
`20hex_dede_archives.txt`, which says no order. Definitions are in `tables_struct_16hex.txt`, `20hex_tables_struct.txt`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.dedecms.sources import DumpError, Source

OLD_NAME = re.compile(r"(?P<table>\w+?)_(?P<start>\d+)_[0-9a-f]{16}\.txt", re.IGNORECASE)
OLD_STRUCTURE = re.compile(r"tables_struct_[0-9a-f]{16}\.txt", re.IGNORECASE)
NEW_NAME = re.compile(r"[0-9a-f]{20}_(?P<table>\w+)\.txt", re.IGNORECASE)


@dataclass(frozen=True)
class Volume:
    """A backup file. `start` is the number of rows in the volumes before, None where the name does not say."""

    source: Source
    table: str
    start: int | None


def volume(source: Source) -> Volume | None:
    """Read a file's name; None when it is not a backup's. The definitions' table is ""."""
    if OLD_STRUCTURE.fullmatch(source.stem):
        return Volume(source, "", 0)
    if found := NEW_NAME.fullmatch(source.stem):
        structure = found["table"] == "tables_struct"
        return Volume(source, "" if structure else found["table"], 0 if structure else None)
    if found := OLD_NAME.fullmatch(source.stem):
        return Volume(source, found["table"], int(found["start"]))
    return None


def in_order(volumes: Iterable[Volume]) -> list[Volume]:
    return sorted(volumes, key=lambda one: (one.table, one.start or 0, one.source.name))


def refuse_two_generations(volumes: list[Volume]) -> None:
    """Refuse files that begin at the same row of a table. Raises DumpError."""
    seen: dict[tuple[str, int | None], Volume] = {}
    by_table: dict[str, Volume] = {}
    doubled: dict[str, tuple[Source, Source]] = {}
    for one in volumes:
        other = by_table.setdefault(one.table, one)
        if (one.start is None) == (other.start is None):
            other = seen.setdefault((one.table, one.start), one) if one.start is not None else one
        if other is not one:
            doubled.setdefault(one.table, (other.source, one.source))
    if doubled:
        raise two_generations(doubled)


def two_generations(doubled: dict[str, tuple[Source, Source]]) -> DumpError:
    """Say of two backups in one place how many tables stand twice, in two files of which first, and their dates.

    `doubled` has the two files by the table, which is "" for the definitions.
    """
    one, other = next((files for table, files in doubled.items() if table), None) or doubled[""]
    tables = len(doubled.keys() - {""})
    return DumpError(
        f"这里有两次备份的文件，请只保留其中一次：{one.name} 和 {other.name} 内容重复，"
        f"文件日期分别是 {one.changed} 和 {other.changed}；共有 {tables} 张数据表出现两次"
    )
