"""Names as they are pasted: with characters that nobody sees, which are dropped and never refused."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, BestBet, Tag
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor, make_manager
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def pasted(text: str) -> str:
    return f"\ufeff\u200e{text[:1]}\u200b{text[1:]}\u202c\u00ad\u2060\x0b"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def test_an_article_is_saved_with_what_can_be_seen_of_its_names(editor: Client) -> None:
    url = f"/admin/articles/article/{make_article('旧题', tags=['口才']).pk}/change/"
    names = {"title": "讲稿" * 60, "short_title": "短题", "author": "周言", "source": "本站", "summary": "一句话"}
    values: dict[str, Any] = {name: pasted(text) for name, text in names.items()}
    tags = f"{pasted('口才')}，听众，{pasted('听众')}"
    answer = editor.post(url, typed(editor, url, **values, tags=tags, is_jump="on", redirect_url=pasted("/tags/"),
                                    _save="保存"))  # fmt: skip
    assert answer.status_code == 302
    article = Article.objects.get()
    assert {name: getattr(article, name) for name in names} == names
    assert article.redirect_url == "/tags/"
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["口才", "听众"]


def test_a_title_of_nothing_that_can_be_seen_is_missing(editor: Client) -> None:
    url = f"/admin/articles/article/{make_article('旧题').pk}/change/"
    assert "这个字段是必填项" in editor.post(url, typed(editor, url, title="\u200b\u2060")).content.decode()


def test_bulk_tags_are_the_tags_that_look_alike(editor: Client) -> None:
    article = make_article(tags=["口才"])
    action = {"action": "add_tags", "tags": pasted("口才"), "_selected_action": [article.pk], "confirmed": "yes"}
    assert editor.post("/admin/articles/article/", action).status_code == 302
    assert list(Tag.objects.values_list("name", flat=True)) == ["口才"]


def test_tags_that_code_adds_are_the_tags_that_look_alike() -> None:
    article = make_article(tags=["口才"])
    article.tags.add(pasted("口才"), "听\u200b众")
    assert sorted(article.tags.values_list("name", flat=True)) == ["口才", "听众"]
    article.tags.set([pasted("听众")])
    assert list(article.tags.values_list("name", flat=True)) == ["听众"]


def test_addresses_and_rules_are_pasted_likewise(client: Client) -> None:
    client.force_login(make_manager())
    bet = {"query": pasted("年会"), "title": pasted("年会专题"), "url": pasted("/tags/")}
    assert client.post("/admin/articles/bestbet/add/", bet).status_code == 302
    assert BestBet.objects.filter(query="年会", title="年会专题", url="/tags/").exists()
    page = {
        "title": pasted("关于"),
        "slug": pasted("about"),
        "position": "0",
        "body": "",
        "description": pasted("是谁"),
    }
    assert client.post("/admin/home/page/add/", page).status_code == 302
    assert Page.objects.filter(title="关于", slug="about", description="是谁").exists()
