"""Parses one row of an INSERT: the values between its brackets, and MySQL's escapes in them. Pure."""

import re

from articles.dedecms.feed import Feed

MOST_VALUES = 4096  # columns that a table of MySQL's can have
ROW_LIMIT = 8 * 1024 * 1024  # bytes; the longest row of 48,442 real ones has 129,995
CUT_SHORT = "文件在这一行中间断开，后面的内容丢失"
TOO_LONG = f"一行超过 {ROW_LIMIT // 1024 // 1024} MB，不像是正常的数据"

BARE = re.compile(rb"[-+.\w]+")
NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
QUOTE, DOUBLE_QUOTE, BACKSLASH, COMMA, CLOSING = b"'\"\\,)"
# One match takes a string up to the quote that ends it, because a hostile value has millions of escapes.
INSIDE = {
    b"'": re.compile(rb"[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+", re.DOTALL),
    b'"': re.compile(rb'[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+', re.DOTALL),
    b"`": re.compile(rb"[^`]*+"),
}
BLANKS = frozenset(b" \t\r\n")


class Plain(bytes):
    """A value without escapes."""


class Hex(Plain):
    """A value written in hexadecimal: bytes as the column holds them, whatever the charset of the file."""


Value = bytes | None


def read_row(feed: Feed) -> list[Value] | str:
    """Read the row that begins here and go past it, or return the reason why it cannot be read, and stay."""
    if feed.here(1) != b"(":
        return CUT_SHORT if feed.pos == len(feed.data) else "两行数据之间有无法识别的内容"
    while True:
        values: list[Value] = []
        try:
            end = _values(feed.data, feed.pos + 1, values, ended=feed.ended)
        except IndexError:
            if len(feed.data) - feed.pos > ROW_LIMIT:
                return TOO_LONG
            if feed.ended:
                return CUT_SHORT
            feed.more()
            continue
        except ValueError as error:
            return str(error)
        if end - feed.pos > ROW_LIMIT:
            return TOO_LONG
        feed.advance(end)
        return values


def _values(data: bytes, at: int, values: list[Value], *, ended: bool) -> int:
    """Collect the values from `at` up to the closing bracket; return the row's end.

    Raises IndexError if the data ends first, ValueError with a reason for text that is no value.
    """
    while True:
        character = data[at]
        while character in BLANKS:
            at += 1
            character = data[at]
        if character == QUOTE:
            end = data.find(b"'", at + 1)
            # Nearly every value ends at its next quote.
            if end < 0 or data[end - 1] == BACKSLASH or data[end + 1] != COMMA:
                end = string_end(data, INSIDE[b"'"], at + 1, ended=ended)
            values.append(data[at + 1 : end])
            at = end + 1
        elif character == DOUBLE_QUOTE:
            end = string_end(data, INSIDE[b'"'], at + 1, ended=ended)
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
        if len(values) > MOST_VALUES:
            raise ValueError(f"一行的值超过 {MOST_VALUES} 个")
        if character != COMMA:
            raise ValueError(f"第 {len(values)} 个值后面应当是逗号或右括号")
        at += 1


def string_end(data: bytes, inside: "re.Pattern[bytes]", at: int, *, ended: bool) -> int:
    """Find the quote that ends the string which begins at `at`. Raises IndexError if the data ends first."""
    found = inside.match(data, at)
    end = found.end() if found else at
    # A quote at the end of the data may be the first of two, and a backslash escapes what is not read yet.
    if data[end] == BACKSLASH or (end + 1 == len(data) and not ended):
        raise IndexError
    return end


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
        end = string_end(data, INSIDE[b"'"], at + 1, ended=ended)
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


# A value without escaped backslashes rarely has other escapes than these.
FREQUENT = ((b"\\'", b"'"), (b'\\"', b'"'), (b"\\r", b"\r"), (b"\\n", b"\n"))
DOUBLE_ESCAPE = re.compile(rb"\\(.)|\"\"", re.DOTALL)


def _unescape_one(found: "re.Match[bytes]") -> bytes:
    character = found[1]
    return found[0][:1] if character is None else ESCAPED.get(character, character)


def unescape(value: bytes) -> bytes:
    """Undo MySQL's escapes in a value that was between single quotes."""
    if b"\\" not in value:
        return value if b"''" not in value or isinstance(value, Plain) else value.replace(b"''", b"'")
    if isinstance(value, Plain):
        return value
    if b"\\\\" not in value and b"''" not in value:
        plain = value
        for escaped, character in FREQUENT:
            plain = plain.replace(escaped, character)
        if b"\\" not in plain:
            return plain
    return ESCAPE.sub(_unescape_one, value)
