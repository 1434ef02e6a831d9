"""Indexes a dump in one pass: each table's columns, and the places and the number of its rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.dedecms import backup, charset, sql
from articles.dedecms.dump_files import DumpError, DumpFile
from articles.dedecms.parts import Format, Part
from articles.dedecms.values import Value

MOST_TABLES = 5000
MOST_UNREAD = 1000


@dataclass
class Span:
    """The statement in a file where a table's rows begin, with the number of rows and faults."""

    part: Part
    offset: int
    line: int
    rows: int = 0
    faults: int = 0

    @property
    def items(self) -> int:
        return self.rows + self.faults


@dataclass(frozen=True)
class Lost:
    """A place that belongs to no table, or a missing volume. `line` 0 means the whole file."""

    file: str
    line: int
    reason: str


@dataclass
class Index:
    """The index of a dump. Tables have their full names, with prefix."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    spans: dict[str, dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))
    missing: dict[str, list[Lost]] = field(default_factory=lambda: defaultdict(list))
    unread: list[Lost] = field(default_factory=list)
    unread_count: int = 0


def name_of(raw: bytes) -> str:
    """Decode a table's or a column's name, which is ASCII except in additions of a site's owner."""
    raw = raw.replace(b"\0", b"")  # PostgreSQL keeps it in no text
    try:
        return raw.decode(charset.UTF8)
    except UnicodeDecodeError:
        return raw.decode(charset.GBK, "replace")


def build(parts: list[Part]) -> Index:
    """Read every file once. Raises DumpError for two generations in one dump."""
    index = Index()
    defined: dict[str, tuple[Part, int]] = {}
    doubled: dict[str, str] = {}
    for part in parts:
        for event in part.events():
            if isinstance(event, sql.Created):
                _define(index, defined, doubled, part, event)
            else:
                _place(index, part, event)
            if len(index.spans) + len(index.columns) > MOST_TABLES:
                raise DumpError(f"数据表太多（超过 {MOST_TABLES} 个），不像是 DedeCMS 的备份：{part.name}")
    if doubled:
        raise DumpError(f"{next(iter(doubled.values()))}；共有 {len(doubled)} 张数据表出现两次")
    _check_volumes(index, parts)
    return index


def _define(
    index: Index, defined: dict[str, tuple[Part, int]], doubled: dict[str, str], part: Part, event: sql.Created
) -> None:
    """Store a table's columns, or the two places of a table that was defined before."""
    table = name_of(event.table)
    before, line = defined.setdefault(table, (part, event.line))
    if (before, line) == (part, event.line):
        index.columns[table] = tuple(map(name_of, event.columns))
    elif table not in doubled:
        files = f"{before.name} 第 {line} 行 和 {part.name} 第 {event.line} 行"
        dates = " 和 ".join(dict.fromkeys(one.file.changed for one in (before, part)))
        doubled[table] = f"数据表 {table} 出现了两次，这里可能有两次备份，请只保留其中一次：{files}，文件日期是 {dates}"


def table_of(part: Part, event: sql.RawRow | sql.Fault) -> str:
    return part.table if event.table is None else name_of(event.table)


def _place(index: Index, part: Part, event: sql.RawRow | sql.Fault) -> None:
    table = table_of(part, event)
    if not table:
        index.unread_count += 1
        if len(index.unread) < MOST_UNREAD:
            index.unread.append(Lost(part.name, event.line, event.reason if isinstance(event, sql.Fault) else ""))
        return
    spans = index.spans[table]
    span = spans.get(part.name)
    if not span:
        span = spans[part.name] = Span(part, event.statement, event.statement_line)
    if isinstance(event, sql.Fault):
        span.faults += 1
    else:
        span.rows += 1
        index.sizes.setdefault(table, len(event.values))
        if event.columns and table not in index.listed:
            index.listed[table] = tuple(map(name_of, event.columns))


def _check_volumes(index: Index, parts: list[Part]) -> None:
    """Compare the number in each volume's name with the rows that were read in the volumes before."""
    volumes: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if part.format is Format.BACKUP and part.table:
            volumes[part.table].append(part)
    doubled: dict[str, tuple[DumpFile, DumpFile]] = {}
    for table, files in volumes.items():
        pair = _repeated_rows(files) if files[0].start is None else _overlap(index, table, files)
        if pair:
            doubled[table] = (pair[0].file, pair[1].file)
    if doubled:
        raise backup.two_backups(doubled)


def _overlap(index: Index, table: str, files: list[Part]) -> tuple[Part, Part] | None:
    """Note the rows that are missing between volumes; return two volumes that have the same rows."""
    least = most = 0  # rows in the volumes before: a fault may be a row or not
    previous = files[0]
    for part in files:
        start = part.start or 0
        if start < least:
            return previous, part
        if start > most:
            reason = f"{table} 缺少第 {most + 1} 到第 {start} 行：可能少了一个分卷，或前一个分卷不完整"
            index.missing[table].append(Lost(part.name, 0, reason))
        span = index.spans[table].get(part.name)
        least, most = start + (span.rows if span else 0), start + (span.items if span else 0)
        previous = part
    return None


def _keys(part: Part) -> Iterator[tuple[Value, ...]]:
    for event in part.events():
        if isinstance(event, sql.RawRow):
            yield tuple(event.values[:2])


def _repeated_rows(files: list[Part]) -> tuple[Part, Part] | None:
    """Return two files of one table, in an unknown order, that have the same row, by its first two values."""
    if len(files) < 2:
        return None
    firsts: dict[tuple[Value, ...], Part] = {}
    for part in files:
        key = next(_keys(part), None)
        if key and (first := firsts.setdefault(key, part)) is not part:
            return first, part
    for part in files:
        for key in _keys(part):
            if (other := firsts.get(key)) and other is not part:
                return other, part
    return None
