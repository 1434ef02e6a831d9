"""nginx's cache of the portal's pages: which pages, for how long, under which key. The portal here is a fake."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.nginx import Nginx, running
from tests.told_portal import Portal


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with running(Nginx(tmp_path_factory.mktemp("nginx"))) as started:
        yield started


def asked(nginx: Nginx, path: str, **headers: str) -> tuple[int, str, str]:
    """Return the status, the body, and nginx's cache status. accept_encoding is the header Accept-Encoding."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    status, told, body = nginx.ask("GET", path, names)
    return status, body, told.get("x-cache", "")


def second_begins(count: int = 1) -> None:
    """Wait until that many seconds of the clock have begun."""
    time.sleep(count - time.time() % 1 + 0.02)


def test_a_page_that_is_asked_for_much_is_one_request_a_second(nginx: Nginx) -> None:
    portal, ended = Portal(), Event()

    def read() -> set[tuple[int, str]]:
        seen = set()
        while not ended.is_set():
            seen.add(asked(nginx, "/much/")[:2])
        return seen

    second_begins()
    with portal.answering(nginx.portal), ThreadPoolExecutor(4) as readers:
        reading = [readers.submit(read) for _ in range(4)]
        began = int(time.time())
        second_begins(3)
        requests = len(portal.asked)
        seconds = int(time.time()) - began + 1
        ended.set()
        assert {answer for seen in reading for answer in seen.result()} == {(200, "first")}
    assert seconds - 1 <= requests <= seconds
    assert all(asked.headers.get("if-none-match") == 'W/"first"' for asked in portal.asked[1:])


