"""ASVS 5.0, chapter V16: what fails betrays nothing, opens nothing, and takes nothing else with it."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.hits.rollup import roll_up
from articles.models import Article, ArticleHits
from tests.accounts.telephone import Telephone, send_code
from tests.accounts.test_logins import PASSWORD, is_logged_in, log_in
from tests.articles.admin.forms import typed
from tests.articles.admin.limited import LIST, page, signed_in
from tests.articles.hits.views import send
from tests.builders import make_article, make_author, make_editor, make_section
from tests.test_errors import BETRAYED, SECRET
from tests.test_safe_methods import contents
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

# The failing function -> the address that needs it.
FAILING = {
    "articles.pages.detail.detail_context": "/articles/{pk}/",
    "articles.pages.search.parse": "/search/?q=a",
    "yanjiang.feeds._channel": "/feed/",
    "articles.admin.article.ArticleAdmin.get_queryset": "/admin/articles/article/",
    "yanjiang.pictures.elsewhere.fetch": "POST /admin/pictures/picture/fetch/",
    "articles.hits.beacon.append": "POST /hits/{pk}/",
    "yanjiang.accounts.logins.LoginForm.clean": "POST /admin/login/",
}
ERRORS = (
    RuntimeError(SECRET),
    DatabaseError(SECRET),
    OperationalError(SECRET),
    PermissionError(SECRET),
    KeyError(SECRET),
)


def fails(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("place", FAILING)
def test_asvs_16_5_1_an_error_tells_its_number_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    article = make_article(section=make_section())
    client = signed_in(make_editor())
    client.raise_request_exception = False
    method, _, url = FAILING[place].format(pk=article.pk).rpartition(" ")
    if "login" in url or "hits" in url:
        client.logout()
    monkeypatch.setattr(place, fails(error))
    if method:
        sent = '{"event": "6a2f41a3-c54c-4ee0-9d5e-2c1d3a5b6f70"}' if "hits" in url else {"url": "http://a.cn/a.jpg"}
        kind = {"content_type": "text/plain"} if "hits" in url else {}
        answer = client.post(url, sent, **kind)  # type: ignore[arg-type]
    else:
        answer = client.get(url)
    assert answer.status_code in (400, 500, 503)
    told = f"{answer.content.decode()}{answer.headers}"
    assert [word for word in (*BETRAYED, SECRET) if word in told] == []


def test_asvs_16_5_2_without_the_cache_the_site_reads_counts_and_guards(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "tests.lib.broken_cache.BrokenCache"}}
    article = make_article(section=make_section())
    make_author()
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/search/?q=开口").status_code == 200
    assert send(client, article).status_code == 200
    roll_up(now=timezone.now())
    assert ArticleHits.objects.get(article=article).total == 1
    assert [log_in(client, "author", "falsch-und-lang") for _ in range(5)][-1] == 429
    assert log_in(client, "author", PASSWORD) == 429


class BrokenMail(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise OSError("the mail server is away")


def test_asvs_16_5_2_without_mail_and_other_hosts_the_desk_works(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    author = make_author()
    make_editor(email="editor@example.com")
    draft = make_article("写好了", owner=author, status="draft", publish_at=None)
    assert signed_in(author).post(page(draft, "hand-over/"), {"note": "请看"}).status_code == 302
    assert draft.__class__.objects.get(pk=draft.pk).handing_over.state == "waiting"
    monkeypatch.setattr("socket.getaddrinfo", fails(OSError("no network")))
    answer = signed_in(author).post("/admin/pictures/picture/fetch/", {"url": "http://a.cn/a.jpg"})
    assert (answer.status_code, "找不到对方网站" in answer.json()["error"]["message"]) == (400, True)
    assert not Picture.objects.exists()


def test_asvs_16_5_2_without_the_database_readers_are_told_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fails(OperationalError(SECRET)))
    answer = client.get("/articles/1/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/admin/")
    assert answer.status_code in (302, 503)  # nobody is logged in by an error


# Functions that decide whether a change is allowed, or that are a part of it.
DECIDING = (
    "yanjiang.accounts.section_rights.SectionRightsBackend.has_perm",
    "yanjiang.accounts.section_rights._load",
    "articles.admin.roles.publishes",
    "articles.admin.article.ArticleAdmin.has_change_permission",
    "yanjiang.sent.sending.Sending.end",
    "yanjiang.lib.richtext.clean",
    "articles.projections.writing.read",
    "articles.editing.revisions._record",
)


@pytest.mark.parametrize("place", DECIDING)
def test_asvs_16_5_3_what_cannot_be_checked_is_not_done(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    draft = make_article("还没写完", status="draft", publish_at=None)
    client = signed_in(make_editor())
    client.raise_request_exception = False
    sent = typed(client, page(draft), title="改了", body="<p>改了</p><script>a()</script>", _publish="保存并发布")
    before = contents()
    monkeypatch.setattr(place, fails(RuntimeError(SECRET)))
    answer = client.post(page(draft), sent)
    assert answer.status_code >= 400
    assert contents() == before


STEPS = (
    "yanjiang.accounts.second_factor.accepts",
    "axes.handlers.proxy.AxesProxyHandler.is_allowed",
    "yanjiang.accounts.trusted_devices.is_trusted",
    "yanjiang.accounts.sessions.record",
    "yanjiang.accounts.second_factor.is_set_up",
)


@pytest.mark.parametrize("place", STEPS)
def test_asvs_16_5_3_a_login_whose_step_fails_is_none(
    client: Client, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    telephone = Telephone(monkeypatch)
    telephone.give(make_editor())
    client.raise_request_exception = False
    monkeypatch.setattr(place, fails(RuntimeError(SECRET)))
    if log_in(client, "editor", PASSWORD) == 302:
        send_code(client, telephone.code())
    assert not is_logged_in(client)
    assert not [row for row in Session.objects.all() if "_auth_user_id" in row.get_decoded()]


def test_asvs_16_5_3_an_action_on_many_rows_that_fails_does_none(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [make_article(f"第{number}篇", status="draft") for number in range(3)]
    client = signed_in(make_editor())
    client.raise_request_exception = False
    before = contents()
    monkeypatch.setattr("articles.projections.writing.read", fails(RuntimeError(SECRET)))
    chosen = {"action": "publish", "_selected_action": [draft.pk for draft in drafts], "confirmed": "yes"}
    assert client.post(LIST, chosen).status_code == 500
    assert contents() == before
    assert not Article.objects.published().exists()
