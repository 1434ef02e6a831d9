"""Parses the SQL of a dump as a stream: its CREATE TABLE statements and its rows one by one, from any program.

Pure: bytes in, events out. Memory does not grow with the size of a file, a statement, a line or a value. Rows, headers
and definitions, which are parsed whole, have a limit; everything else is read in pieces. A place that cannot be read
becomes a `Fault`, and reading goes on after it.

Bytes are compared with ASCII only. This is right for UTF-8, and for GBK if the writer escaped bytes: quotes, commas and
brackets are never the second byte of a GBK character, but a backslash may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.dedecms.feed import LOOKAHEAD, Feed
from articles.dedecms.values import INSIDE, Value, read_row

HEADER_LIMIT = 64 * 1024
DEFINITION_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Created:
    """A table's definition: its columns in order."""

    table: bytes
    columns: tuple[bytes, ...]
    line: int


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: values as written between their quotes, still escaped, or None for NULL.

    `columns` is the statement's column list, if it has one. `statement` and `statement_line` are the byte offset and
    the line where its statement begins.
    """

    table: bytes
    columns: tuple[bytes, ...] | None
    values: list[Value]
    line: int
    statement: int
    statement_line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that cannot be read. `table` is None if no INSERT tells the table."""

    table: bytes | None
    reason: str
    line: int
    statement: int
    statement_line: int


Event = Created | RawRow | Fault


NAME = rb'(?:`[^`]+`|"[^"]+"|[\w$\x80-\xff]+)'
HEADER = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    rb"(?:" + NAME + rb"\s*\.\s*)?(" + NAME + rb")\s*(?:\(([^()]*)\)\s*)?(?:VALUES?\s*(?=\()|(?=\())",
    re.IGNORECASE,
)
CREATE = re.compile(
    rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:" + NAME + rb"\s*\.\s*)?(" + NAME + rb")\s*(?=\()", re.IGNORECASE
)
MYSQLDUMP = re.compile(rb"^-- (?:MySQL|MariaDB) dump ", re.MULTILINE)
MYSQLDUMP_END = b"-- Dump completed"
WORD = re.compile(rb"[A-Za-z_]+")
BLANK = re.compile(rb"[\s;\x00]*")
GAP = re.compile(rb"\s*")
# First words of statements that have no rows.
ROWLESS = frozenset(
    b"ALTER ANALYZE BEGIN CALL COMMIT CREATE DELETE DROP END FLUSH GRANT LOCK OPTIMIZE ROLLBACK SAVEPOINT SET START "
    b"TRUNCATE UNLOCK UPDATE USE".split()
)
STATEMENT = rb"(?:INSERT|REPLACE|CREATE|DROP|LOCK|UNLOCK|ALTER|SET|COMMIT|--|/\*)"
# Reading may go on after a fault at the next line that begins a statement or a row, or at the next row of this line.
RESUME = re.compile(
    rb"\n(?=" + STATEMENT + rb"[\s*!])|\n[ \t]{0,16}(?=\()|\)[ \t]{0,4},[ \t]{0,4}(?=\()", re.IGNORECASE
)
RESUME_STATEMENT = re.compile(rb"\n(?=" + STATEMENT + rb"[\s*!])", re.IGNORECASE)
OUTSIDE = re.compile(rb"[;'\"`#]|--[\s]|/\*")
BEHIND_DEFINITION = re.compile(rb";|\n(?=" + STATEMENT + rb"[\s*!])", re.IGNORECASE)
STATEMENT_HERE = re.compile(STATEMENT + rb"[\s*!]", re.IGNORECASE)
USUAL_DELIMITER = re.compile(rb"DELIMITER[ \t]+;[ \t\r]*\n", re.IGNORECASE)
TO_USUAL_DELIMITER = re.compile(rb"\n(?=DELIMITER[ \t]+;[ \t]*[\r\n])", re.IGNORECASE)


