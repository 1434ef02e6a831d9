"""The SQL of a dump as a stream: its CREATE TABLE, and its rows one by one, whoever wrote it.

Pure: bytes in, events out. Memory is flat whatever the size of a file, a statement, a line or a value: what must be whole
to be read (a row, a header, a table's definition) has a limit, and everything else is read in pieces. What cannot be
read becomes a `Fault` that says where, and reading goes on behind it.

Bytes are compared with ASCII only. That is right for UTF-8, and for the bytes of GBK wherever the writer escaped bytes,
because neither quotes nor commas nor brackets are second bytes of a GBK character; a backslash is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CHUNK = 256 * 1024
ROW_LIMIT = 8 * 1024 * 1024  # bytes; the longest row of 48,442 real ones has 129,995
HEADER_LIMIT = 64 * 1024
DEFINITION_LIMIT = 1024 * 1024
LOOKAHEAD = 64  # more than the longest match of any pattern that is searched for across pieces


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class DamagedFile(Exception):
    """A stream that ends before its end, as a compressed file cut short does; str() is the reason in Chinese."""


class Plain(bytes):
    """A value in which nothing is escaped any more."""


class Hex(Plain):
    """A value written in hexadecimal: bytes as the column holds them, whatever the charset of the file."""


Value = bytes | None


@dataclass(frozen=True, slots=True)
class Created:
    """A table's definition: its columns in order."""

    table: bytes
    columns: tuple[bytes, ...]
    line: int


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: values as written between their quotes, still escaped; None is NULL.

    `columns` is the statement's column list, if it has one. `statement` and `statement_line` are the byte offset and the
    line where its statement begins, `end` is the offset behind the row.
    """

    table: bytes
    columns: tuple[bytes, ...] | None
    values: list[Value]
    line: int
    statement: int
    statement_line: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that cannot be read. `table` is None where no INSERT says whose row it was."""

    table: bytes | None
    reason: str
    line: int
    statement: int
    statement_line: int
    end: int


Event = Created | RawRow | Fault


class Feed:
    """The part of a stream that is being read: `data` from `pos` on. `line` and `offset` are those of `pos`."""

    def __init__(self, stream: Stream, *, offset: int = 0, line: int = 1) -> None:
        self.stream = stream
        self.data = b""
        self.pos = 0
        self.line = line
        self.base = offset
        self.ended = False
        self.damage = ""

    @property
    def offset(self) -> int:
        return self.base + self.pos

    def more(self) -> bool:
        """Read on, at least as much again as is kept, so that a long row is looked at a few times only."""
        if self.ended:
            return False
        kept = self.data[self.pos :]
        try:
            piece = self.stream.read(max(CHUNK, len(kept)))
        except DamagedFile as error:
            self.damage = str(error)
            piece = b""
        self.ended = not piece
        if piece:
            self.base += self.pos
            self.data = kept + piece
            self.pos = 0
        return bool(piece)

    def ensure(self, size: int) -> None:
        while len(self.data) - self.pos < size and self.more():
            pass

    def advance(self, to: int) -> None:
        self.line += self.data.count(b"\n", self.pos, to)
        self.pos = to

    def skip_past(self, end: bytes) -> None:
        """Go behind the next `end`, or to the stream's end."""
        while (at := self.data.find(end, self.pos)) < 0:
            self.advance(max(self.pos, len(self.data) - len(end) + 1))
            if not self.more():
                self.advance(len(self.data))
                return
        self.advance(at + len(end))


