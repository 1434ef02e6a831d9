"""Reads the names of the files in DedeCMS's backup folder, and refuses files of two backups.

Up to V5.7 the name is `dede_archives_524_16hex.txt`, where 524 is the number of rows in the volumes before. Since
V5.7.8x it is `20hex_dede_archives.txt`, which gives no order. The definitions of all tables are in
`tables_struct_16hex.txt` or `20hex_tables_struct.txt`. `16hex` and `20hex` stand for as many hexadecimal digits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.dedecms.dump_files import DumpError, DumpFile

OLD_NAME = re.compile(r"(?P<table>\w+?)_(?P<start>\d+)_[0-9a-f]{16}\.txt", re.IGNORECASE)
OLD_STRUCTURE = re.compile(r"tables_struct_[0-9a-f]{16}\.txt", re.IGNORECASE)
NEW_NAME = re.compile(r"[0-9a-f]{20}_(?P<table>\w+)\.txt", re.IGNORECASE)


@dataclass(frozen=True)
class Volume:
    """A backup file. `start` is the number of rows in the volumes before, None if the name does not say."""

    file: DumpFile
    table: str
    start: int | None


def volume(file: DumpFile) -> Volume | None:
    """Read a file's name; return None for a file of no backup. The definitions file has an empty `table`."""
    if OLD_STRUCTURE.fullmatch(file.stem):
        return Volume(file, "", 0)
    if found := NEW_NAME.fullmatch(file.stem):
        is_structure = found["table"] == "tables_struct"
        return Volume(file, "" if is_structure else found["table"], 0 if is_structure else None)
    if found := OLD_NAME.fullmatch(file.stem):
        return Volume(file, found["table"], int(found["start"]))
    return None


def in_order(volumes: Iterable[Volume]) -> list[Volume]:
    return sorted(volumes, key=lambda one: (one.table, one.start or 0, one.file.name))


def refuse_two_backups(volumes: list[Volume]) -> None:
    """Raise DumpError if two files of one table begin at the same row, or are named in different ways."""
    seen: dict[tuple[str, int | None], Volume] = {}
    by_table: dict[str, Volume] = {}
    doubled: dict[str, tuple[DumpFile, DumpFile]] = {}
    for one in volumes:
        other = by_table.setdefault(one.table, one)
        if (one.start is None) == (other.start is None):
            other = seen.setdefault((one.table, one.start), one) if one.start is not None else one
        if other is not one:
            doubled.setdefault(one.table, (other.file, one.file))
    if doubled:
        raise two_backups(doubled)


def two_backups(doubled: dict[str, tuple[DumpFile, DumpFile]]) -> DumpError:
    """Return the error for two backups in one place, with the number of tables that occur twice.

    It names two files of one of these tables, and their dates. `doubled` maps each table to its two files. The key of
    the definitions is empty.
    """
    one, other = next((files for table, files in doubled.items() if table), None) or doubled[""]
    tables = len(doubled.keys() - {""})
    return DumpError(
        f"这里有两次备份的文件，请只保留其中一次：{one.name} 和 {other.name} 内容重复，"
        f"文件日期分别是 {one.changed} 和 {other.changed}；共有 {tables} 张数据表出现两次"
    )
