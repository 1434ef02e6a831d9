"""Public pages are made from a replica that has everything, and from the primary in any other case."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from articles.models import ContentChange
from tests.builders import make_article
from tests.replicas import answers, second_connection
from yanjiang.lib import replica
from yanjiang.lib.pages import is_public
from yanjiang.lib.replica import Standing
from yanjiang.pagecache import common, freshness

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = {
    "home", "page", "robots", "sitemap", "sitemap_index", "sitemap_file", "sitemap_newest", "sitemap_text", "root_file",
    "site_feed", "section_feed", "tag_feed", "list", "detail", "qr_code", "tags", "tag", "search", "section",
}  # fmt: skip


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the state of the site through a test. A slow machine would read it again after a second."""
    monkeypatch.setattr(freshness, "READ_EVERY", timedelta(hours=1))


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with second_connection(monkeypatch) as own:
        yield own


@pytest.fixture
def url() -> str:
    return f"/articles/{make_article('怎样开口').pk}/"


def queries(own: Any, action: Callable[[], Any]) -> tuple[int, int]:
    """Return how many queries the replica and the primary get."""
    freshness.current()
    with CaptureQueriesContext(own) as of_replica, CaptureQueriesContext(connections[DEFAULT_DB_ALIAS]) as of_primary:
        action()
    return len(of_replica), len(of_primary)


@pytest.mark.parametrize("path", ["", "/", "/search/?q=开口", "/sitemap.txt", "/feed/", "/tags/"])
def test_the_replica_alone_makes_a_public_page(client: Client, other: Any, url: str, path: str) -> None:
    of_replica, of_primary = queries(other, lambda: client.get(path or url))
    assert of_replica > 0
    assert of_primary == 0
    assert "怎样开口" in client.get(url).content.decode()


@pytest.mark.parametrize(
    "answer",
    [
        Standing(is_ours=True, has_reached=False, age=0.1),
        OperationalError("connection refused"),
    ],
    ids=["behind", "away"],
)
def test_the_primary_makes_the_page_while_the_replica_is(
    client: Client, other: Any, url: str, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    answers(monkeypatch, answer)
    of_replica, of_primary = queries(other, lambda: client.get(url))
    assert of_replica == 0
    assert of_primary > 0


def test_a_replica_that_fails_in_the_middle_costs_no_reader_the_page(
    client: Client, other: Any, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def fail_later(execute: Any, sql: str, *others: Any) -> Any:
        asked.append(sql)
        if len(asked) > 1:
            raise OperationalError("terminating connection")
        return execute(sql, *others)

    with other.execute_wrapper(fail_later):
        answer = client.get(url)
    assert (answer.status_code, "怎样开口" in answer.content.decode()) == (200, True)
    assert len(asked) > 1
    assert {record.levelname for record in caplog.records} == {"WARNING"}


def test_what_is_no_public_page_is_the_primarys(client: Client, other: Any) -> None:
    assert queries(other, lambda: client.get("/admin/login/"))[0] == 0
    assert queries(other, lambda: client.get("/a/gone.html"))[0] == 0
    event = {"event": "0b0e7a39-7a2a-4f4f-9a61-1d3c5b1f0f5e"}
    beacon = queries(other, lambda: client.post("/hits/1/", event, content_type="application/json"))
    assert beacon[0] == 0


def test_a_page_that_is_not_there_is_noted_on_the_primary(client: Client, other: Any) -> None:
    of_replica, of_primary = queries(other, lambda: client.get("/articles/999/"))
    assert of_replica == 1
    assert of_primary > 0


def test_in_a_transaction_the_primary_is_asked(client: Client, other: Any, url: str) -> None:
    with transaction.atomic():
        assert queries(other, lambda: client.get(url))[0] == 0


def test_what_a_replica_made_does_not_count_as_newer_than_its_state(other: Any) -> None:
    state = freshness.current()
    assert state
    with freshness.held(state), replica.in_place():
        ContentChange.objects.note()  # as another thread does, while this one makes a page
        assert common.common("key", lambda: "旧的") == "旧的"
    assert common.common("key", lambda: "新的") == "新的"


def test_each_public_view_was_weighed() -> None:
    """Before a name is added here, its line in the README of the page cache says why a replica may answer it."""
    names = {found.name for found in _patterns(get_resolver()) if is_public(found.callback)}
    assert names == PUBLIC


def _patterns(resolver: Any) -> Iterator[URLPattern]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield found
        elif found.app_name != "admin":
            yield from _patterns(found)


def test_a_site_without_a_replica_leaves_the_middleware_out(client: Client, url: str) -> None:
    client.get(url)
    assert not replica.is_configured()
    of_views = client.handler._view_middleware  # type: ignore[attr-defined]
    assert [one for one in of_views if "from_replica" in one.__module__] == []
    assert connection.alias == DEFAULT_DB_ALIAS
