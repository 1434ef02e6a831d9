"""The button 查看网页 of a form leads to the public page, and is left out if there is none."""

from typing import Any

import lxml.html
import pytest
from django.test import Client

from articles.models import ArticleHits
from tests.builders import make_article, make_consultant, make_manager, make_section, shanghai
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db


def on_site(client: Client, url: str) -> list[str]:
    page = lxml.html.fromstring(client.get(url).content.decode())
    return [str(link.get("href")) for link in page.xpath("//a[normalize-space()='查看网页']")]


@pytest.mark.parametrize(
    ("fields", "is_seen"),
    [
        ({}, True),
        ({"status": "draft"}, False),
        ({"status": "trash"}, False),
        ({"publish_at": shanghai("2999-01-01 08:00")}, False),
        ({"expire_at": shanghai("2026-02-01 08:00")}, False),
    ],
)
def test_an_article_is_linked_as_long_as_visitors_see_it(client: Client, fields: Any, *, is_seen: bool) -> None:
    client.force_login(make_manager())
    article = make_article(**fields)
    ArticleHits.objects.get_or_create(article=article)
    page = [f"/articles/{article.pk}/"] if is_seen else []
    assert on_site(client, f"/admin/articles/article/{article.pk}/change/") == page
    assert on_site(client, f"/admin/articles/articlehits/{article.pk}/change/") == page


def test_consultants_pages_and_sections_are_linked_as_long_as_visitors_see_them(client: Client) -> None:
    client.force_login(make_manager())
    shown, hidden = make_consultant("周言"), make_consultant("闻之远", is_active=False)
    assert on_site(client, f"/admin/consultants/consultant/{shown.pk}/change/") == [f"/consultants/{shown.pk}/"]
    assert on_site(client, f"/admin/consultants/consultant/{hidden.pk}/change/") == []
    pages = [Page.objects.create(title=name, slug=name, is_active=name == "about") for name in ("about", "old")]
    links = [on_site(client, f"/admin/home/page/{page.pk}/change/") for page in pages]
    assert links == [[pages[0].get_absolute_url()], []]
    assert len(on_site(client, f"/admin/articles/section/{make_section('公文').pk}/change/")) == 1
