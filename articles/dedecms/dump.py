"""The interface to a DedeCMS dump from any program: tables with their columns, and rows as text.

`open_dump` reads everything once. It decides the charset, finds the definitions and the places of each table's rows,
counts them, and refuses anything but one whole dump. Then each `rows(table)` is one pass over the places of that table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from articles.dedecms import charset, sql, standard, values
from articles.dedecms.dump_files import DumpError
from articles.dedecms.dump_index import Index, Span, build, name_of, table_of
from articles.dedecms.parts import Part, parts
from articles.dedecms.prefixes import prefix as chosen_prefix

__all__ = ["Broken", "Dump", "DumpError", "Row", "open_dump"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: text by column name, None for NULL. Bytes that are invalid in the charset become U+FFFD."""

    table: str
    values: Mapping[str, str | None]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A place that should be a row of `table` and cannot be read, with the reason in Chinese.

    `table` is "" if nothing tells the table; `line` is 0 if a whole file is meant.
    """

    table: str
    file: str
    line: int
    reason: str


class Dump:
    """A dump that can be read.

    `tables`: columns by table, both without prefix. They are () if no definition is known.
    `counts`: rows and broken rows of each table, as many as rows() yields.
    `charset`: "utf-8" or "gb18030", decided from the bytes.
    `prefix`: the prefix of the tables, "dede_" by default.
    `unread`: places that belong to no table, the first 1000, and how many more there are.
    `ignored`: names of files beside the dump that are no part of it.
    `foreign`: tables of other prefixes, which are not read.
    """

    def __init__(self, index: Index, charset_name: str, prefix: str, ignored: list[str]) -> None:
        self._index = index
        self.charset = charset_name
        self.prefix = prefix
        self.ignored = tuple(ignored)
        names = sorted({*index.columns, *index.spans, *index.missing})
        own = [name for name in names if name.startswith(prefix)]
        self.foreign = tuple(name for name in names if not name.startswith(prefix))
        self.tables = {name.removeprefix(prefix): self._columns(name) for name in own}
        self.counts = {name.removeprefix(prefix): self._count(name) for name in own}
        self.unread = tuple(Broken("", lost.file, lost.line, lost.reason) for lost in index.unread)
        if more := index.unread_count - len(index.unread):
            self.unread += (Broken("", "", 0, f"另有 {more} 处无法识别的内容，没有逐一列出"),)

    def rows(self, table: str) -> Iterator[Row | Broken]:
        """Yield a table's rows in one pass, none for a table that does not exist. May raise DumpError."""
        name = self.prefix + table
        for lost in self._index.missing.get(name, ()):
            yield Broken(table, lost.file, lost.line, lost.reason)
        for span in self._index.spans.get(name, {}).values():
            yield from self._span(table, name, span)

    def _span(self, table: str, name: str, span: Span) -> Iterator[Row | Broken]:
        part, left = span.part, span.items
        encoding = part.encoding or self.charset
        lists: dict[tuple[bytes, ...], tuple[str, ...]] = {}
        for event in part.events(offset=span.offset, line=span.line):
            if isinstance(event, sql.Created) or table_of(part, event) != name:
                continue
            if isinstance(event, sql.Fault):
                yield Broken(table, part.name, event.line, event.reason)
            else:
                columns = self.tables[table]
                if event.columns:
                    columns = lists.get(event.columns) or lists.setdefault(
                        event.columns, tuple(map(name_of, event.columns))
                    )
                yield _row(table, columns, event, part, encoding)
            left -= 1
            if not left:
                return

    def _columns(self, name: str) -> tuple[str, ...]:
        index, table = self._index, name.removeprefix(self.prefix)
        return (
            index.columns.get(name) or index.listed.get(name) or standard.columns(table, index.sizes.get(name, 0)) or ()
        )

    def _count(self, name: str) -> int:
        spans = self._index.spans.get(name, {})
        return sum(span.items for span in spans.values()) + len(self._index.missing.get(name, ()))


def open_dump(path: Path, *, prefix: str | None = None, work: Path | None = None) -> Dump:
    """Open a dump and index its tables. Without `prefix`, the tables tell it. Raises DumpError.

    `work` is the folder of temporary files, which may take as much room as the dump unpacked.
    """
    files, charset_name, ignored = parts(path, work=work)
    index = build(files)
    return Dump(index, charset_name, chosen_prefix(index, prefix), ignored)


def _row(table: str, columns: tuple[str, ...], event: sql.RawRow, part: Part, encoding: str) -> Row | Broken:
    if not columns:
        return Broken(table, part.name, event.line, "没有这个数据表的结构，无法知道每个值属于哪一列")
    if len(columns) != len(event.values):
        reason = f"这一行有 {len(event.values)} 个值，数据表有 {len(columns)} 列，对应不上"
        return Broken(table, part.name, event.line, reason)
    texts = [None if value is None else _text(value, encoding) for value in event.values]
    return Row(table, dict(zip(columns, texts, strict=True)), part.name, event.line)


def _text(value: bytes, encoding: str) -> str:
    if b"\\" not in value and b"''" not in value and not isinstance(value, values.Plain):
        return value.decode(encoding, "replace")  # nearly every value
    if isinstance(value, values.Hex):
        try:
            return value.decode(charset.UTF8)
        except UnicodeDecodeError:
            return value.decode(charset.GBK, "replace")
    return values.unescape(value).decode(encoding, "replace")
