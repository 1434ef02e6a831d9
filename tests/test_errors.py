import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest import MonkeyPatch

import articles.views


@pytest.mark.django_db
def test_a_failure_is_told_in_chinese_and_betrays_nothing(client: Client, monkeypatch: MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("SELECT secret FROM settings")

    monkeypatch.setattr(articles.views, "Ranking", fail)
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
