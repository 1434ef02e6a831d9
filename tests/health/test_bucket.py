"""The bucket of the uploads: whether it answers, and whether strangers read it."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.objects import Bucket
from tests.server import free_port
from yanjiang.health.findings import State
from yanjiang.health.security import inside

LISTING = b"""<?xml version="1.0"?><ListBucketResult><Contents><Key>a.jpg</Key></Contents></ListBucketResult>"""


class Guarded(ThreadingHTTPServer):
    """Storage that answers signed requests, and strangers only what it is told to."""

    strangers_may: tuple[str, ...] = ()  # methods
    daemon_threads = True


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        is_let_in = self.headers.get("Authorization") or self.command in server.strangers_may
        self.send_response(200 if is_let_in else 403)
        self.send_header("Content-Length", str(len(LISTING)) if is_let_in and self.command == "GET" else "0")
        self.end_headers()
        if is_let_in and self.command == "GET":
            self.wfile.write(LISTING)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_words: Any) -> None: ...


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Guarded]:
    with Guarded(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        bucket = Bucket(server.server_address[1], "private")
        settings.STORAGES = {**settings.STORAGES, "default": bucket.setting}
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("strangers_may", "state"), [((), State.OK), (("GET",), State.FAILED), (("HEAD",), State.FAILED)]
)
def test_a_bucket_that_strangers_list_or_read_is_a_danger(
    guarded: Guarded, strangers_may: tuple[str, ...], state: State
) -> None:
    guarded.strangers_may = strangers_may
    assert inside.bucket().state is state


def test_a_bucket_that_does_not_answer_is_not_taken_for_a_private_one(bucket: Bucket, settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": replace(bucket, port=free_port()).setting}
    assert inside.bucket().state is State.DEGRADED


def test_a_folder_is_no_bucket() -> None:
    assert (inside.bucket().state, inside.bucket().words) == (State.OK, "上传的文件在文件夹里，没有桶。")


@pytest.mark.django_db
def test_the_state_of_the_site_tells_whether_the_bucket_answers(
    client: Client, bucket: Bucket, settings: Settings
) -> None:
    assert client.get("/readyz").json()["checks"]["uploads"]["words"] == "存放上传文件的 S3 正常。"
    for gone in (replace(bucket, port=free_port()), replace(bucket, name="nobody-s")):
        settings.STORAGES = {**settings.STORAGES, "default": gone.setting}
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["checks"]["uploads"]["state"]) == (200, "degraded")
