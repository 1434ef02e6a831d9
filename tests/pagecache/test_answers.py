"""The answers that clients get from a cached page."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.pages import detail
from tests.builders import make_article, make_editor, make_section
from yanjiang.pagecache import freshness
from yanjiang.pagecache.middleware import middleware, store

View = Callable[[HttpRequest], HttpResponse]

# Outside of a transaction, as it runs: within one nothing that was read is taken for known.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no second pass on a slow machine."""
    monkeypatch.setattr(freshness, "READ_EVERY", timedelta(hours=1))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles' pages that a view has made, by their addresses."""
    addresses: list[str] = []
    make = detail.detail_context

    def counted(article: Any, **kwargs: Any) -> Any:
        addresses.append(f"/articles/{article.pk}/")
        return make(article, **kwargs)

    monkeypatch.setattr(detail, "detail_context", counted)
    return addresses


@pytest.fixture
def url() -> str:
    article = make_article("怎样开口", section=make_section("演讲", segment="yanjiang"), body="<p>先看听众。</p>" * 40)
    return f"/articles/{article.pk}/"


def test_a_page_seen_before_asks_nothing(client: Client, url: str, made: list[str]) -> None:
    first = client.get(url)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(url)
    assert (again.status_code, again.content, len(asked), made) == (200, first.content, 0, [url])


@pytest.mark.parametrize("path", ["/", "/yanjiang/", "/tags/", "/consultants/", "/sitemap/", "/feed/", "/sitemap.xml"])
def test_every_kind_of_page_is_kept(client: Client, url: str, path: str) -> None:
    first = client.get(path)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(path)
    assert (first.status_code, again.content, len(asked)) == (200, first.content, 0)


def test_each_client_gets_the_coding_that_it_accepts(client: Client, url: str) -> None:
    plain = client.get(url)
    compressed = client.get(url, headers={"accept-encoding": "gzip"})
    smallest = client.get(url, headers={"accept-encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain
    assert (compressed["Content-Encoding"], gzip.decompress(compressed.content)) == ("gzip", plain.content)
    assert (smallest["Content-Encoding"], brotli.decompress(smallest.content)) == ("br", plain.content)
    assert len(smallest.content) < len(compressed.content) < len(plain.content)
    for answer in (plain, compressed, smallest):
        assert answer["Content-Length"] == str(len(answer.content))
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["ETag"] == plain["ETag"]


@pytest.mark.parametrize("known", ["{}", '"other", {}', "*", "{strong}", '"other" , {strong}'])
def test_a_client_that_has_the_page_gets_304(client: Client, url: str, made: list[str], known: str) -> None:
    etag = client.get(url)["ETag"]
    answer = client.get(url, headers={"if-none-match": known.format(etag, strong=etag.removeprefix("W/"))})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == client.get(url)["Cache-Control"]
    assert made == [url]


def test_a_client_that_has_another_page_gets_this_one(client: Client, url: str) -> None:
    answer = client.get(url, headers={"if-none-match": 'W/"another"'})
    assert (answer.status_code, "先看听众" in answer.content.decode()) == (200, True)


def test_a_page_is_made_whole_for_who_asks_first_with_conditions(client: Client, url: str, made: list[str]) -> None:
    etag = client.get(url)["ETag"]
    store.clear()
    assert client.get(url, headers={"if-none-match": etag, "accept-encoding": "br"}).status_code == 304
    assert "先看听众" in client.get(url).content.decode()
    assert made == [url, url]


def test_head_has_the_headers_of_get_and_no_page(client: Client, url: str, made: list[str]) -> None:
    head, get = client.head(url), client.get(url)
    assert head.content == b""
    assert {name: value for name, value in head.items() if name != "X-Accel-Expires"} == {
        name: value for name, value in get.items() if name != "X-Accel-Expires"
    }
    assert made == [url]


def test_parameters_that_the_page_does_not_know_neither_split_nor_fill(
    client: Client, url: str, made: list[str]
) -> None:
    for query in ("", "?from=timeline&isappinstalled=0", "?utm_source=weixin", "?utm_source=weixin&page=", "?spm=1.2"):
        client.get(f"{url}{query}")
    assert made == [url, url]  # an empty number of a page is a parameter that it knows
    assert len(store) == 2


def test_pages_of_a_list_are_kept_apart_in_whatever_order_they_are_asked(client: Client, url: str) -> None:
    section = make_section("总结", segment="zongjie")
    for number in range(21):
        make_article(f"第{number}篇总结", section=section)
    first, second = client.get("/zongjie/"), client.get("/zongjie/?utm_source=a&page=2")
    assert first.content != second.content
    assert client.get("/zongjie/?page=2&from=b").content == second.content
    assert client.get("/zongjie/").content == first.content


def test_a_value_of_any_length_fills_nothing(client: Client, url: str) -> None:
    assert client.get(f"{url}?page={'9' * 100}").status_code == 200
    assert len(store) == 0


def test_no_header_changes_a_page(client: Client, url: str, made: list[str]) -> None:
    first = client.get(url)
    staff = Client()
    staff.force_login(make_editor())
    with CaptureQueriesContext(connection) as asked:
        answer = staff.get(url, headers={"accept-language": "en", "user-agent": "curl/8", "range": "bytes=0-9"})
    assert (answer.status_code, answer.content, len(asked)) == (200, first.content, 0)
    assert not answer.cookies


def test_a_page_that_staff_see_first_is_made_as_for_anybody(client: Client, url: str) -> None:
    staff = Client()
    staff.force_login(make_editor())
    assert staff.get(url).content == client.get(url).content


@pytest.mark.parametrize("path", ["/search/?q=开口", "/admin/", "/nothing/", "/articles/999/", "/healthz", "/readyz"])
def test_a_personal_answer_or_no_page_is_not_kept(client: Client, url: str, path: str) -> None:
    client.get(path)
    assert len(store) == 0


def test_a_page_that_is_gone_is_not_kept(client: Client, url: str) -> None:
    article = make_article("过期的通知", expire_at=None, status="trash")
    assert client.get(f"/articles/{article.pk}/").status_code == 410
    assert len(store) == 0


def test_errors_of_kept_views_are_compressed_as_ever(client: Client, url: str) -> None:
    answer = client.get("/articles/999/", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer["Content-Encoding"]) == (404, "gzip")


def test_a_host_that_is_not_ours_gets_no_page(client: Client, url: str) -> None:
    client.get(url)
    assert client.get(url, headers={"host": "evil.example"}).status_code == 400


def test_posting_to_a_kept_page_is_refused(client: Client, url: str) -> None:
    client.get(url)
    assert client.post(url).status_code == 405


def test_without_the_database_a_page_is_not_taken_for_known(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(url)
    freshness.forget_state()

    def refuse(at: Any) -> Any:
        raise DatabaseError

    monkeypatch.setattr(freshness._Process, "readers", {"content": refuse})
    monkeypatch.setattr(freshness._Process, "failed_at", -freshness.PAUSE)  # the next test begins without the pause
    assert client.get(url).status_code == 200
    assert freshness.current() is None


def test_caches_are_told_what_is_true(client: Client, url: str) -> None:
    answer = client.get(url)
    rules = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
    assert answer["Cache-Control"] == rules
    state = freshness.current()
    assert state
    assert answer["X-Accel-Expires"] == f"@{int(state.at.timestamp())}"


def test_nginx_reads_its_own_header_behind_the_one_of_all_caches(client: Client, url: str) -> None:
    etag = client.get(url)["ETag"]
    for answer in (client.get(url), client.get(url, headers={"if-none-match": etag})):
        names = [name for name, _value in answer.items()]
        assert names.index("Cache-Control") < names.index("X-Accel-Expires")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "trash"}, 410),
        ({"status": "draft"}, 404),
        ({"redirect_url": "/yanjiang/", "is_jump": True}, 302),
    ],
    ids=["gone", "withdrawn", "leads on"],
)
def test_an_answer_that_replaces_a_page_is_told_to_nginx(
    client: Client, url: str, changes: dict[str, Any], status: int
) -> None:
    article = make_article("别的", **changes)
    answer = client.get(f"/articles/{article.pk}/")
    assert (answer.status_code, answer["Content-Length"]) == (status, str(len(answer.content)))
    state = freshness.current()
    assert state
    assert answer["X-Accel-Expires"] == f"@{int(state.at.timestamp())}"


