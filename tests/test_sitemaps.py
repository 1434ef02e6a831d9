"""sitemap.xml and robots.txt, as a search engine reads them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import Article
from tests.builders import make_article, make_consultant, make_section, shanghai
from tests.feed_rules import parse
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def read(client: Client, url: str, root: str = "urlset") -> dict[str, str | None]:
    """Return the last changes in a sitemap by address. Fails on anything that sitemaps.org does not allow."""
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree: Any = parse(response.content)
    assert tree.tag == f"{NAMESPACE}{root}"
    assert 0 < len(tree) <= 10_000
    found = {entry.findtext(f"{NAMESPACE}loc"): entry.findtext(f"{NAMESPACE}lastmod") for entry in tree}
    assert len(found) == len(tree)
    assert all(address.startswith(f"{SITE}/") and address.isascii() for address in found)
    assert all(changed is None or W3C.fullmatch(changed) for changed in found.values())
    return found


def index(client: Client) -> dict[str, str | None]:
    found = read(client, "/sitemap.xml", "sitemapindex")
    return {address.removeprefix(SITE): changed for address, changed in found.items()}


def test_articles_are_filed_by_ten_thousand_numbers(client: Client) -> None:
    for number in (1, 9_999, 10_000, 250_000):
        make_article(pk=number)
    Article.objects.update(updated_at=shanghai("2026-02-01 08:00"))
    Article.objects.filter(pk=9_999).update(updated_at=shanghai("2026-03-01 08:00"))
    Article.objects.filter(pk=250_000).update(updated_at=shanghai("2025-01-01 08:00"))
    files = {url: changed for url, changed in index(client).items() if "articles" in url}
    assert files == {
        "/sitemap-articles-0.xml": "2026-03-01T08:00:00+08:00",
        "/sitemap-articles-1.xml": "2026-02-01T08:00:00+08:00",
        "/sitemap-articles-25.xml": "2026-01-15T09:30:00+08:00",  # published after it was written
    }
    assert read(client, "/sitemap-articles-0.xml") == {
        f"{SITE}/articles/1/": "2026-02-01T08:00:00+08:00",
        f"{SITE}/articles/9999/": "2026-03-01T08:00:00+08:00",
    }
    assert list(read(client, "/sitemap-articles-1.xml")) == [f"{SITE}/articles/10000/"]


def test_only_what_a_visitor_may_read_is_named(client: Client) -> None:
    shown = make_article("可读的", tags=["可读"], pk=1)
    make_article("草稿", status="draft", tags=["草稿"])
    make_article("将来的", publish_at=shanghai("2090-01-01 08:00"), tags=["将来"])
    make_article("下线的", expire_at=shanghai("2026-02-01 08:00"), tags=["下线"])
    make_article("跳转的", is_jump=True, redirect_url="https://example.com/")
    Article.objects.update(updated_at=shanghai("2026-01-20 08:00"))
    make_consultant("在岗")
    gone = make_consultant("离开", is_active=False)
    make_section("链接", segment="link", kind="link", link_url="https://example.com/")
    Page.objects.create(title="关于我们", slug="about")
    Page.objects.create(title="旧页", slug="old", is_active=False)
    assert index(client)["/sitemap-articles-0.xml"] == "2026-01-20T08:00:00+08:00"
    named = [address.removeprefix(SITE) for file in index(client) for address in read(client, file)]
    assert f"/articles/{shown.pk}/" in named
    assert [url for url in named if url.startswith("/articles/")] == [f"/articles/{shown.pk}/"]
    assert [url for url in named if url.startswith("/tags/")] == ["/tags/", "/tags/%E5%8F%AF%E8%AF%BB/"]
    assert {"/", "/consultants/", "/pages/about/", "/yanjiangjiqiao/"} <= set(named)
    assert {f"/consultants/{gone.pk}/", "/pages/old/", "/link/"} & set(named) == set()
    assert [client.get(url).status_code for url in named] == [200] * len(named)


def test_a_file_of_what_nobody_may_read_is_not_named(client: Client) -> None:
    make_article(pk=1)
    make_article(pk=10_000, is_jump=True, redirect_url="https://example.com/")
    make_article(pk=20_000, expire_at=shanghai("2026-02-01 08:00"))
    make_article(pk=30_000, publish_at=shanghai("2090-01-01 08:00"))
    make_article(pk=40_000, status="draft")
    assert [url for url in index(client) if "articles" in url] == ["/sitemap-articles-0.xml"]


def test_a_list_changes_when_an_article_appears_on_it(client: Client) -> None:
    top = make_section("演讲", segment="yanjiang")
    wang = make_consultant("王临")
    below = make_section("竞聘", segment="jp", parent=top)
    make_article(section=below, consultant=wang, tags=["口才"], publish_at=shanghai("2026-01-02 08:00"))
    make_article(section=below, consultant=wang, tags=["口才"], publish_at=shanghai("2026-01-05 08:00"))
    make_article(section=below, consultant=wang, tags=["口才"], publish_at=shanghai("2090-01-05 08:00"))
    changed = {url: at for file in index(client) for url, at in read(client, file).items()}
    pages = (f"{SITE}/", f"{SITE}/yanjiang/", f"{SITE}/consultants/{wang.pk}/", f"{SITE}/tags/%E5%8F%A3%E6%89%8D/")
    assert [changed[page] for page in pages] == ["2026-01-05T08:00:00+08:00"] * 4


def test_reading_and_counting_change_no_date(client: Client) -> None:
    article = make_article(pk=1)
    before = read(client, "/sitemap-articles-0.xml")
    client.get(f"/articles/{article.pk}/")
    article.hits.total = 99
    article.hits.save()
    assert read(client, "/sitemap-articles-0.xml") == before


@pytest.mark.parametrize("count", [2, 60])
def test_the_index_and_its_files_ask_the_same_for_few_and_many(client: Client, count: int) -> None:
    for number in range(count):
        section = make_section(f"栏目{number}", segment=f"s{number}")
        make_article(f"第{number}篇", section=section, tags=[f"关键字{number}"], consultant=make_consultant())
    for url in index(client):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        assert len(asked) <= 3, url  # the token, and what the file names
    with CaptureQueriesContext(connection) as asked:
        client.get("/sitemap.xml")
    assert len(asked) <= 9  # the token, at most two a kind


def test_an_empty_site_names_its_pages(client: Client) -> None:
    assert "/sitemap-pages-0.xml" in index(client)
    for file in index(client):
        assert client.get(file).status_code == 200


@pytest.mark.parametrize(
    "url", ["/sitemap-articles-7.xml", f"/sitemap-articles-{'9' * 40}.xml", "/sitemap-x-0.xml", "/sitemap-pages-1.xml"]
)
def test_a_file_that_is_not_named_is_not_found(client: Client, url: str) -> None:
    make_article()
    assert client.get(url).status_code == 404


def test_robots_are_told_where_to_go_and_where_not(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://www.example.com"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nAllow: /\nDisallow: /admin/\nDisallow: /search/\nDisallow: /hits/\nDisallow: /preview/\n\n"
        "Sitemap: https://www.example.com/sitemap.xml\n"
        "Sitemap: https://www.example.com/sitemap-newest.xml\n"
        "Sitemap: https://www.example.com/sitemap.txt\n"
    )