def events(feed: Feed) -> Iterator[Event]:
    """Read the stream to its end."""
    feed.ensure(HEADER_LIMIT)
    if feed.here(3) == b"\xef\xbb\xbf":
        feed.advance(feed.pos + 3)
    from_mysqldump = MYSQLDUMP.search(feed.here(256))
    while _to_statement(feed):
        feed.ensure(HEADER_LIMIT)
        word = WORD.match(feed.data, feed.pos)
        keyword = word[0].upper() if word else b""
        if keyword in (b"INSERT", b"REPLACE"):
            yield from _insert(feed)
        elif keyword == b"CREATE" and (header := CREATE.match(feed.data, feed.pos)):
            yield from _create(feed, header)
        elif keyword == b"DELIMITER":
            # Procedures follow up to the usual delimiter; they have no rows of this dump.
            if not USUAL_DELIMITER.match(feed.data, feed.pos):
                _resume(feed, TO_USUAL_DELIMITER)
            feed.skip_past(b"\n")
        elif keyword in ROWLESS:
            _skip_statement(feed)
        else:
            yield from _unknown(feed)
    if feed.damage:
        yield Fault(None, feed.damage, feed.line, feed.offset, feed.line)
    elif from_mysqldump and MYSQLDUMP_END not in feed.tail:
        yield Fault(None, "mysqldump 的文件没有写完，后面的内容丢失", feed.line, feed.offset, feed.line)


def _to_statement(feed: Feed) -> bool:
    """Skip blanks, comments and empty statements; return False at the end."""
    while True:
        feed.skip(BLANK)
        if len(feed.data) - feed.pos < 3 and feed.more():
            continue
        if feed.pos == len(feed.data):
            return False
        if not _skip_comment(feed):
            return True


def _skip_comment(feed: Feed) -> bool:
    """Skip the comment that begins here, even a conditional one: dumps have no rows in them."""
    start = feed.here(3)
    if start[:2] == b"/*":
        feed.advance(feed.pos + 2)
        feed.skip_past(b"*/")
    elif start[:1] == b"#" or (start[:2] == b"--" and not start[2:].strip()):
        feed.skip_past(b"\n")
    else:
        return False
    return True


def _skip_statement(feed: Feed) -> None:
    """Go past the next semicolon outside of strings, names and comments."""
    while True:
        token = OUTSIDE.search(feed.data, feed.pos)
        if not token:
            if feed.at_end(margin=2):
                return
            continue
        feed.advance(token.start())
        if token[0] == b";":
            feed.advance(token.end())
            return
        if token[0] in (b"'", b'"', b"`"):
            feed.advance(token.end())
            _skip_string(feed, token[0])
        else:
            _skip_comment(feed)


def _skip_string(feed: Feed, quote: bytes) -> None:
    while True:
        feed.skip(INSIDE[quote])
        if feed.here(1) == quote:
            feed.advance(feed.pos + 1)
            return
        if feed.at_end(margin=1):
            return


def _unknown(feed: Feed) -> Iterator[Fault]:
    """Yield a fault for text that is no statement, and go to the next line that begins one."""
    start, line = feed.offset, feed.line
    shown = feed.here(40).split(b"\n")[0].decode("utf-8", "ignore").strip()
    _resume(feed, RESUME_STATEMENT)
    yield Fault(None, f"这里不是能识别的语句：{shown}", line, start, line)


def _resume(feed: Feed, pattern: "re.Pattern[bytes]") -> bytes:
    """Go to the next match of the pattern after this place; return the match, b"" at the end."""
    feed.advance(min(feed.pos + 1, len(feed.data)))
    while True:
        found = pattern.search(feed.data, feed.pos)
        if found and (feed.ended or len(feed.data) - found.end() > LOOKAHEAD):
            feed.advance(found.end())
            return feed.here(1)
        if found:
            feed.advance(found.start())
            feed.more()
        elif feed.at_end(margin=LOOKAHEAD):
            return b""