def test_an_answer_that_nobody_may_keep_is_not_told_to_nginx(client: Client, url: str) -> None:
    for path in ("/search/?q=开口", "/admin/login/", "/healthz", "/readyz"):
        assert "X-Accel-Expires" not in client.get(path)


@pytest.fixture
def let_view(monkeypatch: pytest.MonkeyPatch) -> Callable[[View], None]:
    """Let another view make the pages of articles."""

    def replace(view: View) -> None:
        monkeypatch.setattr(detail, "render", lambda request, *_rest: view(request))

    return replace


def test_a_view_sees_no_header_of_the_client(url: str, client: Client, let_view: Callable[[View], None]) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        assert not {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"} & set(request.META)
        return HttpResponse("页")

    let_view(view)
    answer = client.get(url, headers={"cookie": "a=b", "accept-encoding": "br", "if-none-match": '"1"'})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "br")
    assert answer.wsgi_request.META["HTTP_COOKIE"] == "a=b"


def test_a_view_is_called_without_session_and_login(url: str, client: Client, let_view: Callable[[View], None]) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        assert not {"session", "user", "csrf_processing_done"} & set(vars(request))
        return HttpResponse("页")

    let_view(view)
    client.force_login(make_editor())
    assert client.get(url).status_code == 200


def test_developers_see_what_the_policy_blocks(url: str, client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    client.handler.load_middleware()
    assert "default-src 'self'" in client.get(url)["Content-Security-Policy"]


def test_a_view_that_fails_is_answered_by_the_error_page(url: str, let_view: Callable[[View], None]) -> None:
    let_view(lambda _request: 1 // 0)  # type: ignore[arg-type, return-value]
    answer = Client(raise_request_exception=False).get(url)
    assert answer.status_code == 500
    assert "编号" in answer.content.decode()
    assert len(store) == 0


def test_an_answer_with_a_cookie_is_somebodys(url: str, client: Client, let_view: Callable[[View], None]) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse("页")
        response.set_cookie("sessionid", "a")
        return response

    let_view(view)
    assert client.get(url).cookies
    assert len(store) == 0


def test_head_sends_no_page_to_whatever_server(url: str, rf: RequestFactory, let_view: Callable[[View], None]) -> None:
    let_view(lambda _request: HttpResponse("页"))
    answer = middleware(lambda _request: HttpResponse("别的"))(rf.head(url, headers={"host": "localhost"}))
    assert isinstance(answer, HttpResponse)
    assert (answer.content, answer["Content-Length"]) == (b"", "3")
