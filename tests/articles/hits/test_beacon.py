"""The beacon: views that count as reads, views that do not and why, and requests without effect."""

import ipaddress
import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from articles.hits import ingest
from articles.models import Article, ArticleHits, Hit, HitState, ReferrerDay
from tests.articles.hits.views import BROWSER, counted, log, send
from tests.builders import make_article, make_editor, shanghai

pytestmark = pytest.mark.django_db


def test_a_view_is_one_row_and_the_answer_its_number(client: Client) -> None:
    article = make_article()
    ArticleHits.objects.filter(article=article).update(opening=150, total=150)
    response = send(client, article, referrer="https://www.baidu.com/s?wd=1")
    assert (response.status_code, response.json()) == (200, {"hits": 151})
    assert response["Cache-Control"] == "no-store"
    assert counted(article) == {"reads": 1, "visitors": 1}
    assert list(ReferrerDay.objects.values_list("referrer", "reads")) == [("百度", 1)]


def test_a_view_asks_once(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    article = make_article()
    send(client, article)
    with django_assert_num_queries(1):
        assert send(client, article).status_code == 200


def test_no_cookie_is_set_and_none_needed(client: Client) -> None:
    response = send(Client(enforce_csrf_checks=True), make_article())
    assert (response.status_code, response.cookies.output(), response.headers.get("Vary")) == (200, "", None)


def test_the_picture_counts_for_readers_without_scripts(client: Client) -> None:
    article = make_article()
    response = client.get(f"/hits/{article.pk}.gif", HTTP_USER_AGENT=BROWSER)
    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert (response["Cache-Control"], response.content[:6]) == ("no-store", b"GIF89a")
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_the_same_visitor_again_is_a_repeat_another_is_not(client: Client) -> None:
    article = make_article()
    send(client, article)
    send(client, article)
    client.get(f"/hits/{article.pk}.gif", HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="203.0.113.1")
    send(client, article, HTTP_USER_AGENT=f"{BROWSER} Edg/142.0.0.0")
    send(client, article, REMOTE_ADDR="203.0.113.2")
    assert counted(article) == {"reads": 3, "repeats": 2, "visitors": 3}


def test_head_is_no_view(client: Client) -> None:
    article = make_article()
    assert client.head(f"/hits/{article.pk}.gif").status_code == 200
    assert client.head(f"/hits/{article.pk}/").status_code == 405
    assert client.get(f"/hits/{article.pk}/").status_code == 405
    assert counted(article) == {}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}, "search"),
        ({"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; GPTBot/1.2)"}, "ai"),
        ({"HTTP_USER_AGENT": "curl/8.5.0"}, "machine"),
        ({"HTTP_USER_AGENT": ""}, "machine"),
        ({"HTTP_SEC_PURPOSE": "prefetch;prerender"}, "prefetch"),
        ({"HTTP_PURPOSE": "prefetch"}, "prefetch"),
        ({"HTTP_X_MOZ": "prefetch"}, "prefetch"),
    ],
)
def test_a_machine_is_told_apart(client: Client, headers: dict[str, str], kind: str) -> None:
    article = make_article()
    assert send(client, article, **headers).json() == {"hits": 0}
    assert counted(article) == {kind: 1}


def test_a_signed_in_person_is_staff(client: Client) -> None:
    article = make_article()
    client.force_login(make_editor())
    send(client, article)
    client.logout()
    client.cookies["sessionid"] = "made-up"
    send(client, article)
    assert counted(article) == {"staff": 1, "reads": 1, "visitors": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.TRASH},
        {"publish_at": shanghai("2090-01-01 00:00")},
        {"expire_at": shanghai("2026-01-16 00:00")},
    ],
)
def test_an_article_that_no_reader_can_see_is_not_counted(client: Client, fields: dict[str, Any]) -> None:
    article = make_article(**fields)
    assert send(client, article).status_code == 404
    assert client.get(f"/hits/{article.pk}.gif").status_code == 404
    assert not Hit.objects.exists()


@pytest.mark.parametrize("pk", [0, 999, 10**18, 10**30])
def test_an_article_that_is_not_there_is_not_counted(client: Client, pk: int) -> None:
    assert send(client, pk).status_code == 404
    assert not Hit.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        b"{",
        b"[" * 4000,
        b'{"event": 1}',
        b'{"event": null}',
        b'{"event": "x"}',
        b'{"event": "00000000-0000-0000-0000-000000000000"}',
        b'{"event": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}',
    ],
)
def test_a_body_that_is_no_event_changes_nothing(client: Client, body: bytes) -> None:
    article = make_article()
    response = client.post(f"/hits/{article.pk}/", body, content_type="application/json", HTTP_USER_AGENT=BROWSER)
    assert (response.status_code, list(response.json())) == (400, ["error"])
    assert not Hit.objects.exists()


