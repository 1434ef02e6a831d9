import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest import MonkeyPatch

import articles.views
from tests.builders import make_author


@pytest.mark.django_db
def test_a_failure_is_told_in_chinese_and_betrays_nothing(client: Client, monkeypatch: MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("SELECT secret FROM settings")

    monkeypatch.setattr(articles.views, "find", fail)
    client.raise_request_exception = False
    response = client.get("/search/?q=a")
    page = response.content.decode()
    assert response.status_code == 500
    assert "网站出了点问题" in page
    for betrayed in ("RuntimeError", "secret", "Traceback", "views.py"):
        assert betrayed not in page


@pytest.mark.django_db
def test_health_is_503_while_the_database_is_away(client: Client, monkeypatch: MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_a_page_for_others_is_refused_in_chinese(client: Client) -> None:
    client.force_login(make_author())
    response = client.get("/admin/articles/section/")
    assert response.status_code == 403
    assert "您没有权限打开这一页" in response.content.decode()


@pytest.mark.django_db
def test_a_request_that_cannot_be_answered_is_refused_in_chinese(client: Client) -> None:
    response = client.get("/", headers={"host": "example.net"})
    assert response.status_code == 400
    assert "这个请求无法处理" in response.content.decode()
