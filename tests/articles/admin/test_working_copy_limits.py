"""A working copy is bounded and cheap, and no fields break the form that is filled with them."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import working_copies
from articles.models import Article, WorkingCopy
from tests.articles.admin.forms import typed
from tests.articles.admin.kept import ADD, form, keep, signed_in
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("heqing", last_name="何", first_name="清"))


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", status="draft")


def test_too_much_is_refused_with_the_reason(he: Client, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_copies, "MOST_CHARS", 5_000)
    assert keep(he, article, typed(he, form(article), body="<p>够短。</p>")).status_code == 200
    refused = keep(he, article, typed(he, form(article), body="长" * 5_000))
    assert (refused.status_code, "内容太长" in refused.json()["problem"]) == (409, True)
    for _ in range(working_copies.MOST_NEW):
        assert keep(he, None, {"title": "一篇", "form_token": str(uuid.uuid4())}).status_code == 200
    refused = keep(he, None, {"title": "一篇", "form_token": str(uuid.uuid4())})
    assert (refused.status_code, "已经有 20 篇" in refused.json()["problem"]) == (409, True)


HOSTILE: list[dict[str, Any]] = [
    {},
    {"form_token": "x"},
    {"form_token": "x" * 5_000, "copies": "@@@ 1@2 " * 900},
    {"form_token": str(uuid.uuid4()), "copies": f"{uuid.uuid4()}@{'9' * 400} {uuid.uuid4()}@-1", "page": "\0"},
    {"form_token": str(uuid.uuid4()), "title": "\0\ud83d".encode("utf-8", "surrogatepass"), "\0": "\0"},
    {"form_token": str(uuid.uuid4()), "related_links-TOTAL_FORMS": "99999999999999", "attachments-TOTAL_FORMS": "-1"},
    {"form_token": str(uuid.uuid4()), "section": "9" * 40, "publish_at_0": "0001-01-01", "seen": "[" * 3_000},
    {"form_token": str(uuid.uuid4()), "further_sections": ["1", "x", "9" * 30], "body": "<" * 3_000, "_publish": "1"},
]


@pytest.mark.parametrize("fields", HOSTILE)
def test_senseless_fields_never_break_anything(he: Client, article: Article, fields: dict[str, Any]) -> None:
    assert keep(he, article, fields).status_code in (200, 400)
    new = {**fields, "form_token": str(uuid.uuid4())} if "copies" not in fields else fields
    assert keep(he, None, new).status_code in (200, 400, 409)
    for url in (form(article), ADD):
        assert he.get(url).status_code == 200
        for copy in WorkingCopy.objects.all():
            assert he.get(f"{url}?copy={copy.pk}").status_code == 200
    for wrong in ("x", "9" * 40, "-1", ""):
        assert he.get(f"{form(article)}?copy={wrong}").status_code == 200
    assert he.get(f"/admin/articles/article/{article.pk}/working-copy/").status_code == 400
    article.refresh_from_db()
    assert (article.title, article.status, Article.objects.count()) == ("怎样开口", "draft", 1)


def test_it_asks_the_database_eight_times_at_most(he: Client, article: Article) -> None:
    sent = typed(he, form(article), title="怎样收尾")
    counts = []
    for title in ("怎样收", "怎样收尾"):
        with CaptureQueriesContext(connection) as asked:
            assert keep(he, article, {**sent, "title": title}).status_code == 200
        counts.append(len(asked))
        assert not any("FOR UPDATE" in query["sql"] for query in asked)
    assert counts[0] <= 8
    assert counts[1] <= 6
