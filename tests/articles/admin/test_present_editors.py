"""Editors who have the same article open are told of each other."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Presence
from tests.articles.admin.kept import signed_in
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("heqing", last_name="何", first_name="清"))


@pytest.fixture
def lin() -> Client:
    return signed_in(make_editor("linyi", last_name="林", first_name="一"))


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", status="draft")


def beat(client: Client, article: Article, **fields: str) -> Any:
    return client.post(f"/admin/articles/article/{article.pk}/here/", fields)


def others(client: Client, article: Article) -> list[str]:
    return [other["name"] for other in beat(client, article, idle="").json()["others"]]


def test_each_is_told_of_the_other(he: Client, lin: Client, article: Article) -> None:
    assert others(he, article) == []
    assert others(lin, article) == ["何清"]
    assert others(he, article) == ["林一"]
    assert others(lin, make_article("另一篇")) == []


def test_the_time_of_the_last_key_is_told(he: Client, lin: Client, article: Article) -> None:
    for idle, told in (("", ""), ("0", f"{timezone.localtime():%H:%M}"), ("9" * 17, None), ("-1", ""), ("x", "")):
        assert beat(lin, article, idle=idle).status_code == 200
        typed = beat(he, article).json()["others"][0]["typed"]
        assert told is None or typed == told


def test_an_editor_who_leaves_is_gone_at_once_and_a_silent_one_soon(he: Client, lin: Client, article: Article) -> None:
    beat(he, article)
    beat(he, article, leave="1")
    assert others(lin, article) == []
    beat(he, article)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=26))
    assert others(lin, article) == []
    assert Article.objects.filter(pk=article.pk).exists()


def test_only_who_may_write_the_article_is_told(he: Client, article: Article) -> None:
    beat(he, article)
    author = make_author("zuozhe")
    assert beat(signed_in(author), article).status_code == 403
    Article.objects.filter(pk=article.pk).update(owner=author)
    assert others(signed_in(author), article) == ["何清"]
    assert beat(he, Article(pk=987654)).status_code == 403
    assert he.get(f"/admin/articles/article/{article.pk}/here/").status_code == 400


def test_a_report_is_cheap_however_many_are_there(he: Client, article: Article) -> None:
    counts = []
    for size in (2, 12):
        for number in range(size):
            beat(signed_in(make_editor(f"bianji{size}-{number}")), article)
        beat(he, article)
        with CaptureQueriesContext(connection) as asked:
            beat(he, article)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7


def test_old_rows_are_tidied_away(he: Client, article: Article) -> None:
    beat(he, article)
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))
    call_command("roll_up_hits")
    assert not Presence.objects.exists()
