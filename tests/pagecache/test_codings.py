"""The encoding that is chosen for a client (RFC 9110, 12.5.3)."""

import pytest

from yanjiang.pagecache.kept_page import liked_coding


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", "identity"),
        ("br;q=0.1", "br"),
        ("br; q = 0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("deflate, zstd", "identity"),
        (";;,,q=", "identity"),
        ("brotli, xgzip", "identity"),
    ],
)
def test_a_client_gets_the_smallest_that_it_does_not_refuse(accepted: str, coding: str) -> None:
    assert liked_coding(accepted) == coding
