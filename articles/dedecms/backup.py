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
    """Refuse two files that begin at the same row of a table. Raises DumpError naming both."""
    seen: dict[tuple[str, int], Volume] = {}
    by_table: dict[str, Volume] = {}
    for one in volumes:
        other = by_table.setdefault(one.table, one)
        if (one.start is None) != (other.start is None):
            raise two_generations(other.source.name, one.source.name)
        if one.start is not None:
            other = seen.setdefault((one.table, one.start), one)
            if other is not one:
                raise two_generations(other.source.name, one.source.name)


def two_generations(one: str, other: str) -> DumpError:
    return DumpError(f"这里有两次备份的文件，请只保留其中一次：{one} 和 {other} 内容重复")
