"""MySQL's escapes in every kind of string in a dump."""

import io

import pytest

from articles.dedecms.feed import Feed
from articles.dedecms.values import read_row, unescape

# https://dev.mysql.com/doc/refman/8.0/en/string-literals.html, table 11.1
ESCAPES = [
    (rb"50\%", rb"50\%"),
    (rb"a\_b", rb"a\_b"),
    (rb"100\% \_ it\'s", rb"100\% \_ it's"),
    (rb"\\%", rb"\%"),
    (rb"\0\b\n\r\t\Z", b"\0\b\n\r\t\x1a"),
    (rb"\'\"", b"'\""),
    (rb"\\", b"\\"),
    (rb"\\n", rb"\n"),
    (rb"\x\A", b"xA"),
    (b"it''s", b"it's"),
    (rb"''\'", b"''"),
]


@pytest.mark.parametrize(("written", "meant"), ESCAPES)
def test_an_escape_stands_for_what_mysql_says(written: bytes, meant: bytes) -> None:
    assert unescape(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (rb"('50\%','a\_b')", [rb"50\%", rb"a\_b"]),
        (rb"""("50\%","a\_b")""", [rb"50\%", rb"a\_b"]),
        (rb"(_utf8'50\%',N'a\_b')", [rb"50\%", rb"a\_b"]),
        (b"""("it""s",'it''s')""", [b'it"s', b"it's"]),
    ],
)
def test_strings_of_every_kind_are_read_alike(written: bytes, meant: list[bytes]) -> None:
    feed = Feed(io.BytesIO(written))
    feed.more()
    row = read_row(feed)
    assert isinstance(row, list)
    assert [unescape(value or b"") for value in row] == meant