NAME = rb'(?:`[^`]+`|"[^"]+"|[\w$\x80-\xff]+)'
HEADER = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    rb"(?:" + NAME + rb"\s*\.\s*)?(" + NAME + rb")\s*(?:\(([^()]*)\)\s*)?(?:VALUES?\s*(?=\()|(?=\())",
    re.IGNORECASE,
)
CREATE = re.compile(
    rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:" + NAME + rb"\s*\.\s*)?(" + NAME + rb")\s*(?=\()", re.IGNORECASE
)
WORD = re.compile(rb"[A-Za-z_]+")
BLANK = re.compile(rb"[\s;\x00]*")
GAP = re.compile(rb"\s*")
BARE = re.compile(rb"[-+.\w]+")
NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# What may begin a statement that holds no rows.
ROWLESS = frozenset(
    b"ALTER ANALYZE BEGIN CALL COMMIT CREATE DELETE DELIMITER DROP END FLUSH GRANT LOCK OPTIMIZE ROLLBACK SAVEPOINT SET START "
    b"TRUNCATE UNLOCK UPDATE USE".split()
)
STATEMENT = rb"(?:INSERT|REPLACE|CREATE|DROP|LOCK|UNLOCK|ALTER|SET|COMMIT|--|/\*)"
# Where reading may go on behind a fault: the next line that begins a statement or a row, or the next row of this line.
RESUME = re.compile(
    rb"\n(?=" + STATEMENT + rb"[\s*!])|\n[ \t]{0,16}(?=\()|\)[ \t]{0,4},[ \t]{0,4}(?=\()", re.IGNORECASE
)
RESUME_STATEMENT = re.compile(rb"\n(?=" + STATEMENT + rb"[\s*!])", re.IGNORECASE)
OUTSIDE = re.compile(rb"[;'\"`#]|--[\s]|/\*")
QUOTE, DOUBLE_QUOTE, BACKSLASH, COMMA, OPENING, CLOSING = b"'\"\\,()"
BLANKS = frozenset(b" \t\r\n")

CUT_SHORT = "文件在这一行中间断开，后面的内容丢失"
TOO_LONG = f"一行超过 {ROW_LIMIT // 1024 // 1024} MB，不像是正常的数据"


def events(feed: Feed) -> Iterator[Event]:
    """Read the stream to its end."""
    feed.ensure(3)
    if feed.data.startswith(b"\xef\xbb\xbf", feed.pos):
        feed.advance(feed.pos + 3)
    while _to_statement(feed):
        feed.ensure(HEADER_LIMIT)
        word = WORD.match(feed.data, feed.pos)
        keyword = word[0].upper() if word else b""
        if keyword in (b"INSERT", b"REPLACE"):
            yield from _insert(feed)
        elif keyword == b"CREATE" and (header := CREATE.match(feed.data, feed.pos)):
            yield from _create(feed, header)
        elif keyword in ROWLESS:
            _skip_statement(feed)
        else:
            yield from _unknown(feed)
    if feed.damage:
        yield Fault(None, feed.damage, feed.line, feed.offset, feed.line, feed.offset)


def _to_statement(feed: Feed) -> bool:
    """Pass blanks, comments and empty statements. False at the end."""
    while True:
        blank = BLANK.match(feed.data, feed.pos)
        assert blank
        feed.advance(blank.end())
        if len(feed.data) - feed.pos < 3 and feed.more():
            continue
        if feed.pos == len(feed.data):
            return False
        if not _skip_comment(feed):
            return True


def _skip_comment(feed: Feed) -> bool:
    """Pass the comment that begins here, a conditional one too: no dump keeps rows in them."""
    start = feed.data[feed.pos : feed.pos + 3]
    if start[:2] == b"/*":
        feed.advance(feed.pos + 2)
        feed.skip_past(b"*/")
    elif start[:1] == b"#" or (start[:2] == b"--" and not start[2:].strip()):
        feed.skip_past(b"\n")
    else:
        return False
    return True


def _skip_statement(feed: Feed) -> None:
    """Go behind the next semicolon that stands outside of strings, names and comments."""
    while True:
        token = OUTSIDE.search(feed.data, feed.pos)
        if not token:
            feed.advance(max(feed.pos, len(feed.data) - 2))
            if not feed.more():
                feed.advance(len(feed.data))
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
    ending = re.compile(quote if quote == b"`" else rb"\\|" + quote)
    while True:
        found = ending.search(feed.data, feed.pos)
        if found and found[0] == quote:
            feed.advance(found.end())
            return
        if found and found.end() < len(feed.data):
            feed.advance(found.end() + 1)
            continue
        feed.advance(found.start() if found else len(feed.data))
        if not feed.more():
            feed.advance(len(feed.data))
            return


def _unknown(feed: Feed) -> Iterator[Fault]:
    """Say that here is no statement, and go to the next line that begins one."""
    start, line = feed.offset, feed.line
    shown = feed.data[feed.pos : feed.pos + 40].split(b"\n")[0].decode("utf-8", "replace").strip()
    _resume(feed, RESUME_STATEMENT)
    yield Fault(None, f"这里不是能识别的语句：{shown}", line, start, line, feed.offset)


