"""When the database hangs, every page is answered in bounded time by an error page that says so."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.builders import make_article
from yanjiang.lib import patience

ROOT = Path(__file__).resolve().parents[2]
# Requests pages as a server's process does. Prints each path and status, whether it says 网站正忙, and if in 20 s.
ASK = """
import django, os, sys, time
from yanjiang.wsgi import application
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
client = Client(raise_request_exception=False)
for request in ("get /", "get /readyz", "post /hits/1/", "get /articles/1/", "get /a/1.html"):
    method, path = request.split()
    start = time.monotonic()
    body = {"data": '{"event": "0b0e7a39-7a2a-4f4f-9a61-1d3c5b1f0f5e"}', "content_type": "application/json"}
    answer = getattr(client, method)(path, **(body if method == "post" else {}), HTTP_USER_AGENT="Firefox/130 (Linux)")
    words = "网站正忙" in answer.content.decode()
    print(path, answer.status_code, words, time.monotonic() - start < 20)
"""


@pytest.mark.once
def test_a_server_that_accepts_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://postgres@127.0.0.1:{silent.getsockname()[1]}/yanjiang"
        environment = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yanjiang.settings"}
        told = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", ASK],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout.splitlines()
    assert told == [
        "/ 503 True True",
        "/readyz 503 False True",
        "/hits/1/ 503 False True",
        "/articles/1/ 503 True True",
        "/a/1.html 503 True True",
    ]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that serves pages, and waits less than it does in life."""
    monkeypatch.setattr(patience, "VISITOR", 0.2)
    monkeypatch.setattr(patience, "LOOK", 0.05)
    monkeypatch.setenv("PGOPTIONS", "")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"]})
    patience.install()
    connection.close()
    yield
    request_started.disconnect(patience._trust)
    connection.close()


@pytest.fixture
def locked_table(transactional_db: None) -> Iterator[None]:
    """Every page asks this table; another connection keeps it to itself."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's readers wait for nobody")
    make_article()
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    with closing(psycopg2.connect(**address)) as other:
        other.cursor().execute("LOCK TABLE furniture_version IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_table_that_is_locked_keeps_no_reader(locked_table: None, client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "网站正忙" in answer.content.decode()
    # The broken connection is replaced. A server does this after each request, but the test client does not.
    close_old_connections()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_connection_that_has_just_answered_is_not_asked_whether_it_is_alive(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("asked of PostgreSQL")
    asked: list[BaseDatabaseWrapper] = []

    def is_usable(wrapper: BaseDatabaseWrapper) -> bool:
        asked.append(wrapper)
        return True

    monkeypatch.setattr(type(connections["default"]), "is_usable", is_usable)

    def request() -> int:
        close_old_connections()  # as a server begins each request
        request_started.send(None)
        client.get("/readyz")
        return len(asked)

    assert request() == 0
    assert request() == 0
    monkeypatch.setattr(patience, "ALIVE", 0.0)
    assert request() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_an_answer_tells_nothing_of_another_connection() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("asked of PostgreSQL")
    connection.ensure_connection()
    assert connection.connection
    connection.connection.answered_at = -patience.ALIVE
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.cursor().execute("SELECT 1")
        assert other.answered_at > 0
    request_started.send(None)
    assert connections["default"].health_check_done is False  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_command_that_may_wait_waits() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("asked of PostgreSQL")
    with patience.waiting_at_most(5), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5), 1")
        assert cursor.fetchone()[1] == 1


@pytest.mark.once
def test_commands_wait_as_long_as_it_takes() -> None:
    code = (
        "import django; django.setup(); from django.db import connection;"
        "print('cursor_factory' in connection.settings_dict.get('OPTIONS', {}))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "yanjiang.settings", "DATABASE_URL": "postgres://127.0.0.1/yanjiang"}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_wait_for_a_commit_or_a_server_cursor_is_bounded_too() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("asked of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE slow (n int)")
        cursor.execute(
            "CREATE FUNCTION sleep() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(9); RETURN NULL; END' LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION sleep()"
        )
    try:
        with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO slow VALUES (1)")
        close_old_connections()
        with pytest.raises(OperationalError), transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute("SELECT pg_sleep(2)")
            cursor.fetchmany(1)
    finally:
        connection.close()
        with patience.waiting_at_most(30), connection.cursor() as cursor:  # the server goes on for a while
            cursor.execute("DROP TABLE slow")
            cursor.execute("DROP FUNCTION sleep")
