"""Error pages without static files, without the database, or without the cache."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

from tests.builders import make_article, make_editor
from tests.test_errors import assert_silent, typed_form
from yanjiang import static_files

STATIC_FILES = project.STORAGES["staticfiles"]


@pytest.fixture
def bare(settings: Settings) -> None:
    """Static files as they are in production, before the first collectstatic."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": STATIC_FILES}
    assert list(Path(settings.STATIC_ROOT).iterdir()) == []
    static_files._tell.cache_clear()


@pytest.fixture
def no_database(monkeypatch: MonkeyPatch) -> Callable[[], None]:
    """Return a function that makes the database unavailable."""

    def away(*args: object) -> None:
        raise OperationalError("connection refused")

    return lambda: monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", away)


@pytest.fixture
def no_cache(settings: Settings) -> None:
    """Let the cache be one that nothing listens for."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }


def assert_told(answer: HttpResponse, status: int, title: str) -> None:
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.content.decode()
    assert_silent(answer)


RAISED = [
    (SuspiciousOperation(), 400, "这个请求看不懂"),
    (RequestDataTooBig(), 413, "提交的内容太大"),
    (PermissionDenied(), 403, "没有权限打开这个页面"),
    (RuntimeError(), 500, "网站出了点问题"),
    (OperationalError(), 503, "网站正忙"),
]


@pytest.fixture
def raising(client: Client, monkeypatch: MonkeyPatch) -> Callable[[Exception], HttpResponse]:
    client.raise_request_exception = False

    def ask(error: Exception) -> HttpResponse:
        def fail(*args: object) -> None:
            raise error

        monkeypatch.setattr("yanjiang.home.views.filled_blocks", fail)
        return client.get("/")  # type: ignore[return-value]

    return ask


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
@pytest.mark.parametrize(("error", "status", "title"), RAISED)
def test_a_failure_is_told_without_static_files(
    raising: Callable[[Exception], HttpResponse], error: Exception, status: int, title: str
) -> None:
    assert_told(raising(error), status, title)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
@pytest.mark.parametrize(("error", "status", "title"), RAISED)
def test_a_failure_is_told_without_the_database_too(
    raising: Callable[[Exception], HttpResponse],
    no_database: Callable[[], None],
    error: Exception,
    status: int,
    title: str,
) -> None:
    no_database()
    assert_told(raising(error), status, title)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
def test_every_refusal_is_told_without_static_files(client: Client) -> None:
    client.raise_request_exception = False
    gone = make_article(status="trash")
    for path in ("/nothing/", "/admin/nothing/", "/admin/%00", "/%00", "/uploads/nothing.pdf", "/articles/99/"):
        answer = client.get(path)
        assert answer.status_code in (302, 404), path
        assert answer.status_code == 302 or "没有找到这个页面" in answer.content.decode(), path
    assert_told(client.get(f"/articles/{gone.pk}/"), 410, "这篇内容已经撤下")  # type: ignore[arg-type]
    assert_told(client.post("/"), 405, "这个地址不能这样用")  # type: ignore[arg-type]
    assert_told(client.get("/?q=%00"), 400, "这个请求看不懂")  # type: ignore[arg-type]
    assert_told(client.get("/", HTTP_HOST="evil.example"), 400, "这个请求看不懂")  # type: ignore[arg-type]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
def test_a_form_that_is_refused_gives_back_what_was_typed_without_static_files() -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_editor())
    answer = client.post("/admin/articles/article/add/", typed_form())
    assert_told(answer, 403, "这张表单已经过期")  # type: ignore[arg-type]
    assert "写了一个上午的正文。" in answer.content.decode()


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
def test_a_form_is_refused_without_the_database(no_database: Callable[[], None]) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_editor())
    no_database()
    assert_told(client.post("/search/searched/", {"seal": "a"}), 503, "网站正忙")  # type: ignore[arg-type]
    answer = client.post("/admin/articles/article/add/", typed_form_without_rows())
    assert_told(answer, 403, "这张表单已经过期")  # type: ignore[arg-type]


def typed_form_without_rows() -> dict[str, str]:
    return {"title": "没有保存的标题", "csrfmiddlewaretoken": "stale"}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bare", "no_cache")
@pytest.mark.parametrize("path", ["/nothing/", "/", "/articles/1/", "/admin/", "/sitemap.xml", "/plus/view.php?aid=1"])
def test_an_address_that_cannot_be_looked_up_is_told_to_be_so(
    client: Client, no_database: Callable[[], None], path: str
) -> None:
    make_article()
    client.force_login(make_editor())
    client.raise_request_exception = False
    no_database()
    assert_told(client.get(path), 503, "网站正忙")  # type: ignore[arg-type]


@pytest.mark.once
@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("template", ["500.html", "503.html", "plain.html"])
def test_the_last_pages_ask_for_nothing(template: str, caplog: LogCaptureFixture) -> None:
    """Not marked for the database: to ask it would fail."""
    context = {"title": "网站正忙", "advice": "请过一会儿再试。", "typed": [], "chosen": [], "login": False}
    context |= {"contact": "电话 010-88886666", "number": "318041-512"}
    html = render_to_string(template, context)
    assert 'href="/static/css/tokens.css"' in html
    assert "collectstatic" in caplog.text