def test_a_reader_who_asks_when_a_page_has_just_ended_does_not_wait(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        second_begins()
        asked(nginx, "/patient/")
        portal.waits = 0.8
        second_begins()
        began = time.monotonic()
        assert asked(nginx, "/patient/") == (200, "first", "STALE")
        assert time.monotonic() - began < 0.7


def test_a_change_is_seen_within_two_seconds(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        asked(nginx, "/changed/")
        portal.status, portal.body = 410, "gone"
        changed = last = time.monotonic()
        while (now := time.monotonic()) and asked(nginx, "/changed/")[0] == 200:
            last = now
            time.sleep(0.02)
        assert last - changed < 2


def test_a_page_that_nobody_asked_for_meanwhile_is_not_taken_for_true(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        for name in ("kept", "gone"):
            asked(nginx, f"/rare/{name}/")
        second_begins(3)
        assert asked(nginx, "/rare/kept/") == (200, "first", "REVALIDATED")
        portal.status, portal.body = 410, "gone"
        assert asked(nginx, "/rare/gone/") == (410, "gone", "EXPIRED")


FAILURES = (500, 502, 503, 504)
OTHERS = (301, 403, 404, 410, 429)


def test_a_page_stays_while_the_portal_fails_and_goes_when_it_says_so(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        for name in (*FAILURES, *OTHERS, "silent", "down"):
            assert asked(nginx, f"/failing/{name}/") == (200, "first", "MISS")
        second_begins(3)
        portal.body = "another"
        for status in FAILURES:
            portal.status = status
            assert asked(nginx, f"/failing/{status}/") == (200, "first", "STALE")
        for status in OTHERS:
            portal.status = status
            assert asked(nginx, f"/failing/{status}/") == (status, "another", "EXPIRED")
        portal.waits = 1.5
        assert asked(nginx, "/failing/silent/") == (200, "first", "STALE")
    second_begins(3)
    assert asked(nginx, "/failing/down/") == (200, "first", "STALE")
    # A page that was gone does not come back when the portal stops.
    for status in OTHERS:
        assert asked(nginx, f"/failing/{status}/") == (status, "another", "STALE")
    assert nginx.ask("GET", "/failing/unknown/")[0] == 502


def test_a_page_that_never_was_is_not_kept(nginx: Nginx) -> None:
    portal = Portal(status=404)
    with portal.answering(nginx.portal):
        assert [asked(nginx, "/never/")[2] for _ in range(3)] == ["MISS"] * 3


@pytest.mark.parametrize("status", [200, 301])
def test_an_answer_without_a_time_is_not_kept(nginx: Nginx, status: int) -> None:
    portal = Portal(status=status, is_kept=False, headers={"Cache-Control": "public, max-age=3600"})
    with portal.answering(nginx.portal):
        assert [asked(nginx, "/timeless/")[2] for _ in range(2)] == ["MISS"] * 2


def test_an_answer_with_a_cookie_is_not_kept(nginx: Nginx) -> None:
    portal = Portal(headers={"Set-Cookie": "a=b"})
    with portal.answering(nginx.portal):
        assert [asked(nginx, "/cookie/")[2] for _ in range(2)] == ["MISS"] * 2


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", "/hits/1.gif", "/search/?q=a", "/healthz", "/readyz", "/uploads/attachments/a.pdf"],
)
def test_a_page_that_is_never_kept_is_asked_for_each_time(nginx: Nginx, path: str) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        for _ in range(2):
            assert nginx.ask("GET", path)[::2] == (200, "first")
    assert portal.paths() == [path] * 2


def test_a_form_is_not_answered_from_the_cache(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        asked(nginx, "/form/")
        for _ in range(2):
            nginx.fetch("POST", "/form/", {"Content-Length": "3"}, body=b"a=b")
    assert portal.paths() == ["/form/"] * 3


def test_head_is_answered_from_the_page(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        asked(nginx, "/head/")
        status, headers, body = nginx.ask("HEAD", "/head/")
    assert (status, headers["content-length"], body) == (200, "5", "")
    assert headers["x-cache"] != "MISS"


@pytest.mark.parametrize("known", ['W/"first"', '"first"', '"other", W/"first"', "*"])
def test_a_client_that_has_the_page_gets_304_from_nginx(nginx: Nginx, known: str) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        asked(nginx, "/known/")
        assert asked(nginx, "/known/", if_none_match=known)[:2] == (304, "")
        assert asked(nginx, "/known/", if_none_match='"other"')[:2] == (200, "first")
    assert not any("other" in asked.headers.get("if-none-match", "") for asked in portal.asked)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?from=timeline", ""),
        ("?from=timeline&isappinstalled=0", ""),
        ("?from", ""),
        ("?utm_source=a&page=2&utm_medium=b", "?page=2"),
        ("?page=2&spm=1.2.3&share_token=4&page=3", "?page=2&page=3"),
        ("?a=1&from=&b=2&utm_x=3", "?a=1&b=2"),
        ("?spm=1&a=1&from=&b=2&utm_x=3&utm_y", "?a=1&b=2"),
        ("?&from=timeline&", ""),
        ("?fromage=1", "?fromage=1"),
        ("?x=from&xfrom=1", "?x=from&xfrom=1"),
        ("?q=a%26from=b", "?q=a%26from=b"),
        ("?page=from=2", "?page=from=2"),
    ],
)
def test_one_page_is_kept_once_wherever_its_link_was_passed_on(nginx: Nginx, query: str, kept: str) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        assert asked(nginx, f"/passed-on/{query}")[0] == 200
        assert asked(nginx, f"/passed-on/{kept}")[2] != "MISS"
    assert set(portal.paths()) <= {f"/passed-on/{kept}"}  # it may be there already, from another of these examples


def test_the_portal_gets_the_path_as_it_was_asked_for(nginx: Nginx) -> None:
    portal = Portal()
    paths = ["/%E6%BC%94%E8%AE%B2/", "/%e6%bc%94%e8%ae%b2/", "/a//slashes//", "/a/../b/", "/a%2Fb/", "/a%3Fb=c/?d=%3F"]
    with portal.answering(nginx.portal):
        for path in paths:
            asked(nginx, path)
    assert portal.paths() == paths


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br, gzip"),
        ("gzip", "gzip"),
        ("GZIP, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_portal_is_asked_for_one_of_three_forms(nginx: Nginx, accepted: str, coding: str | None) -> None:
    portal = Portal()
    path = f"/form/{accepted.encode().hex()}/"
    with portal.answering(nginx.portal):
        asked(nginx, path, accept_encoding=accepted)
        assert portal.asked[0].headers.get("accept-encoding") == coding
        assert asked(nginx, path, accept_encoding=coding or "")[2] != "MISS"


def test_each_form_is_kept_for_itself(nginx: Nginx) -> None:
    portal = Portal()
    with portal.answering(nginx.portal):
        for portal.body, accepted in [("brotli", "br, gzip"), ("gzip", "gzip"), ("plain", "")]:
            asked(nginx, "/forms/", accept_encoding=accepted)
        for body, accepted in [("brotli", "gzip, br"), ("gzip", "gzip"), ("plain", "deflate")]:
            assert asked(nginx, "/forms/", accept_encoding=accepted)[1] == body


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "just ended"])
def test_two_hundred_who_ask_at_once_are_one_request(nginx: Nginx, is_new: bool) -> None:  # noqa: FBT001
    portal, path = Portal(), f"/crowd/{is_new}/"
    with portal.answering(nginx.portal), ThreadPoolExecutor(200) as crowd:
        if not is_new:
            asked(nginx, path)
        portal.waits = 0.2
        portal.asked.clear()
        second_begins()
        answers = list(crowd.map(lambda _: asked(nginx, path)[:2], range(200)))
        assert answers == [(200, "first")] * 200
        assert 1 <= len(portal.asked) <= 2


@pytest.mark.parametrize(
    ("method", "path", "at_once"),
    [("POST", "/hits/1/", 200), ("GET", "/search/?q=a", 30), ("POST", "/admin/login/", 10)],
)
def test_a_client_that_asks_too_often_is_refused_in_chinese(
    tmp_path: Path, method: str, path: str, at_once: int
) -> None:
    # Another nginx, for the others here come from the same address.
    with running(Nginx(tmp_path)) as nginx, Portal().answering(nginx.portal), ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: nginx.ask(method, path, {"Content-Length": "0"}), range(at_once * 2 + 40)))
    served = [answer for answer in answers if answer[0] == 200]
    refused = [answer for answer in answers if answer[0] == 429]
    assert at_once < len(served) < len(answers)
    assert len(served) + len(refused) == len(answers)
    assert "<h1>" in refused[0][2]
    assert "nginx" not in refused[0][2]


