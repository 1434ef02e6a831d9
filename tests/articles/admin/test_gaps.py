"""Filters of the list of articles for those without a cover, a written summary, or a picture's description."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor, make_picture, make_section

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
PICTURE = "/uploads/pictures/2026/01/0123456789abcdef-1200x800.jpg"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def lacking(client: Client, what: str) -> set[str]:
    return {article.title for article in client.get(f"{LIST}?lacks={what}").context["cl"].result_list}


def test_articles_are_found_by_what_they_lack(editor: Client) -> None:
    make_article("全有", cover=make_picture(), summary="编辑写的", body=f'<p>正文<img src="{PICTURE}" alt="讲台"></p>')
    make_article("没有题图", summary="编辑写的")
    make_article("没有摘要", cover=make_picture("二", name="1123456789abcdef-1200x800.jpg"))
    make_article("没有正文", summary="", body="", cover=make_picture("三", name="2123456789abcdef-1200x800.jpg"))
    make_article(
        "没有说明", summary="写了", body=f'<p>正文<img src="{PICTURE}" alt="讲台"><img src="{PICTURE}" alt=""></p>'
    )
    make_article("空的说明", summary="写了", body=f'<figure><img alt=" " src="{PICTURE}"></figure>', status="draft")
    make_article("不写属性", summary="写了", body=f'<p><img src="{PICTURE}" title="题目"></p>', status="trash")
    assert lacking(editor, "cover") == {"没有题图", "没有说明", "空的说明"}
    assert lacking(editor, "summary") == {"没有摘要", "没有正文"}
    assert lacking(editor, "alt") == {"没有说明", "空的说明"}
    assert lacking(editor, "alt&state=trash") == {"不写属性"}
    assert len(lacking(editor, "nothing")) == 6
    page = editor.get(LIST).content.decode()
    for words in ("没有题图", "没有摘要", "没有图片说明"):
        assert f">{words}</a>" in page, words


def test_a_gap_that_an_editor_fills_is_none(editor: Client) -> None:
    article = make_article("怎样开口", body=f'<p>开口的第一句话。<img src="{PICTURE}" alt=""></p>')
    change = f"{LIST}{article.pk}/change/"
    assert (lacking(editor, "summary"), lacking(editor, "alt")) == ({"怎样开口"}, {"怎样开口"})
    form = typed(editor, change, summary="编辑写的", _publish="发布修改")
    assert editor.post(change, form).status_code == 302
    assert (lacking(editor, "summary"), lacking(editor, "alt")) == (set(), {"怎样开口"})
    form = typed(editor, change, body=f'<p>正文<img src="{PICTURE}" alt="讲台"></p>', summary="", _publish="发布修改")
    assert editor.post(change, form).status_code == 302
    assert (lacking(editor, "summary"), lacking(editor, "alt")) == ({"怎样开口"}, set())


def test_rows_made_in_bulk_know_what_they_lack() -> None:
    section, owner = make_section(), make_editor()
    rows = [
        Article(title="一", section=section, owner=owner, body="<p>正文</p>", summary="正文"),
        Article(title="二", section=section, owner=owner, body='<img src="/a.png">', summary="写了"),
    ]
    Article.objects.bulk_create(rows)
    told = Article.objects.order_by("title").values_list("title", "is_summary_made", "lacks_alt")
    assert list(told) == [("一", True, False), ("二", False, True)]


def test_the_migration_tells_the_same_of_rows_that_were_there() -> None:
    body = "<h2>一</h2><p>第一段&amp;。</p><p>第二段，" + "很长" * 80 + "。</p>"
    make_article("摘自正文", body=body)
    make_article("写了摘要", body=body, summary="编辑写的")
    make_article("没有说明", body='<p>甲<img src="/a.png" alt=""></p>', summary="写了")
    make_article("有说明", body='<p>甲<img src="/a.png" alt="图"></p>', summary="写了")
    right = list(Article.objects.order_by("pk").values_list("is_summary_made", "lacks_alt"))
    assert right == [(True, False), (False, False), (False, True), (False, False)]
    Article.objects.update(is_summary_made=False, lacks_alt=False)
    migration: Any = importlib.import_module("articles.migrations.0029_fill_article_gaps")
    migration.fill(apps, None)
    assert list(Article.objects.order_by("pk").values_list("is_summary_made", "lacks_alt")) == right


@pytest.mark.usefixtures("no_statistics")
@pytest.mark.parametrize(
    ("what", "index"),
    [("cover", "articles_article_cover_id"), ("summary", "article_without_summary"), ("alt", "article_without_alt")],
)
def test_gaps_are_found_by_an_index(editor: Client, what: str, index: str) -> None:
    make_article("怎样开口")
    rows = editor.get(f"{LIST}?lacks={what}").context["cl"].queryset[:50]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # PostgreSQL scans a table of one row
    plan = rows.explain()
    assert index in plan, plan


def test_the_filter_asks_the_same_of_few_and_many(editor: Client) -> None:
    counts = []
    for number in (2, 12):
        while Article.objects.count() < number:
            make_article(f"第{Article.objects.count()}篇")
        editor.get(f"{LIST}?lacks=summary")
        with CaptureQueriesContext(connection) as asked:
            editor.get(f"{LIST}?lacks=summary")
        counts.append(len(asked))
    assert counts[0] == counts[1]