def unquoted(name: bytes) -> bytes:
    name = name.strip()
    return name[1:-1] if name[:1] in (b"`", b'"') else name


def _create(feed: Feed, header: "re.Match[bytes]") -> Iterator[Event]:
    start, line, table = feed.offset, feed.line, unquoted(header[1])
    columns: tuple[bytes, ...] | None = None
    skip = header.end() - feed.pos
    while columns is None and len(feed.data) - feed.pos <= DEFINITION_LIMIT:
        found = _definition(feed.data, feed.pos + skip)
        if found:
            columns, end = found
            feed.advance(end)
        elif not feed.more():
            break
    if columns:
        yield Created(table, columns, line)
        _skip_tail(feed)
    else:
        _resume(feed, RESUME_STATEMENT)
        yield Fault(None, f"数据表 {table.decode('utf-8', 'replace')} 的结构不完整", line, start, line)


def _skip_tail(feed: Feed) -> None:
    """Skip the text after the definition's bracket, up to a semicolon or a line that begins a statement."""
    while not (found := BEHIND_DEFINITION.search(feed.data, feed.pos)):
        if feed.at_end(margin=LOOKAHEAD):
            return
    feed.advance(found.end())


TOKEN = re.compile(rb"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|/\*.*?\*/|[(),]|[^'\"`(),/]+|/", re.DOTALL)
NO_COLUMN = re.compile(
    rb"(?:PRIMARY|KEY|UNIQUE|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD)\b", re.IGNORECASE
)


def _definition(data: bytes, at: int) -> tuple[tuple[bytes, ...], int] | None:
    """Return the columns in the brackets that open at `at`, and the place where these close, or None if they do not."""
    depth, part, columns = 0, b"", []
    for token in TOKEN.finditer(data, at):
        if token.start() != at:
            return None  # a quote that is never closed
        at, text = token.end(), token[0]
        depth += (text == b"(") - (text == b")")
        if depth == 0 or (text == b"," and depth == 1):
            part = part.strip()
            if part and not NO_COLUMN.match(part):
                name = re.match(NAME, part)
                columns.append(unquoted(name[0]) if name else part)
            part = b""
            if depth == 0:
                return tuple(columns), token.end()
        elif not (text == b"(" and depth == 1) and len(part) < 256:
            part += text
    return None


def _insert(feed: Feed) -> Iterator[Event]:
    start, line = feed.offset, feed.line
    header = HEADER.match(feed.data, feed.pos)
    if not header or header.end() - feed.pos > HEADER_LIMIT:
        _resume(feed, RESUME_STATEMENT)
        yield Fault(None, "INSERT 语句的写法无法识别", line, start, line)
        return
    table = unquoted(header[1])
    columns = tuple(unquoted(name) for name in header[2].split(b",")) if header[2] else None
    feed.advance(header.end())
    fault: tuple[str, int] | None = None  # the reason and line of text that was skipped since the last row
    while True:
        row_line = feed.line
        row = read_row(feed)
        if isinstance(row, str):
            fault = fault or (row, row_line)
            if _resume(feed, RESUME) == b"(":
                continue
            yield Fault(table, fault[0], fault[1], start, line)
            return
        if fault:
            yield Fault(table, fault[0], fault[1], start, line)
            fault = None
        yield RawRow(table, columns, row, row_line, start, line)
        if not _next_row(feed):
            return


def _next_row(feed: Feed) -> bool:
    """Go to the place of the statement's next row, or past the statement."""
    comma = False
    while True:
        feed.skip(GAP)
        if len(feed.data) - feed.pos < LOOKAHEAD and feed.more():
            continue
        if feed.here(1) == b",":
            comma = True
            feed.advance(feed.pos + 1)
        elif not _skip_comment(feed):
            break
    if feed.here(2).upper() == b"ON":
        _skip_statement(feed)
        return False
    if feed.here(1) in (b"", b";"):
        return comma and not feed.here(1)
    return not STATEMENT_HERE.match(feed.data, feed.pos)