def test_the_form_of_the_login_may_be_looked_at_any_time(nginx: Nginx) -> None:
    with Portal().answering(nginx.portal):
        assert {nginx.ask("GET", "/admin/login/")[0] for _ in range(40)} == {200}


def test_connections_to_the_portal_are_used_again(nginx: Nginx) -> None:
    portal = Portal(is_kept=False)
    with portal.answering(nginx.portal):
        for number in range(12):
            asked(nginx, f"/again/{number}/")
    assert len({id(asked.connection) for asked in portal.asked}) <= 2  # each process of nginx has its own


def test_an_answer_of_the_portal_is_not_compressed_again(nginx: Nginx) -> None:
    portal = Portal(body="a" * 10_000)
    with portal.answering(nginx.portal):
        status, headers, body = nginx.fetch("GET", "/whole/", {"Accept-Encoding": "gzip"})
    assert (status, "content-encoding" in headers, len(body)) == (200, False, 10_000)


def test_static_files_are_sent_compressed_as_they_lie_there(nginx: Nginx) -> None:
    static = nginx.folder / "var" / "static"
    (static / "b.css").write_text("p { margin: 0 }")
    (static / "b.css.gz").write_bytes(b"compressed")
    status, headers, body = nginx.fetch("GET", "/static/b.css", {"Accept-Encoding": "gzip"})
    assert (status, body, headers["content-encoding"]) == (200, b"compressed", "gzip")
    assert (headers["content-type"], headers["vary"]) == ("text/css; charset=utf-8", "Accept-Encoding")
    assert nginx.fetch("GET", "/static/b.css")[2] == b"p { margin: 0 }"