def _resume(feed: Feed, pattern: "re.Pattern[bytes]") -> bytes:
    """Go on to where the pattern matches behind this place; return what stands there, b"" at the end."""
    feed.advance(min(feed.pos + 1, len(feed.data)))
    while True:
        found = pattern.search(feed.data, feed.pos)
        if found and (len(feed.data) - found.end() > LOOKAHEAD or feed.ended):
            feed.advance(found.end())
            return feed.data[feed.pos : feed.pos + 1]
        feed.advance(max(feed.pos, found.start() if found else len(feed.data) - LOOKAHEAD))
        if not feed.more() and not found:
            feed.advance(len(feed.data))
            return b""


def _unquoted(name: bytes) -> bytes:
    name = name.strip()
    return name[1:-1] if name[:1] in (b"`", b'"') else name


def _create(feed: Feed, header: "re.Match[bytes]") -> Iterator[Event]:
    start, line, table = feed.offset, feed.line, _unquoted(header[1])
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
        yield Fault(None, f"数据表 {table.decode('utf-8', 'replace')} 的结构不完整", line, start, line, feed.offset)


def _skip_tail(feed: Feed) -> None:
    """Pass what follows the definition's bracket, up to a semicolon, or a line that begins a statement."""
    while not (found := re.compile(rb";|\n(?=" + STATEMENT + rb"\s)", re.IGNORECASE).search(feed.data, feed.pos)):
        feed.advance(max(feed.pos, len(feed.data) - 16))
        if not feed.more():
            feed.advance(len(feed.data))
            return
    feed.advance(found.end())


TOKEN = re.compile(rb"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|/\*.*?\*/|[(),]|[^'\"`(),/]+|/", re.DOTALL)
NO_COLUMN = re.compile(
    rb"(?:PRIMARY|KEY|UNIQUE|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD)\b", re.IGNORECASE
)


def _definition(data: bytes, at: int) -> tuple[tuple[bytes, ...], int] | None:
    """Read the columns in the brackets that open at `at`, and where these close. None when they do not."""
    depth, part, columns = 0, b"", []
    for token in TOKEN.finditer(data, at):
        text = token[0]
        depth += (text == b"(") - (text == b")")
        if depth == 0 or (text == b"," and depth == 1):
            part = part.strip()
            if part and not NO_COLUMN.match(part):
                name = re.match(NAME, part)
                columns.append(_unquoted(name[0]) if name else part)
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
        yield Fault(None, "INSERT 语句的写法无法识别", line, start, line, feed.offset)
        return
    table = _unquoted(header[1])
    columns = tuple(_unquoted(name) for name in header[2].split(b",")) if header[2] else None
    feed.advance(header.end())
    fault: tuple[str, int] | None = None  # the reason and line of what has been passed since the last row
    while True:
        row_line = feed.line
        row = _row(feed)
        if isinstance(row, str):
            fault = fault or (row, row_line)
            if _resume(feed, RESUME) == b"(":
                continue
            yield Fault(table, fault[0], fault[1], start, line, feed.offset)
            return
        if fault:
            yield Fault(table, fault[0], fault[1], start, line, feed.offset)
            fault = None
        yield RawRow(table, columns, row, row_line, start, line, feed.offset)
        if not _next_row(feed):
            return


def _next_row(feed: Feed) -> bool:
    """Go to the row that follows a comma, or behind the statement."""
    comma = False
    while True:
        gap = GAP.match(feed.data, feed.pos)
        assert gap
        feed.advance(gap.end())
        if len(feed.data) - feed.pos < 3 and feed.more():
            continue
        character = feed.data[feed.pos : feed.pos + 1]
        if character == b"," and not comma:
            comma = True
            feed.advance(feed.pos + 1)
        elif character == b"(" and comma:
            return True
        elif not (character and _skip_comment(feed)):
            break
    if feed.data[feed.pos : feed.pos + 2].upper() == b"ON":
        _skip_statement(feed)
    return False


def _row(feed: Feed) -> list[Value] | str:
    """Read the row whose bracket opens here, and go behind it; or return why it cannot be read, and stay."""
    while True:
        values: list[Value] = []
        try:
            end = _values(feed.data, feed.pos + 1, values, ended=feed.ended)
        except IndexError:
            if len(feed.data) - feed.pos > ROW_LIMIT:
                return TOO_LONG
            if feed.ended:
                return feed.damage or CUT_SHORT
            feed.more()
            continue
        except ValueError as error:
            return str(error)
        if end - feed.pos > ROW_LIMIT:
            return TOO_LONG
        feed.advance(end)
        return values


