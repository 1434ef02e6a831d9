"""Reads a stream in pieces: the part in memory, and its place in the file. Pure."""

import re
from typing import Protocol

CHUNK = 256 * 1024
LOOKAHEAD = 64  # more than the longest match of any pattern that is searched for across pieces
TAIL = 256


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class DamageError(Exception):
    """A stream breaks off, as a compressed file cut short does; str() is the reason in Chinese."""


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
        self.tail = b""  # the last bytes read

    @property
    def offset(self) -> int:
        return self.base + self.pos

    def more(self) -> bool:
        """Read on, at least as much as is kept, so that a long row is scanned only a few times."""
        if self.ended:
            return False
        kept = self.data[self.pos :]
        try:
            piece = self.stream.read(max(CHUNK, len(kept)))
        except DamageError as error:
            self.damage = str(error)
            piece = b""
        self.ended = not piece
        if piece:
            self.base += self.pos
            self.data = kept + piece
            self.pos = 0
            self.tail = (self.tail + piece[-TAIL:])[-TAIL:]
        return bool(piece)

    def here(self, size: int) -> bytes:
        return self.data[self.pos : self.pos + size]

    def ensure(self, size: int) -> None:
        while len(self.data) - self.pos < size and self.more():
            pass

    def advance(self, to: int) -> None:
        self.line += self.data.count(b"\n", self.pos, to)
        self.pos = to

    def skip_past(self, end: bytes) -> None:
        """Go past the next `end`, or to the stream's end."""
        while (at := self.data.find(end, self.pos)) < 0:
            self.advance(max(self.pos, len(self.data) - len(end) + 1))
            if not self.more():
                self.advance(len(self.data))
                return
        self.advance(at + len(end))

    def skip(self, pattern: "re.Pattern[bytes]") -> None:
        """Go past the match of the pattern here, if there is one."""
        if found := pattern.match(self.data, self.pos):
            self.advance(found.end())

    def at_end(self, *, margin: int) -> bool:
        """Go to the last bytes of this part, and read on. Returns True, at the stream's end, if there is no more."""
        self.advance(max(self.pos, len(self.data) - margin))
        if self.more():
            return False
        self.advance(len(self.data))
        return True
