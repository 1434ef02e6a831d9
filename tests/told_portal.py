"""A fake portal for tests of nginx: it gives configured answers, and records the requests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

RULES = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    connection: object


@dataclass
class Portal:
    """The answers of the fake portal. A cached page expires with the second in which it was answered."""

    status: int = 200
    body: str = "first"
    headers: dict[str, str] = field(default_factory=dict)
    is_kept: bool = True
    waits: float = 0.0
    asked: list[Asked] = field(default_factory=list)

    @property
    def etag(self) -> str:
        return f'W/"{self.body[:20]}"'

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    @contextmanager
    def answering(self, port: int) -> Iterator[None]:
        """Answer at that port, until the end of the block: then all connections are cut.

        Answers that have begun are finished first: nginx would ask for them again, and so ask the next portal.
        """
        with _Server(("127.0.0.1", port), _Handler) as server:
            server.portal = self
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()
                server.finish()
                for connection in server.connections:
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    request_queue_size = 300
    daemon_threads = True
    portal: Portal

    def __init__(self, *words: object) -> None:
        super().__init__(*words)  # type: ignore[arg-type]
        self.connections: list[socket.socket] = []
        self.answering = 0
        self.changed = threading.Condition()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count an answer as long as it is made."""
        self.count(1)
        try:
            yield
        finally:
            self.count(-1)

    def count(self, step: int) -> None:
        with self.changed:
            self.answering += step
            self.changed.notify_all()

    def finish(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.answering, timeout=self.portal.waits + 1)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    without_body: ClassVar = (204, 304)

    def setup(self) -> None:
        super().setup()
        self.server.connections.append(self.connection)

    def do_GET(self) -> None:
        with self.server.counted():
            self.answer()

    def answer(self) -> None:
        portal, told = self.server.portal, {name.lower(): value for name, value in self.headers.items()}
        portal.asked.append(Asked(self.path, told, self.connection))
        etag, second = portal.etag, int(time.time())
        time.sleep(portal.waits)
        status = 304 if portal.status == 200 and told.get("if-none-match") == etag else portal.status
        self.rfile.read(int(told.get("content-length", 0)))
        self.send_response(status)
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if portal.is_kept:
            headers |= {"Cache-Control": RULES, "Vary": "Accept-Encoding", "ETag": etag}
            headers |= {"X-Accel-Expires": f"@{second}"}
        body = b"" if status in self.without_body else portal.body.encode()
        for name, value in {**headers, **portal.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None: ...