def _values(data: bytes, at: int, values: list[Value], *, ended: bool) -> int:
    """Collect the values from `at` up to the closing bracket; return where it ends.

    Raises IndexError where the data ends first, ValueError with a reason where no value can be.
    """
    while True:
        character = data[at]
        while character in BLANKS:
            at += 1
            character = data[at]
        if character == QUOTE:
            end = string_end(data, at + 1, b"'", ended=ended)
            values.append(data[at + 1 : end])
            at = end + 1
        elif character == DOUBLE_QUOTE:
            end = string_end(data, at + 1, b'"', ended=ended)
            values.append(Plain(DOUBLE_ESCAPE.sub(_unescape_one, data[at + 1 : end])))
            at = end + 1
        else:
            at = _bare(data, at, values, ended=ended)
        character = data[at]
        while character in BLANKS:
            at += 1
            character = data[at]
        if character == CLOSING:
            return at + 1
        if character != COMMA:
            raise ValueError(f"第 {len(values)} 个值后面应当是逗号或右括号")
        at += 1


def string_end(data: bytes, at: int, quote: bytes, *, ended: bool, doubling: bool = True) -> int:
    """Find the quote that ends the string which begins at `at`: one not escaped, and not doubled where that escapes.

    Raises IndexError where the data ends first.
    """
    find, mark, start = data.find, quote[0], at
    while True:
        at = find(quote, at)
        if at < 0:
            raise IndexError
        if data[at - 1] == BACKSLASH and at > start:
            before = at - 1
            while before >= start and data[before] == BACKSLASH:
                before -= 1
            if (at - before) % 2 == 0:  # an odd number of backslashes
                at += 1
                continue
        if not doubling or (ended and at + 1 == len(data)) or data[at + 1] != mark:
            return at
        at += 2


def _bare(data: bytes, at: int, values: list[Value], *, ended: bool) -> int:
    """Read a value without quotes: NULL, a number, a word of hexadecimal, or a string that a word introduces."""
    found = BARE.match(data, at)
    if not found:
        raise ValueError(f"第 {len(values) + 1} 个值的写法无法识别")
    if found.end() == len(data):
        raise IndexError
    word, at = found[0], found.end()
    value: Value
    if word.upper() == b"NULL":
        value = None
    elif word[:2] in (b"0x", b"0X") and len(word) > 2:
        value = _hex(word[2:], len(values))
    elif NUMBER.fullmatch(word):
        value = word
    elif word.upper() in (b"TRUE", b"FALSE"):
        value = b"1" if word.upper() == b"TRUE" else b"0"
    elif word[:1] == b"_" or word.upper() in (b"N", b"X"):
        while data[at] in BLANKS:
            at += 1
        if data[at] != QUOTE:
            raise ValueError(f"第 {len(values) + 1} 个值的写法无法识别")
        end = string_end(data, at + 1, b"'", ended=ended)
        value = data[at + 1 : end]
        at = end + 1
        if word.upper() == b"X":
            value = _hex(value, len(values))
    else:
        raise ValueError(f"第 {len(values) + 1} 个值的写法无法识别")
    values.append(value)
    return at


def _hex(digits: bytes, number: int) -> Hex:
    try:
        return Hex(bytes.fromhex(digits.decode("ascii")))
    except ValueError:
        raise ValueError(f"第 {number + 1} 个值不是十六进制数") from None


ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
# https://dev.mysql.com/doc/refman/8.0/en/string-literals.html, table 11.1; \% and \_ keep their backslash.
ESCAPED = {
    b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a", b"%": b"\\%", b"_": b"\\_",
}  # fmt: skip


DOUBLE_ESCAPE = re.compile(rb"\\(.)|\"\"", re.DOTALL)


def _unescape_one(found: "re.Match[bytes]") -> bytes:
    character = found[1]
    return found[0][:1] if character is None else ESCAPED.get(character, character)


def unescape(value: bytes) -> bytes:
    """Undo MySQL's escapes in what stood between single quotes."""
    if isinstance(value, Plain) or (b"\\" not in value and b"''" not in value):
        return value
    return ESCAPE.sub(_unescape_one, value)
