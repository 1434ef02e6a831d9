"""Slow clients, against the server as it runs: nobody else waits for them."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from tests.server import Site

pytestmark = pytest.mark.faults
THREADS = 2
ATTACHMENT = 30_000_000  # bytes: more than the buffers of a connection hold


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "uploads").mkdir()
    with (folder / "uploads" / "large.zip").open("wb") as file:
        file.write(b"PK begins")
        file.truncate(ATTACHMENT)
    extra = {"THREADS": str(THREADS), "SITE_URL": "https://www.example.com", "ALLOWED_HOSTS": "127.0.0.1"}
    running = Site(f"sqlite:///{folder / 'db.sqlite3'}", folder, workers=1, extra=extra)
    running.start()
    yield running
    running.stop()


def connection(site: Site) -> socket.socket:
    """Return a connection whose client has room for little."""
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    opened.settimeout(30)
    opened.connect(("127.0.0.1", site.port))
    return opened


def head(method: str, path: str, *headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-Proto: https", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def asked(site: Site, request: bytes) -> tuple[int, bytes]:
    """Return the status of an answer, and its first piece."""
    with connection(site) as opened:
        opened.sendall(request)
        begun = opened.recv(4096)
    return int(begun.split()[1]), begun


def asked_whole(site: Site, request: bytes) -> tuple[int, bytes]:
    """Return the status of an answer, and all of it: the server sends it in several pieces, and closes."""
    with connection(site) as opened:
        opened.sendall(request)
        whole = b"".join(iter(partial(opened.recv, 4096), b""))
    return int(whole.split()[1]), whole


@pytest.mark.parametrize(
    "request_begun",
    [
        head("POST", "/hits/1/", "Content-Type: application/json", "Content-Length: 500") + b"{",
        head("POST", "/admin/login/", "Content-Length: 50000") + b"username=",
        head("POST", "/search/searched/", "Transfer-Encoding: chunked") + b"5\r\nseal=\r\n",
        head("GET", "/uploads/large.zip"),
        head("GET", "/uploads/large.zip", "Range: bytes=5-"),
    ],
    ids=["beacon", "form", "chunks", "attachment", "part of one"],
)
def test_many_slow_clients_keep_nobody_from_the_site(site: Site, request_begun: bytes) -> None:
    with ExitStack() as slow:
        for _ in range(10 * THREADS):
            slow.enter_context(connection(site)).sendall(request_begun)
        assert site.get("/healthz") == 200
        assert asked(site, head("GET", "/uploads/large.zip", "Range: bytes=3-8"))[0] == 206


def test_a_download_goes_on_where_it_broke_off(site: Site) -> None:
    request = head("GET", "/uploads/large.zip", "Range: bytes=3-8", "Connection: close")
    status, answer = asked_whole(site, request)
    assert (status, answer.rpartition(b"\r\n\r\n")[2]) == (206, b"begins")
    assert f"content-range: bytes 3-8/{ATTACHMENT}".encode() in answer


def test_a_header_with_an_underscore_stands_for_no_other(site: Site) -> None:
    """Proxies in front overwrite X-Forwarded-Proto, and let X_Forwarded_Proto pass."""
    plain = b"GET /nothing.css HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
    for forged in (b"X_Forwarded_Proto: https", b"X-Forwarded_Proto: https", b"x_forwarded-proto: https"):
        assert asked(site, plain + forged + b"\r\n\r\n")[0] == 301
    assert asked(site, plain.replace(b": http\r", b": https\r") + b"\r\n")[0] != 301


def test_a_body_that_is_larger_than_any_form_is_refused_at_once(site: Site) -> None:
    assert asked(site, head("POST", "/hits/1/", "Content-Length: 99999999999"))[0] == 413
