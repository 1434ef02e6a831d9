"""Decides from a dump's bytes in which charset it is written, because the declarations in files are at times wrong."""

import codecs
import re
from collections.abc import Iterable

from articles.dedecms.feed import DamageError, Stream

UTF8 = "utf-8"
GBK = "gb18030"  # reads GBK and GB2312 too
ENOUGH = 16 * 1024  # bytes beyond ASCII that decide for a file
PIECE = 64 * 1024
# Well-formed sequences of more than one byte: https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf, table 3-7.
SEQUENCES = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
ASCII = bytes(range(128))


def decide(streams: Iterable[Stream]) -> str:
    """Return UTF8 if nine tenths of the bytes beyond ASCII are well-formed UTF-8, otherwise GBK.

    Chinese in GBK has few well-formed sequences by chance; a dump in UTF-8 may still hold single broken characters.
    """
    beyond = well_formed = 0
    for stream in streams:
        here = 0
        while here < ENOUGH and (piece := first(stream, PIECE)):
            if piece.isascii():
                continue
            count = len(piece.translate(None, ASCII))
            here += count
            beyond += count
            well_formed += count - len(SEQUENCES.sub(b"", piece).translate(None, ASCII))
    return UTF8 if well_formed >= 0.9 * beyond else GBK


def first(stream: Stream, size: int) -> bytes:
    """Read the beginning of a file. A damaged file counts as one that ends there."""
    try:
        return stream.read(size)
    except DamageError:
        return b""


class Transcoded:
    """A stream in another charset, read as UTF-8. Bytes that cannot be decoded become U+FFFD."""

    def __init__(self, stream: Stream, charset: str) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(charset)("replace")
        self.rest = b""

    def read(self, size: int, /) -> bytes:
        while len(self.rest) < size:
            try:
                piece = self.stream.read(size)
            except DamageError:
                if not self.rest:
                    raise
                break
            self.rest += self.decoder.decode(piece, final=not piece).encode()
            if not piece:
                break
        data, self.rest = self.rest[:size], self.rest[size:]
        return data
