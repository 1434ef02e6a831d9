"""The number of a request: in the log, in a header, and on the page of an error."""

import logging
import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest import MonkeyPatch
from pytest_django import Settings

from tests.builders import make_article
from yanjiang.home.models import SiteSettings, site_settings
from yanjiang.logs import number

NUMBER = re.compile(r"\d{6}-\d+")


@pytest.fixture
def failing(client: Client, monkeypatch: MonkeyPatch) -> Client:
    """A client of a site whose home page fails."""

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("yanjiang.home.views.filled_blocks", fail)
    monkeypatch.setattr(site_settings, "_kept", None)  # another test's
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
def test_each_request_has_a_number_of_its_own(client: Client) -> None:
    numbers = [client.get("/admin/login/")["X-Request-ID"] for _ in range(3)]
    assert all(map(NUMBER.fullmatch, numbers))
    assert len(set(numbers)) == 3


@pytest.mark.django_db
def test_what_caches_may_send_to_others_has_no_number(client: Client) -> None:
    article = make_article()
    for path in (f"/articles/{article.pk}/", f"/articles/{article.pk}/", "/articles/999999999/", "/search/?q=a"):
        assert "X-Request-ID" not in client.get(path), path


@pytest.mark.django_db
def test_the_page_of_an_error_says_the_number_of_the_header(failing: Client) -> None:
    answer = failing.get("/")
    assert answer.status_code == 500
    assert f"把编号 <strong>{answer['X-Request-ID']}</strong> 告诉网站管理员" in answer.content.decode()


@pytest.mark.django_db
def test_the_log_says_the_same_number(failing: Client, monkeypatch: MonkeyPatch) -> None:
    logged: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(number.current())

    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [Handler()])
    assert [failing.get("/")["X-Request-ID"]] == logged


@pytest.mark.django_db
def test_the_page_of_an_error_says_whom_to_call(failing: Client, settings: Settings) -> None:
    SiteSettings.objects.create(pk=1, contact="编辑部\n010-88886666")
    failing.get("/consultants/")  # the settings are read
    html = failing.get("/").content.decode()
    assert "仍然不行，请联系我们" in html
    assert 'href="tel:010-88886666"' in html
    settings.CONTACT = "值班电话 13800000000"
    html = failing.get("/").content.decode()
    assert 'href="tel:13800000000"' in html
    assert "编辑部" not in html


@pytest.mark.usefixtures("pages_are_made")
def test_whom_to_call_is_told_while_the_database_is_away(
    client: Client, monkeypatch: MonkeyPatch, settings: Settings
) -> None:
    """Not marked for the database: to ask it would fail."""

    def away(*args: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("yanjiang.home.views.filled_blocks", away)
    settings.CONTACT = "值班电话 13800000000"
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert 'href="tel:13800000000"' in answer.content.decode()


@pytest.mark.django_db
def test_a_picture_that_is_not_stored_says_the_number(client: Client, monkeypatch: MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("yanjiang.headers.ContentSecurity.process_response", fail)
    client.raise_request_exception = False
    answer = client.post("/admin/pictures/upload/")
    assert answer.status_code in (500, 503)
    assert NUMBER.search(answer.content.decode())


def test_a_number_ends_with_its_request(rf: RequestFactory) -> None:
    seen: list[str] = []

    def fail(request: HttpRequest) -> HttpResponse:
        seen.append(number.current())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        number.middleware(fail)(rf.get("/"))
    assert NUMBER.fullmatch(seen[0])
    assert number.current() == ""
