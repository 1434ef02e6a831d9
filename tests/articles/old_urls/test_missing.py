"""The inbox of missing addresses: which ones it records, and its limits."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from articles.models import MissingPath, _missing
from articles.old_urls import missing
from tests.builders import shanghai
from yanjiang.lib import per_minute

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
BAIDU = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
NOW = shanghai("2026-01-15 09:30")


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute of the test's own, however long it takes."""
    cache.clear()
    monkeypatch.setattr(per_minute, "minute_of", lambda at: 1)


def ask(client: Client, url: str, *, agent: str = FIREFOX, **headers: str) -> None:
    assert client.get(url, headers={"user-agent": agent, **headers}).status_code == 404


def noted() -> dict[str, int]:
    return dict(MissingPath.objects.values_list("path", "count"))


def test_a_path_is_counted_with_the_pages_that_link_to_it(client: Client) -> None:
    ask(client, "/a/1.html?x=1", referer="https://other.example.com/links?user=li")
    ask(client, "/a/1.html", referer="http://testserver/yanjiang/?page=2")
    ask(client, "/a/1.html", referer="http://testserver/yanjiang/")
    ask(client, "/a/1.html", agent=BAIDU)
    found = MissingPath.objects.get()
    assert (found.path, found.count) == ("/a/1.html", 4)
    assert found.referrers == ["/yanjiang/", "https://other.example.com/links"]


def test_nothing_of_who_asked_is_kept() -> None:
    assert {field.name for field in MissingPath._meta.fields} == {
        "id", "path", "count", "referrers", "first_at", "last_at"
    }  # fmt: skip


@pytest.mark.parametrize(
    "referer",
    ["javascript:alert(1)", "https://user:pass@example.com/", "http://[", "file:///etc/passwd", "https://e.com/\u202e"],
)
def test_an_address_that_is_no_page_is_no_referrer(referer: str) -> None:
    assert missing.referrer(referer, "testserver") == ""


@pytest.mark.parametrize(
    "path",
    ["/wp-login.php", "/.env", "/.git/config", "/blog/wp-includes/", "/phpmyadmin/", "/dede/login.php", "/favicon.png",
     "/vendor/phpunit/", "/a/<script>.html", "/a/'or'1.html", "/admin/nothing/", "/" + "a" * 400, "/_ignition/health",
     "/boaform/admin", "/a%00.html", "/cgi-bin/luci/"],
)  # fmt: skip
def test_paths_that_machines_try_everywhere_are_left_out(path: str) -> None:
    assert not missing.is_worth_a_look(path, agent=FIREFOX)


@pytest.mark.parametrize(
    "path", ["/a/1.html", "/yanjiang/", "/yanjiang", "/演讲/稿子.html", "/a/b_c-d/1_2.htm", "/pages/about-us/"]
)
def test_a_path_that_a_reader_may_mean_is_worth_a_look(path: str) -> None:
    assert missing.is_worth_a_look(path, agent=FIREFOX)
    assert missing.is_worth_a_look(path, agent=BAIDU)
    assert not missing.is_worth_a_look(path, agent="python-requests/2.32")


def test_head_and_what_was_found_are_not_noted(client: Client) -> None:
    client.head("/a/1.html", headers={"user-agent": FIREFOX})
    client.get("/", headers={"user-agent": FIREFOX})
    assert noted() == {}


def test_one_address_notes_ten_paths_a_minute_and_no_eleventh(client: Client) -> None:
    for number in range(1, 11):
        ask(client, f"/a/x{number}.html")
    assert len(noted()) == 10
    ask(client, "/a/x11.html")
    assert (len(noted()), "/a/x11.html" in noted()) == (10, False)
    client.get("/a/x12.html", headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.1")
    assert "/a/x12.html" in noted()


def test_all_addresses_together_note_sixty_paths_a_minute_and_no_sixty_first(client: Client) -> None:
    for number in range(1, 61):
        client.get(f"/a/x{number}.html", headers={"user-agent": FIREFOX}, REMOTE_ADDR=f"192.0.2.{number}")
    assert len(noted()) == 60
    client.get("/a/x61.html", headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.61")
    assert (len(noted()), "/a/x61.html" in noted()) == (60, False)


def test_the_next_minute_notes_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 12):
        ask(client, f"/a/x{number}.html")
    monkeypatch.setattr(per_minute, "minute_of", lambda at: 2)
    ask(client, "/a/x11.html")
    assert "/a/x11.html" in noted()


def test_a_full_inbox_gives_up_what_is_asked_for_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_missing, "MOST_PATHS", 3)
    for path in ("/a/", "/b/", "/b/", "/c/", "/d/", "/e/"):
        MissingPath.objects.note(path, "", NOW)
    assert noted() == {"/b/": 2, "/d/": 1, "/e/": 1}


def test_a_path_has_five_referrers_at_most() -> None:
    for number in range(9):
        MissingPath.objects.note("/a/", f"/{number}/", NOW)
    assert MissingPath.objects.get().referrers == ["/8/", "/7/", "/6/", "/5/", "/4/"]


def test_without_a_cache_that_counts_nothing_is_noted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_minute, "_left_alone_until", float("inf"))
    ask(client, "/a/1.html")
    assert noted() == {}


def test_a_database_that_refuses_to_write_still_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(_missing.MissingPathQuerySet, "note", locked)
    ask(client, "/a/1.html")


def test_no_path_breaks_the_inbox(client: Client, corpora: Path) -> None:
    strings: list[str] = json.loads((corpora / "naughty_strings.json").read_text())
    for text in strings[::10]:
        cache.clear()
        path = f"/{text}/".encode("utf-8", "replace").decode("latin-1")
        referer = text.encode("utf-8", "replace").decode("latin-1")
        answer = client.get("/", PATH_INFO=path, HTTP_USER_AGENT=FIREFOX, HTTP_REFERER=referer)
        assert answer.status_code < 500