def test_a_body_that_is_too_long_is_not_read(client: Client) -> None:
    article = make_article()
    assert send(client, article, referrer="https://example.org/" + "a" * 9000).status_code == 413
    assert not Hit.objects.exists()


@pytest.mark.parametrize(
    "referrer", ["https://\0/", "https://" + "é" * 200, "\ud800", "https://example.org/" + "a" * 4076]
)
def test_no_referrer_is_too_odd(client: Client, referrer: str) -> None:
    article = make_article()
    assert send(client, article, referrer=referrer).status_code == 200
    assert counted(article) == {"reads": 1, "visitors": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_pages_of_others_count_nothing(client: Client, headers: dict[str, str]) -> None:
    article = make_article()
    assert send(client, article, **headers).status_code == 403
    assert not Hit.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_SEC_FETCH_SITE": "same-origin"}, {"HTTP_ORIGIN": "http://testserver"}, {"HTTP_ORIGIN": "https://our.site"}],
)
def test_our_own_pages_count(client: Client, settings: Settings, headers: dict[str, str]) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://our.site"]
    assert send(client, make_article(), **headers).status_code == 200


def test_a_reader_waits_for_nothing_that_only_logins_and_pages_need(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unneeded(*_: object) -> None:
        raise AssertionError("a session was looked for")

    article = make_article()
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", unneeded)
    response = send(client, article)
    assert response.status_code == 200
    assert int(response["Content-Length"]) == len(response.content)
    # The beacon skips later middleware but not earlier ones, so it has the headers of every answer.
    assert {"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"} <= set(response.headers)


def test_a_beacon_for_another_host_is_refused(client: Client) -> None:
    article = make_article()
    assert send(client, article, HTTP_HOST="evil.example").status_code == 400
    assert not Hit.objects.exists()


@pytest.mark.parametrize(("path", "status"), [("/hits/x/", 405), ("/hits/1.gif", 405), ("/hits/1", 404)])
def test_other_addresses_below_hits_get_the_pages_for_what_went_wrong(client: Client, path: str, status: int) -> None:
    response = client.post(path)
    assert response.status_code == status
    assert "<title>" in response.content.decode()


def test_a_view_that_could_not_be_committed_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: object, *, at: object) -> dict[int, ingest.Appended]:
        raise OperationalError("database or disk is full")

    article = make_article()
    monkeypatch.setattr(ingest, "_insert", full)
    assert send(client, article).status_code == 503
    assert client.get(f"/hits/{article.pk}.gif", HTTP_USER_AGENT=BROWSER).status_code == 503
    monkeypatch.undo()
    assert send(client, article).status_code == 200


def test_a_roll_up_that_fails_takes_no_view_with_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**_: object) -> None:
        raise OperationalError("database is locked")

    article = make_article()
    monkeypatch.setattr("articles.hits.beacon.roll_up_if_due", locked)
    assert send(client, article).json() == {"hits": 0}
    assert Hit.objects.count() == 1


def test_the_address_of_the_reader_is_told_by_named_proxies_alone(client: Client, settings: Settings) -> None:
    article = make_article()
    send(client, article, HTTP_X_FORWARDED_FOR="198.51.100.1")
    send(client, article, HTTP_X_FORWARDED_FOR="198.51.100.2")
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("203.0.113.1")]
    send(client, article, HTTP_X_FORWARDED_FOR="198.51.100.1")
    send(client, article, HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert counted(article) == {"reads": 3, "repeats": 1, "visitors": 3}


def test_one_event_sent_a_hundred_times_counts_once(client: Client) -> None:
    article, event = make_article(), str(uuid.uuid4())
    for number in range(100):
        send(client, article, event, REMOTE_ADDR=f"203.0.113.{number}")
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_the_beacon_rolls_up_when_nobody_did_for_half_a_minute(client: Client) -> None:
    article = make_article()
    assert send(client, article).json() == {"hits": 1}
    log(article, visitor=2)
    assert send(client, article, REMOTE_ADDR="203.0.113.2").json() == {"hits": 1}
    HitState.objects.update(claimed_at=shanghai("2026-03-10 12:00"))
    assert send(client, article, REMOTE_ADDR="203.0.113.3").json() == {"hits": 4}
