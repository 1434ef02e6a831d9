"""The newest addresses in one plain file, for search engines that take no index of sitemaps."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest import MonkeyPatch

from tests.builders import make_article, make_consultant, make_section, shanghai
from tests.feed_rules import parse
from yanjiang import sitemaps
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
FILES = {"/sitemap.txt": "text/plain; charset=utf-8", "/sitemap-newest.xml": "application/xml; charset=utf-8"}


def named(client: Client, url: str) -> list[str]:
    """Return the paths that a file names, in their order."""
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, FILES[url])
    if url.endswith(".txt"):
        lines = answer.content.decode("ascii").splitlines()
    else:
        tree = parse(answer.content)
        assert tree.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
        lines = [loc.text for loc in tree.iter("{*}loc")]
    assert all(line.startswith(f"{SITE}/") for line in lines)
    return [line.removeprefix(SITE) for line in lines]


@pytest.mark.parametrize("url", FILES)
def test_it_names_every_page_and_the_newest_articles_first(client: Client, url: str) -> None:
    section = make_section("演讲", segment="yanjiang")
    Page.objects.create(title="关于我们", slug="about")
    person = make_consultant()
    dates = ("2026-01-02 08:00", "2026-01-05 08:00", "2026-01-03 08:00")
    days = [make_article(f"在{day}", section=section, publish_at=shanghai(day)).pk for day in dates]
    make_article("草稿", status="draft")
    make_article("将来的", publish_at=shanghai("2090-01-01 08:00"))
    make_article("下线的", expire_at=shanghai("2026-02-01 08:00"))
    make_article("跳转的", is_jump=True, redirect_url="https://example.com/")
    found = named(client, url)
    assert len(found) == len(set(found))
    assert {"/", "/yanjiang/", "/pages/about/", "/tags/", "/consultants/", f"/consultants/{person.pk}/"} <= set(found)
    articles = [path for path in found if path.startswith("/articles/")]
    assert articles == [f"/articles/{pk}/" for pk in (days[1], days[2], days[0])]
    assert [client.get(path).status_code for path in found] == [200] * len(found)


@pytest.mark.parametrize("url", FILES)
def test_it_names_no_more_than_a_file_may(client: Client, url: str, monkeypatch: MonkeyPatch) -> None:
    for number in range(1, 9):
        make_article(f"第{number}篇", pk=number, publish_at=shanghai(f"2026-01-0{number} 08:00"))
    assert sitemaps.MOST_ADDRESSES == 50_000
    pages = [path for path in named(client, url) if not path.startswith("/articles/")]
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", len(pages) + 3)
    assert named(client, url) == [*pages, "/articles/8/", "/articles/7/", "/articles/6/"]
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    assert named(client, url) == pages[:2]


@pytest.mark.parametrize("url", FILES)
def test_a_client_that_has_it_gets_304_until_an_article_comes_out(client: Client, url: str) -> None:
    make_article()
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    make_article("新的")
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("count", [2, 12])
def test_it_asks_the_same_for_few_and_many(client: Client, count: int) -> None:
    for number in range(count):
        make_article(f"第{number}篇", section=make_section(f"栏目{number}"), consultant=make_consultant())
    for url in FILES:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        assert len(asked) <= 6  # the token, the home page's date, pages, sections, consultants, articles
