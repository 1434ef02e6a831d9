"""Sentry gets errors, and no personal data."""

import gzip
import json
import logging
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import brotli
import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from pytest import MonkeyPatch

from yanjiang.logs import number, sentry

DECODINGS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def received() -> Iterator[tuple[str, list[str]]]:
    """Run a server that takes what Sentry would take. Return its address, and the bodies that it got."""
    bodies: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(DECODINGS[self.headers["Content-Encoding"]](body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://key@127.0.0.1:{server.server_address[1]}/1", bodies
    server.shutdown()
    thread.join()
    server.server_close()
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_is_sent_with_its_number_and_without_personal_data(
    received: tuple[str, list[str]], monkeypatch: MonkeyPatch
) -> None:
    address, bodies = received
    monkeypatch.setattr(number, "current", lambda: "318041-512")
    handler = sentry.handler(address)
    typed = "ge" + "heim"  # a variable of this frame; an event quotes the lines of the code
    try:
        raise ValueError(f"读者 13812345678 from 203.0.113.9 {len(typed)}")
    except ValueError:
        made = logging.LogRecord(
            "django.request",
            logging.ERROR,
            __file__,
            1,
            "Internal Server Error: %s",
            (f"/a/?q={typed}",),
            sys.exc_info(),
        )
    made.request = {"COOKIES": typed}
    handler.emit(made)
    sentry_sdk.flush(timeout=10)
    sentry_sdk.get_client().close(timeout=10)
    (body,) = bodies
    event: dict[str, Any] = json.loads(body.splitlines()[2])
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["value"] == "读者 [telephone] from [address] 6"
    assert event["tags"] == {"request": "318041-512"}
    assert not event.keys() & {"request", "user", "server_name", "breadcrumbs", "extra", "modules"}
    assert typed not in json.dumps(event)


def test_a_site_without_the_library_is_told_what_to_install(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN: sentry-sdk is not installed"):
        sentry.handler("https://key@example.com/1")
