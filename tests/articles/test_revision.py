"""更新于: articles that changed after their publication show the date of the change and the editor's note."""

import json
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_author, make_editor, make_section, shanghai
from tests.pages import read
from yanjiang.lib.html import PAGE_BREAK

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-06-01 10:20")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def article() -> Article:
    return make_article(tags=["口才"])  # came out on 2026-01-15


def told(client: Client, article: Article) -> str:
    """Return the text of the article's page between its date and its body."""
    page = read(client, f"/articles/{article.pk}/").text
    return page.partition("发布时间：")[2].partition("开口")[0].partition(" ")[2].partition(" ")[2].strip()


def change(article: Article, **values: Any) -> None:
    for name, value in values.items():
        setattr(article, name, value)
    article.save()


@pytest.mark.parametrize(
    "values",
    [
        {"title": "另一个标题"},
        {"summary": "另一个摘要"},
        {"body": "<p>开口的第一句话，先把听众请出去。</p>"},
        {"body": '<p>开口的第一句话，先把<a href="/pages/about/">听众</a>请进来。</p>'},
        {"body": f"<p>开口的第一句话，先把听众请进来。</p>{PAGE_BREAK}<p>再说一句。</p>"},
    ],
)
def test_a_text_that_was_changed_after_it_came_out_says_when(
    client: Client, article: Article, values: dict[str, Any]
) -> None:
    assert told(client, article) == ""
    change(article, **values)
    assert told(client, article).startswith("更新于：2026-06-01 10:20")


@pytest.mark.parametrize(
    "values",
    [
        {"weight": 9, "is_headline": True},
        {"author": "周言", "source": "本站"},
        {"section": lambda: make_section("公文")},
        {"body": '<p class="align-left">开口的第一句话，先把听众请进来。</p>'},
        {"publish_at": shanghai("2026-02-01 08:00")},
        {"revision_note": "没有改正文的说明"},
    ],
)
def test_what_is_no_change_of_the_text_does_not(client: Client, article: Article, values: dict[str, Any]) -> None:
    change(article, **{name: value() if callable(value) else value for name, value in values.items()})
    article.tags.set(["口才", "听众"])
    assert told(client, article) == ""


@pytest.mark.parametrize(
    ("status", "publish_at"),
    [("draft", shanghai("2026-01-15 09:30")), ("draft", None), ("published", shanghai("2026-07-01 08:00"))],
    ids=["draft", "draft without a date", "scheduled"],
)
def test_a_text_that_nobody_could_read_yet_was_not_revised(
    client: Client, status: str, publish_at: datetime | None
) -> None:
    article = make_article(status=status, publish_at=publish_at)
    change(article, body="<p>开口以前改过。</p>")
    change(article, status="published", publish_at=shanghai("2026-05-01 08:00"))
    assert told(client, article) == ""


def test_a_text_that_comes_out_anew_is_as_it_came_out(client: Client, article: Article) -> None:
    change(article, body="<p>开口以后改过。</p>")
    change(article, publish_at=shanghai("2026-06-01 10:20"))
    assert told(client, article) == ""


def test_search_engines_are_given_the_same_date(client: Client, article: Article) -> None:
    change(article, body="<p>开口以后改过。</p>")
    tree = lxml.html.fromstring(client.get(f"/articles/{article.pk}/").content.decode())
    shown = tree.xpath("//*[contains(@class, 'article-meta')]//time/@datetime")
    data = [json.loads(script.text) for script in tree.xpath("//script[@type='application/ld+json']")]
    dates = next((thing["datePublished"], thing["dateModified"]) for thing in data if thing["@type"] == "NewsArticle")
    assert shown == list(dates) == ["2026-01-15T09:30:00+08:00", "2026-06-01T10:20:00+08:00"]
    assert tree.xpath("//meta[@property='article:modified_time']/@content") == ["2026-06-01T10:20:00+08:00"]


def test_a_note_belongs_to_the_change_that_it_was_written_for(client: Client, article: Article) -> None:
    change(article, body="<p>开口改一。</p>", revision_note="更正了第二段的年份。")
    assert told(client, article) == "更新于：2026-06-01 10:20 修改说明：更正了第二段的年份。"
    change(article, weight=3, author="周言")
    assert "修改说明：更正了第二段的年份。" in told(client, article)
    change(article, body="<p>开口改二。</p>")
    assert told(client, article) == "更新于：2026-06-01 10:20"
    change(article, revision_note="补充了出处。")  # remembered afterwards
    assert told(client, article) == "更新于：2026-06-01 10:20 修改说明：补充了出处。"
    change(article, revision_note="")
    assert told(client, article) == "更新于：2026-06-01 10:20"


def test_a_note_is_text(client: Client, article: Article) -> None:
    change(article, body="<p>开口改一。</p>", revision_note="<b>改了</b>")
    assert "修改说明：<b>改了</b>" in told(client, article)


def test_an_editor_writes_the_note_beside_the_text_that_came_out(client: Client, article: Article) -> None:
    draft = make_article(status="draft", publish_at=None)
    client.force_login(make_editor())
    for pk, offered in ((article.pk, True), (draft.pk, False)):
        form = client.get(f"/admin/articles/article/{pk}/change/").content.decode()
        assert ("修改说明" in form) is offered
    assert "修改说明" not in client.get("/admin/articles/article/add/").content.decode()
    url = f"/admin/articles/article/{article.pk}/change/"
    changes = {"body": "<p>开口改一。</p>", "revision_note": "更正了年份。"}
    assert client.post(url, typed(client, url, _publish="发布修改", **changes)).status_code == 302
    assert told(client, article) == "更新于：2026-06-01 10:20 修改说明：更正了年份。"
    assert client.post(url, typed(client, url, body="<p>开口改二。</p>", _publish="发布修改")).status_code == 302
    assert told(client, article) == "更新于：2026-06-01 10:20"


def test_authors_write_no_note(client: Client) -> None:
    author = make_author()
    own = make_article(status="draft", owner=author)
    client.force_login(author)
    assert "修改说明" not in client.get(f"/admin/articles/article/{own.pk}/change/").content.decode()
