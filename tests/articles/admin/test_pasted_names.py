"""Invisible characters in pasted names are removed and never refused."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from articles.models import Article, BestBet, LegacyPath, MissingPath, SearchedQuery, Synonym, Tag
from tests.articles.admin.forms import typed
from tests.builders import (
    make_article,
    make_author,
    make_consultant,
    make_editor,
    make_hotline,
    make_manager,
    make_picture,
    make_section,
    shanghai,
)
from yanjiang.home.models import FriendLink, Page
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
HIDDEN = "\u200b\ufeff\u200e\u202c\u00ad\u2060\x0b"


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
                                    _publish="发布修改"))  # fmt: skip
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


DAY = shanghai("2026-01-01 12:00")
# List -> a row that a search for 周言稿 finds.
SEARCHED: dict[str, Any] = {
    "articles/article": lambda: make_article("周言稿"),
    "articles/section": lambda: make_section("周言稿"),
    "articles/tag": lambda: Tag.objects.create(name="周言稿"),
    "articles/legacypath": lambda: LegacyPath.objects.create(path="/a.html", url="/周言稿/"),
    "articles/missingpath": lambda: MissingPath.objects.create(path="/周言稿.html", first_at=DAY, last_at=DAY),
    "articles/searchedquery": lambda: SearchedQuery.objects.create(query="周言稿", day=DAY.date(), count=1),
    "articles/synonym": lambda: Synonym.objects.create(word="周言稿", synonym="讲稿"),
    "articles/bestbet": lambda: BestBet.objects.create(query="周言稿", title="一", url="/"),
    "auth/group": lambda: Group.objects.create(name="周言稿"),
    "auth/user": lambda: make_author("one", last_name="周言稿"),
    "pictures/picture": lambda: make_picture("周言稿"),
    "consultants/consultant": lambda: make_consultant("周言稿"),
    "consultants/hotline": lambda: make_hotline("周言稿"),
    "home/friendlink": lambda: FriendLink.objects.create(name="周言稿", url="/"),
    "staff_log/entry": lambda: Entry.objects.create(kind=Entry.Kind.CHANGE, title="周言稿"),
    "home/page": lambda: Page.objects.create(title="周言稿", slug="a"),
}


def test_there_is_a_row_for_every_list_that_is_searched() -> None:
    searched = {
        f"{model._meta.app_label}/{model._meta.model_name}"
        for model, model_admin in admin.site._registry.items()
        if model_admin.search_fields
    }
    assert searched == set(SEARCHED)


@pytest.mark.parametrize("name", SEARCHED)
def test_a_list_is_searched_for_what_can_be_seen(name: str, client: Client) -> None:
    client.force_login(make_manager())
    row = SEARCHED[name]()
    for term in (pasted("周言稿"), f"周\u00ad言\u2060稿{pasted(' ')}", *(f"周言{hidden}稿" for hidden in HIDDEN)):
        shown = client.get(f"/admin/{name}/", {"q": term}).context["cl"]
        assert [found.pk for found in shown.result_list] == [row.pk], repr(term)
        assert shown.query.strip() == "周言稿"
    assert client.get(f"/admin/{name}/", {"q": HIDDEN}).context["cl"].query == ""
    assert row in client.get(f"/admin/{name}/", {"q": HIDDEN}).context["cl"].result_list


CHOICES = {
    "articles/article/section": lambda: make_section("周言稿"),
    "articles/article/further_sections": lambda: make_section("周言稿"),
    "articles/article/consultant": lambda: make_consultant("周言稿"),
    "articles/relatedlink/target": lambda: make_article("周言稿"),
    "articles/legacypath/article": lambda: make_article("周言稿"),
    "articles/legacypath/section": lambda: make_section("周言稿"),
    "home/block/section": lambda: make_section("周言稿"),
}


@pytest.mark.parametrize("field", CHOICES)
def test_a_choice_is_searched_for_what_can_be_seen(field: str, client: Client) -> None:
    client.force_login(make_manager())
    row = CHOICES[field]()
    app_label, model_name, field_name = field.split("/")
    asked = {"app_label": app_label, "model_name": model_name, "field_name": field_name}
    for hidden in HIDDEN:
        found = client.get("/admin/autocomplete/", {**asked, "term": f"{hidden}周{hidden}言稿"}).json()["results"]
        assert [choice["id"] for choice in found] == [str(row.pk)], repr(hidden)
