"""nginx with the site's own file: the answers that it gives itself, with or without the portal."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.nginx import HOST, Nginx, running
from yanjiang.headers import PERMISSIONS


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with running(Nginx(tmp_path_factory.mktemp("nginx"))) as started:
        yield started


def assert_told(answer: tuple[int, dict[str, str], str], status: int, title: str) -> None:
    assert answer[0] == status
    assert f"<h1>{title}</h1>" in answer[2]
    assert "nginx" not in answer[2]
    assert answer[1]["content-type"] == "text/html; charset=utf-8"
    assert answer[1]["permissions-policy"] == ", ".join(f"{name}=()" for name in PERMISSIONS)
    assert answer[1]["content-security-policy"].startswith("default-src 'none'")
    assert (answer[1]["x-content-type-options"], answer[1]["x-frame-options"]) == ("nosniff", "DENY")


@pytest.mark.parametrize("secure", [True, False])
def test_a_portal_that_is_away_is_told(nginx: Nginx, secure: bool) -> None:  # noqa: FBT001
    assert_told(nginx.ask("GET", "/articles/1/", secure=secure), 502, "网站正忙")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "title"),
    [
        ("GET", "/static/nothing.css", {}, 404, "没有找到这个文件"),
        ("GET", "/uploads/nothing.pdf", {}, 404, "没有找到这个文件"),
        ("GET", "/uploads/pictures/2026/11/nothing.jpg", {}, 404, "没有找到这个文件"),
        ("GET", "/nginx-errors/503.html", {}, 404, "没有找到这个文件"),
        ("GET", "/static/", {}, 403, "没有权限打开这个页面"),
        ("POST", "/static/a.css", {"Content-Length": "0"}, 405, "这个地址不能这样用"),
        ("GET", "/static/a.css", {"Range": "bytes=99999-"}, 416, "没有这一部分"),
        ("POST", "/admin/", {"Content-Length": "99999999"}, 413, "提交的内容太大"),
        ("GET", "/search/?q=" + "a" * 20_000, {}, 414, "地址太长"),
        ("GET", "/", {"Cookie": "a" * 40_000}, 400, "这个请求看不懂"),
        ("GET", "/uploads/%00", {}, 400, "这个请求看不懂"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_refusal_by_nginx_itself_is_in_chinese(
    nginx: Nginx, method: str, path: str, headers: dict[str, str], status: int, title: str
) -> None:
    assert_told(nginx.ask(method, path, headers), status, title)


def test_http_on_the_port_of_https_is_told_in_chinese(nginx: Nginx) -> None:
    with socket.create_connection(("127.0.0.1", nginx.secure), timeout=20) as opened:
        opened.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        told = b"".join(iter(lambda: opened.recv(65536), b"")).decode()
    assert "这个请求看不懂" in told
    assert "<center>" not in told


def test_files_have_a_charset_and_the_headers_of_pages(nginx: Nginx) -> None:
    status, headers, text = nginx.ask("GET", "/static/a.css")
    assert (status, text) == (200, "p { margin: 0 }")
    assert headers["content-type"] == "text/css; charset=utf-8"
    assert "camera=()" in headers["permissions-policy"]
    status, headers, text = nginx.ask("GET", "/uploads/a.pdf")
    assert (status, headers["content-disposition"]) == (200, 'attachment; filename="a.pdf"')
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("folder", [".backing-up", ".checking", ".replaced", ".anything"])
def test_what_lies_beside_the_uploads_is_nobody_s_to_read(nginx: Nginx, folder: str) -> None:
    hidden = nginx.folder / "var/uploads" / folder
    hidden.mkdir()
    (hidden / "a.jpg").write_bytes(b"secret")
    assert nginx.ask("GET", f"/uploads/{folder}/a.jpg")[0] == 404
    assert nginx.ask("GET", f"/uploads/x/../%2e{folder[1:]}/a.jpg")[0] == 404


def test_the_portal_gets_no_header_that_a_reader_forged(nginx: Nginx) -> None:
    seen: list[dict[str, str]] = []

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", nginx.portal), Portal) as portal:
        thread = threading.Thread(target=portal.handle_request)
        thread.start()
        forged = {"X_Forwarded_For": "198.51.100.1", "X-Forwarded-For": "198.51.100.2", "X_Forwarded_Proto": "http"}
        assert nginx.ask("GET", "/", forged)[0] == 204
        thread.join()
    forwarded = {name: value for name, value in seen[0].items() if "forwarded" in name}
    assert forwarded == {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https"}


@pytest.mark.parametrize(("file", "kind"), [("allimg/a.jpg", "image/jpeg"), ("a.pdf", "application/pdf")])
def test_a_file_of_the_old_site_says_what_it_is(nginx: Nginx, file: str, kind: str) -> None:
    assert nginx.ask("GET", f"/uploads/{file}")[1]["content-type"] == kind
