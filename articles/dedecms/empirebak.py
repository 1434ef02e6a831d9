"""EmpireBak (帝国备份王) files: PHP that calls E_C("CREATE TABLE …") and E_D("replace into …"), parsed, never run."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from articles.dedecms.feed import LOOKAHEAD, Feed
from articles.dedecms.sql import HEADER, Created, Event, Fault, events, unquoted
from articles.dedecms.values import ROW_LIMIT, TOO_LONG, string_end

# No string contains this, because quotes in strings are escaped.
CALL = re.compile(rb'E_[CD]\("')
ARGUMENT = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)  # PHP doubles no quotes
CUT_SHORT = "文件在这一条语句中间断开，后面的内容丢失"
NOT_ENDED = "语句没有结束的引号"
# https://www.php.net/manual/en/language.types.string.php#language.types.string.syntax.double
PHP_ESCAPE = re.compile(rb'\\([\\$"nrtvef]|[0-7]{1,3}|x[0-9A-Fa-f]{1,2})')
PHP_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b"e": b"\x1b", b"f": b"\f"}


def is_empirebak(start: bytes) -> bool:
    return start.lstrip().startswith(b"<?php") and bool(CALL.search(start))


def calls(feed: Feed) -> Iterator[Event]:
    """Read the statements of every call. Lines are the file's; offsets are those of the call."""
    while _to_call(feed):
        start, line = feed.offset, feed.line
        statement = _argument(feed)
        if isinstance(statement, str):
            header = HEADER.match(feed.data, feed.pos + len(b'E_D("'))
            feed.advance(min(feed.pos + 1, len(feed.data)))
            yield Fault(unquoted(header[1]) if header else None, statement, line, start, line)
            continue
        for event in events(Feed(io.BytesIO(statement))):
            if isinstance(event, Created):
                yield replace(event, line=line)
            else:
                yield replace(event, line=line, statement=start, statement_line=line)
    if feed.damage:
        yield Fault(None, feed.damage, feed.line, feed.offset, feed.line)


def _to_call(feed: Feed) -> bool:
    """Go to the next call; return False at the end."""
    while not (found := CALL.search(feed.data, feed.pos)):
        if feed.at_end(margin=LOOKAHEAD):
            return False
    feed.advance(found.start())
    return True


def _argument(feed: Feed) -> bytes | str:
    """Read the call's string and go past it, or return the reason why it cannot be read, and stay."""
    while True:
        try:
            end = string_end(feed.data, ARGUMENT, feed.pos + 5, ended=feed.ended)
        except IndexError:
            if len(feed.data) - feed.pos > 2 * ROW_LIMIT:
                return TOO_LONG
            if feed.ended:
                return CUT_SHORT
            feed.more()
            continue
        statement = feed.data[feed.pos + 5 : end]
        if CALL.search(statement + b'"'):  # this quote belongs to the next call, so the string's own is missing
            return NOT_ENDED
        feed.advance(end)
        return PHP_ESCAPE.sub(_unescape, statement)


def _unescape(found: "re.Match[bytes]") -> bytes:
    word = found[1]
    if word[:1] == b"x":
        return bytes([int(word[1:], 16)])
    if word[:1].isdigit():
        return bytes([int(word, 8) & 0xFF])
    return PHP_ESCAPED.get(word, word)
