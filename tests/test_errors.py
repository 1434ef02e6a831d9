"""Error pages: in Chinese, and without technical details."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

import articles.pages.search
from articles.models import Article
from tests.builders import make_article, make_author, make_editor, make_section
from tests.pages import inline_code, read

BETRAYED = (
    "Error",
    "Exception",
    "Traceback",
    "SELECT",
    "secret",
    ".py",
    "django",
    "Django",
    "settings",
    "DEBUG",
    "/srv",
)
SECRET = "SELECT secret FROM settings -- /srv/yanjiang/yanjiang/settings.py"


@pytest.fixture
def raising(client: Client, monkeypatch: MonkeyPatch) -> Callable[[Exception], HttpResponse]:
    """Ask for a page that raises."""
    client.raise_request_exception = False

    def ask(error: Exception) -> HttpResponse:
        def fail(*args: object, **kwargs: object) -> None:
            raise error

        monkeypatch.setattr(articles.pages.search, "parse", fail)
        answer: HttpResponse = client.get("/search/?q=a")  # type: ignore[assignment]
        return answer

    return ask


def assert_silent(answer: HttpResponse) -> None:
    html = answer.content.decode()
    words = re.sub(r"<[^>]+>", "", html)
    assert re.search(r"[\u4e00-\u9fff]", words)
    assert [word for word in BETRAYED if word in html] == []
    assert 'lang="zh-Hans"' in html
    assert inline_code(html) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (SuspiciousOperation(SECRET), 400, "这个请求看不懂"),
        (TooManyFieldsSent(SECRET), 400, "这个请求看不懂"),
        (RequestDataTooBig(SECRET), 413, "提交的内容太大"),
        (PermissionDenied(SECRET), 403, "没有权限打开这个页面"),
        (RuntimeError(SECRET), 500, "网站出了点问题"),
        (DatabaseError(SECRET), 500, "网站出了点问题"),
        (OperationalError(SECRET), 503, "网站正忙"),
    ],
)
def test_a_failure_is_told_in_chinese_and_betrays_nothing(
    raising: Callable[[Exception], HttpResponse], error: Exception, status: int, title: str
) -> None:
    answer = raising(error)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.content.decode()
    assert_silent(answer)


@pytest.mark.django_db
def test_a_page_that_is_not_there_a_method_that_is_not_known_and_what_is_gone(client: Client) -> None:
    article = make_article(status="trash")
    for answer, status in (
        (client.get("/nothing/"), 404),
        (client.get(f"/articles/{article.pk}/"), 410),
        (client.post("/"), 405),
        (client.delete("/consultants/"), 405),
        (client.get("/articles/1/?page=%00"), 400),
    ):
        assert answer.status_code == status
        assert_silent(answer)  # type: ignore[arg-type]
    assert client.post("/")["Allow"] == "GET, HEAD"


@pytest.mark.django_db
def test_a_nul_in_an_address_writes_no_traceback_into_the_log(client: Client, caplog: LogCaptureFixture) -> None:
    assert client.get("/search/?q=%00").status_code == 400
    assert [record.exc_info for record in caplog.records] == [None]


@pytest.mark.usefixtures("pages_are_made")
@pytest.mark.parametrize("error", [OperationalError(SECRET), RuntimeError(SECRET)])
def test_failures_are_told_without_the_database(client: Client, monkeypatch: MonkeyPatch, error: Exception) -> None:
    """Not marked for the database: to ask it would fail."""

    def away() -> None:
        raise error

    monkeypatch.setattr("yanjiang.home.views.filled_blocks", lambda now: away())
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == (503 if isinstance(error, OperationalError) else 500)
    assert answer.get("Retry-After") == ("60" if answer.status_code == 503 else None)
    assert_silent(answer)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_form_that_is_too_big_is_told_so(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    answer = client.post("/admin/articles/article/add/", {"body": "长" * 1000})
    assert answer.status_code == 413
    assert "刚才填写的内容还在上一页" in answer.content.decode()


def typed_form(body: str = "写了一个上午的正文。") -> dict[str, str]:
    section = make_section("演讲稿")
    return {
        "title": "没有保存的标题",
        "body": body,
        "section": str(section.pk),
        "csrfmiddlewaretoken": "stale",
        "_save": "保存",
    }


@pytest.mark.django_db
def test_a_form_without_its_token_gives_back_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    answer = client.post(
        "/admin/articles/article/add/", {**typed_form('<p>"正文"</p></textarea><script>'), "password1": "mi-ma"}
    )
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "这张表单已经过期" in html
    assert "没有保存的标题" in html
    assert '<p>"正文"</p>' in html  # as it reads, and cleaned
    assert html.count("<textarea") == 1  # no numbers, tokens, buttons, passwords
    assert "mi-ma" not in html
    assert answer["Cache-Control"] == "no-store"
    assert not Article.objects.exists()
    assert_silent(answer)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_stranger_cannot_make_the_site_show_a_text() -> None:
    """As a form on another site would: the cookie of a login does not come with it."""
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "请拨打 13800000000"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "这张表单已经过期" in html
    assert "13800000000" not in html
    assert_silent(answer)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_form_sent_after_the_login_ended_gives_back_what_was_typed(client: Client) -> None:
    answer = client.post("/admin/articles/article/add/", typed_form())
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "登录已经过期，内容还没有保存" in html
    assert "写了一个上午的正文。" in html
    assert 'href="/admin/login/"' in html
    assert client.post("/admin/logout/").status_code == 302
    assert_silent(answer)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("make_user", [make_author, make_editor])
def test_a_person_without_the_permission_is_told_so_in_chinese(client: Client, make_user: Callable[[], User]) -> None:
    client.force_login(make_user())
    page = read(client, "/admin/auth/user/")
    assert (page.status, "没有权限打开这个页面" in page.text) == (403, True)
