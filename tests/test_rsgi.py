"""The RSGI application: Django gets whole requests, and slow senders are refused."""

import asyncio
import os
import select
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import chain
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]
from pytest import MonkeyPatch

from yanjiang import rsgi
from yanjiang.lib.file_parts import FileResponse
from yanjiang.lib.stored import UploadsAwayError


class Headers(list[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return list(self)

    def get(self, name: str, default: str) -> str:
        return dict(self).get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in dict(self)


class Scope:
    server, client, scheme, method, http_version = "127.0.0.1:8000", "203.0.113.9:51234", "http", "POST", "1.1"
    path, query_string, authority = "/tags/演讲/", "page=2", None

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.headers = Headers(headers)


class Protocol:
    """A client that sends these pieces, with a pause before each, and keeps what it is answered."""

    def __init__(self, *pieces: bytes, pause: float = 0) -> None:
        self._pieces, self._pause = pieces, pause
        self.status = 0
        self.got: list[bytes] = []
        self.leaves_after: int | None = None  # pieces of an answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            await asyncio.sleep(self._pause)
            yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Protocol":
        self.status = status
        return self

    async def send_bytes(self, piece: bytes) -> None:
        if self.leaves_after is not None and len(self.got) >= self.leaves_after:
            raise ProtocolClosed
        self.got.append(piece)


def answered(monkeypatch: MonkeyPatch, protocol: Protocol, *headers: tuple[str, str]) -> tuple[int, bytes]:
    """Return the status that a client gets, and the body that Django got."""
    bodies = []

    class Response(list[bytes]):
        def close(self) -> None: ...

    def django(environ: dict[str, Any], start: Any) -> Response:
        bodies.append(environ["wsgi.input"].read())
        start("204 No Content", [])
        return Response()

    monkeypatch.setattr(rsgi, "django", django)
    # A thread of its own: the browser tests of the same worker leave a running loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(rsgi.application(Scope(*headers), protocol))).result()
    return protocol.status, b"".join(bodies)


def test_django_gets_a_body_as_a_whole(monkeypatch: MonkeyPatch) -> None:
    assert answered(monkeypatch, Protocol(b"a", b"bc"), ("content-length", "3")) == (204, b"abc")
    assert answered(monkeypatch, Protocol(b"a", b"bc"), ("transfer-encoding", "chunked")) == (204, b"abc")
    assert answered(monkeypatch, Protocol()) == (204, b"")


def sent_in_pieces(monkeypatch: MonkeyPatch, protocol: Protocol, pieces: Iterator[bytes]) -> None:
    """Let Django answer with a file whose pieces are fetched while it is sent."""

    def django(environ: dict[str, Any], start: Any) -> FileResponse:
        start("200 OK", [("Content-Length", "6")])
        return FileResponse(pieces)

    monkeypatch.setattr(rsgi, "django", django)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(rsgi.application(Scope(), protocol))).result()


def test_a_file_is_sent_piece_by_piece(monkeypatch: MonkeyPatch) -> None:
    protocol = Protocol()
    sent_in_pieces(monkeypatch, protocol, iter([b"ab", b"cd", b"ef"]))
    assert (protocol.status, protocol.got) == (200, [b"ab", b"cd", b"ef"])


def test_nothing_is_fetched_for_a_client_that_has_left(monkeypatch: MonkeyPatch) -> None:
    protocol, pieces = Protocol(), iter([b"ab", b"cd", b"ef"])
    protocol.leaves_after = 1
    sent_in_pieces(monkeypatch, protocol, pieces)
    assert (protocol.got, list(pieces)) == ([b"ab"], [b"ef"])


def test_a_file_that_cannot_be_fetched_to_its_end_is_in_the_log(
    monkeypatch: MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"ab"
        raise UploadsAwayError("a.pdf")

    protocol = Protocol()
    sent_in_pieces(monkeypatch, protocol, chain(breaking()))
    assert protocol.got == [b"ab"]
    assert "An answer in pieces could not be finished" in caplog.text


def test_a_sender_that_pauses_is_given_up(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "PAUSE", 0.05)
    assert answered(monkeypatch, Protocol(b"a", pause=60), ("content-length", "3")) == (408, b"")


def test_a_sender_that_drips_is_given_up(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "PAUSE", 0.2)
    drops = Protocol(*[b"a"] * 10_000, pause=0.01)
    assert answered(monkeypatch, drops, ("content-length", "10000")) == (408, b"")


def test_more_than_a_form_holds_is_refused(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "MAX_BODY", 5)
    assert answered(monkeypatch, Protocol(b"abc"), ("content-length", "6")) == (413, b"")
    assert answered(monkeypatch, Protocol(b"abc", b"def"), ("transfer-encoding", "chunked")) == (413, b"")
    assert answered(monkeypatch, Protocol(b"abcde"), ("content-length", "5")) == (204, b"abcde")


def test_a_body_that_the_disk_has_no_room_for_is_refused(monkeypatch: MonkeyPatch) -> None:
    class Full(BytesIO):
        def write(self, _piece: Any) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(rsgi, "SpooledTemporaryFile", lambda _size: Full())
    assert answered(monkeypatch, Protocol(b"abc"), ("content-length", "3")) == (503, b"")


def test_django_is_told_what_wsgi_tells() -> None:
    scope = Scope(
        ("x-forwarded-for", "198.51.100.1"),
        ("x_forwarded_for", "203.0.113.66"),
        ("x-forwarded_proto", "https"),
        ("x_real_ip", "203.0.113.66"),
        ("x-forwarded-for", "198.51.100.2"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("content-type", "text/plain"),
        ("content_length", "5"),
        ("host", "www.example.com"),
    )
    environ = rsgi._environ(scope, None)  # type: ignore[arg-type]
    kept = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "CONTENT_"))}
    assert kept == {
        "HTTP_X_FORWARDED_FOR": "198.51.100.1,198.51.100.2",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_HOST": "www.example.com",
        "CONTENT_TYPE": "text/plain",
    }
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/tags/演讲/"
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("203.0.113.9", "8000")


def test_a_query_that_a_client_did_not_quote_is_read_as_it_was_meant() -> None:
    scope = Scope()
    scope.query_string = "q=演讲&page=2"
    request = WSGIRequest(rsgi._environ(scope, BytesIO()))
    assert request.GET.dict() == {"q": "演讲", "page": "2"}


@pytest.mark.parametrize(("client", "address"), [("[2001:db8::1]:80", "2001:db8::1"), ("10.0.0.7:1", "10.0.0.7")])
def test_an_address_is_told_without_its_port(client: str, address: str) -> None:
    scope = Scope()
    scope.client = client
    assert rsgi._environ(scope, None)["REMOTE_ADDR"] == address  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "linux", reason="the option is Linux's")
def test_idle_readers_are_given_up_by_the_system_and_no_pipe_is_kept_open() -> None:
    rsgi._give_up_idle_readers.cache_clear()
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        rsgi._give_up_idle_readers()
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == rsgi.READER_PAUSE
    os.close(writing)
    assert select.select([reading], [], [], 5)[0]  # its end is seen: nobody else writes
    os.close(reading)
