"""Pictures of other hosts come into the library; nothing from inside the house does."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import make_author, make_user
from tests.drawings import drawing
from yanjiang.pictures import elsewhere
from yanjiang.pictures.models import Picture

PUBLIC_ADDRESS = "93.184.215.14"
FETCH = "/admin/pictures/picture/fetch/"
# Path -> status, headers, body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/a.jpg": (200, {"Content-Type": "image/jpeg"}, drawing()),
    "/unnamed": (200, {}, drawing()),
    "/%E5%9B%BE.jpg?x=%E4%B8%80": (200, {"Content-Type": "image/jpeg"}, drawing()),
    "/moved": (302, {"Location": "/a.jpg"}, b""),
    "/inside": (302, {"Location": "http://127.0.0.1/a.jpg"}, b""),
    "/inside-by-name": (302, {"Location": "http://inside.example/a.jpg"}, b""),
    "/other-port": (301, {"Location": "http://example.com:8080/a.jpg"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>"),
    "/page.jpg": (200, {"Content-Type": "image/jpeg"}, b"<html><body>403"),
    "/large": (200, {"Content-Type": "image/png"}, bytes(10 * 1024 * 1024 + 1)),
    "/short": (200, {"Content-Type": "image/png", "Content-Length": "99999"}, b"x"),
    "/refused": (403, {}, b""),
}
NAMES = {"example.com": [PUBLIC_ADDRESS], "图片.example": [PUBLIC_ADDRESS], "inside.example": ["10.0.0.5"]}


class Handler(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Let public names lead to the server of the test; return the addresses that were connected to."""
    connected: list[tuple[str, int]] = []
    connect: Callable[..., socket.socket] = socket.create_connection
    resolve: Callable[..., list[Any]] = socket.getaddrinfo

    def resolves(host: str, port: int, *options: Any, **named: Any) -> list[Any]:
        if options:  # of the connection to the server of the test
            return resolve(host, port, *options, **named)
        names = {name.encode("idna").decode(): found for name, found in NAMES.items()}
        try:
            found = names.get(host) or [str(ipaddress.ip_address(host))]
        except ValueError:
            raise socket.gaierror("unknown") from None
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connects(address: tuple[str, int], *options: Any) -> socket.socket:
        connected.append(address)
        return connect(("127.0.0.1", server.server_port), *options)

    monkeypatch.setattr(socket, "getaddrinfo", resolves)
    monkeypatch.setattr(socket, "create_connection", connects)
    Handler.asked.clear()
    return connected


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.jpg",
        "http://example.com:80/a.jpg#part",
        "http://example.com/unnamed",
        "http://example.com/moved",
        "http://图片.example/图.jpg?x=一",
    ],
)
def test_a_picture_is_fetched_from_the_address_that_was_looked_at(url: str, world: list[tuple[str, int]]) -> None:
    assert elsewhere.fetch(url).getvalue() == drawing()
    assert set(world) == {(PUBLIC_ADDRESS, 80)}
    for _path, headers in Handler.asked:
        assert headers["Host"] in ("example.com", "图片.example".encode("idna").decode())
        assert not {"Cookie", "Referer", "Authorization"} & headers.keys()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1/a.jpg", "内部网络"),
        ("http://[::1]/a.jpg", "内部网络"),
        ("http://[::ffff:127.0.0.1]/a.jpg", "内部网络"),
        ("http://10.0.0.5/a.jpg", "内部网络"),
        ("http://169.254.169.254/latest/meta-data/", "内部网络"),
        ("http://inside.example/a.jpg", "内部网络"),
        ("http://example.com/inside", "内部网络"),
        ("http://example.com/inside-by-name", "内部网络"),
        ("http://example.com:8080/a.jpg", "特别的端口"),
        ("https://example.com:80/a.jpg", "特别的端口"),
        ("http://example.com/other-port", "特别的端口"),
        ("http://example.com/file", "只能是 http"),
        ("http://user:word@example.com/a.jpg", "只能是 http"),
        ("file:///etc/passwd", "只能是 http"),
        ("ftp://example.com/a.jpg", "只能是 http"),
        ("gopher://example.com/", "只能是 http"),
        ("//example.com/a.jpg", "只能是 http"),
        ("", "只能是 http"),
        ("http://example.com:x/a.jpg", "写得不对"),
        ("http://[::1/a.jpg", "写得不对"),
        ("http://unknown.example/a.jpg", "找不到对方网站"),
        ("http://example.com/round", "一再转向"),
        ("http://example.com/page", "可能是一张网页"),
        ("http://example.com/large", "超过 10 MB"),
        ("http://example.com/short", "图片没有传完"),
        ("http://example.com/refused", "（403）"),
        ("http://example.com/gone", "（404）"),
        ("http://example.com/a.jpg\r\nX-Injected: 1", "（404）"),
    ],
)
def test_anything_else_is_refused_in_chinese(url: str, told: str, world: list[tuple[str, int]]) -> None:
    with pytest.raises(ValidationError, match=told):
        elsewhere.fetch(url)
    assert {address for address, _port in world} <= {PUBLIC_ADDRESS}
    assert not any("X-Injected" in headers for _path, headers in Handler.asked)


def test_a_name_with_one_address_inside_is_refused_whole(
    world: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NAMES, "example.com", [PUBLIC_ADDRESS, "192.168.1.1"])
    with pytest.raises(ValidationError, match="内部网络"):
        elsewhere.fetch("http://example.com/a.jpg")
    assert world == []


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        (PUBLIC_ADDRESS, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.53", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),  # shared by carriers
        ("100.100.100.200", False),  # Alibaba Cloud's metadata
        ("169.254.169.254", False),
        ("192.0.0.192", False),  # Oracle Cloud's
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),  # Amazon's
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),  # 10.0.0.1 by NAT64
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::", False),  # 127.0.0.1 by 6to4
    ],
)
def test_only_addresses_of_the_public_internet_are_asked(address: str, is_public: bool) -> None:  # noqa: FBT001
    assert elsewhere.is_public(ipaddress.ip_address(address)) is is_public


def test_a_host_that_drips_is_given_up(world: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "SECONDS", 0)
    with pytest.raises(ValidationError, match="太慢"):
        elsewhere.fetch("http://example.com/a.jpg")


@pytest.mark.django_db
def test_an_author_brings_a_picture_and_a_visitor_does_not(client: Client, world: list[tuple[str, int]]) -> None:
    asked = {"url": "http://example.com/a.jpg"}
    assert client.post(FETCH, asked).status_code == 403
    client.force_login(make_user("visitor"))
    assert client.post(FETCH, asked).status_code in (302, 403)
    client.force_login(make_author())
    assert client.get(FETCH).status_code == 405
    answer = client.post(FETCH, asked)
    picture = Picture.objects.get()
    assert (answer.json(), str(picture.uploader)) == ({"url": picture.url}, "author")
    assert client.post(FETCH, asked).json() == {"url": picture.url}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "told"), [("/refused", "（403）"), ("/page.jpg", "一张网页"), ("/inside", "内部网络")]
)
def test_a_failure_is_told_as_json(client: Client, world: list[tuple[str, int]], path: str, told: str) -> None:
    client.force_login(make_author())
    answer = client.post(FETCH, {"url": f"http://example.com{path}"})
    assert answer.status_code == 400
    assert told in answer.json()["error"]["message"]
    assert not Picture.objects.exists()
