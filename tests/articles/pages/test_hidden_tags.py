"""Visitors see only tags of visible articles, at every address."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from articles.models import Tag, TaggedArticle
from tests.builders import make_article, make_editor, shanghai
from yanjiang.home.models import Block

pytestmark = pytest.mark.django_db

HIDDEN: dict[str, dict[str, Any]] = {
    "草稿里的": {"status": "draft", "publish_at": None},
    "撤回的": {"status": "draft"},
    "排定的": {"publish_at": shanghai("2090-01-01 00:00")},
    "下线的": {"expire_at": shanghai("2026-02-01 00:00")},
    "扔掉的": {"status": "trash"},
}
NAMES = [*HIDDEN, "没用过的"]


@pytest.fixture(autouse=True)
def articles() -> None:
    make_article("看得见的", tags=["口才"])
    for name, fields in HIDDEN.items():
        make_article(f"{name}文章", tags=["口才", name], **fields)
    Tag.objects.create(name="没用过的", slug="没用过的", description="一篇也没有。")


def test_a_tag_of_hidden_articles_has_neither_page_nor_feed(client: Client) -> None:
    assert [client.get(f"/tags/口才/{kind}").status_code for kind in ("", "feed/", "atom/")] == [200] * 3
    statuses = [client.get(f"/tags/{name}/{kind}").status_code for name in NAMES for kind in ("", "feed/", "atom/")]
    assert statuses == [404] * 18


def test_clouds_and_maps_name_no_hidden_tag(client: Client) -> None:
    Block.objects.create(kind="tags", count=12)
    (map_of_tags,) = re.findall("/sitemap-tags-[0-9]+.xml", client.get("/sitemap.xml").content.decode())
    for url in ("/tags/", "/", map_of_tags):
        page = unquote(client.get(url).content.decode())
        assert "口才" in page, url
        assert [name for name in NAMES if name in page] == [], url
    assert [tag.name for tag in TaggedArticle.objects.popular_tags(shanghai("2090-02-01 00:00"))] == ["口才", "排定的"]


def test_a_search_says_of_a_hidden_tag_what_it_says_of_none(client: Client) -> None:
    for name in NAMES:
        assert "没有这个关键字" in client.get("/search/", {"q": "文章", "tag": name}).content.decode()
    assert "没有这个关键字" not in client.get("/search/", {"q": "文章", "tag": "口才"}).content.decode()


def test_an_old_address_leads_to_no_hidden_tag(client: Client) -> None:
    assert client.get("/tags.php?/口才/")["Location"].startswith("/tags/")
    for name in NAMES:
        assert client.get(f"/tags.php?/{name}/")["Location"].startswith("/search/")


def test_the_list_of_tags_links_to_pages_that_are_there(client: Client) -> None:
    client.force_login(make_editor())
    page = client.get("/admin/articles/tag/").content.decode()
    assert page.count('href="/tags/') == 1
    shown, hidden = Tag.objects.get(name="口才"), Tag.objects.get(name="排定的")
    assert (
        f'href="{shown.get_absolute_url()}"' in client.get(f"/admin/articles/tag/{shown.pk}/change/").content.decode()
    )
    assert hidden.get_absolute_url() not in client.get(f"/admin/articles/tag/{hidden.pk}/change/").content.decode()
