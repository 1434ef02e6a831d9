"""Addresses of an old DedeCMS site, and where they lead today."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.editing import changes, sections
from articles.models import Article, Import, ImportedArticle, ImportedSection, LegacyPath, Section
from tests.builders import make_article, make_section, shanghai
from tests.test_redirects import leaves

pytestmark = pytest.mark.django_db
LATER = shanghai("2090-01-01 00:00")


@pytest.fixture
def old_site() -> Import:
    return Import.objects.create(host="www.old.example.com")


def was_imported(origin: Import, article: Article | None, *, old_id: int, path: str = "") -> None:
    ImportedArticle.objects.create(origin=origin, old_id=old_id, article=article, path=path)
    if path:
        LegacyPath.objects.create(path=path, article=article)


def column(origin: Import, section: Section | None, *, old_id: int, paths: tuple[str, ...] = ()) -> None:
    ImportedSection.objects.create(origin=origin, old_id=old_id, section=section)
    LegacyPath.objects.bulk_create(LegacyPath(path=path, section=section) for path in paths)


def target(client: Client, url: str) -> str:
    """Return where an address redirects to, for good."""
    answer = client.get(url)
    assert answer.status_code == 301, (url, answer.status_code)
    return answer["Location"]


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("/a/view/2015/0206/23.html", ""),
        ("//a//view/2015/0206/23.html", ""),
        ("/a/view/2015/0206/23_2.html", "?page=2"),
        ("/m/a/view/2015/0206/23_2.html", "?page=2"),
        ("/another/column/23.html", ""),
        ("/special/arc-23.html", ""),
        ("/plus/view.php?aid=23", ""),
        ("/plus/view.php?aid=23&pageno=2", "?page=2"),
        ("/plus/view-23-2.html", "?page=2"),
        ("/m/view.php?aid=23", ""),
        ("/plus/feedback.php?aid=23", ""),
    ],
)
def test_an_article_is_found_by_each_of_its_addresses(client: Client, old_site: Import, url: str, query: str) -> None:
    article = make_article()
    was_imported(old_site, article, old_id=23, path="/a/view/2015/0206/23.html")
    path, _, asked = url.partition("?")
    answer = client.get("/", PATH_INFO=path, QUERY_STRING=asked)
    assert (answer.status_code, answer["Location"]) == (301, f"/articles/{article.pk}/{query}")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("/a/view/", "/guandian/"),
        ("/a/view", "/guandian/"),
        ("/a/view/index.html", "/guandian/"),
        ("/a/view/list_7_1.html", "/guandian/"),
        ("/a/view/list_7_4.html", "/guandian/?page=4"),
        ("/moved/list_7_4.html", "/guandian/?page=4"),
        ("/plus/list.php?tid=7", "/guandian/"),
        ("/plus/list.php?tid=7&TotalResult=80&PageNo=4", "/guandian/?page=4"),
        ("/plus/list-7-80-4.html", "/guandian/?page=4"),
        ("/m/list.php?tid=7", "/guandian/"),
        ("/plus/rss.php?tid=7", "/guandian/feed/"),
        ("/data/rss/7.xml", "/guandian/feed/"),
        ("/plus/search.php?keyword=%BF%DA%B2%C5&typeid=7", "/search/?q=%E5%8F%A3%E6%89%8D&section=guandian"),
    ],
)
def test_a_column_is_found_by_each_of_its_addresses(client: Client, old_site: Import, url: str, leads_to: str) -> None:
    section = make_section("观点", segment="guandian")
    column(old_site, section, old_id=7, paths=("/a/view/", "/a/view/index.html", "/a/view/list_7_1.html"))
    assert target(client, url) == leads_to
    assert client.get(leads_to).status_code == 200


def test_the_feed_of_a_column_is_that_of_its_section_wherever_it_is_today(client: Client, old_site: Import) -> None:
    section, other = make_section("观点", segment="guandian"), make_section("口才", segment="koucai")
    column(old_site, section, old_id=7)
    section.parent, section.segment = other, "gd"
    section.save()
    for url in ("/data/rss/7.xml", "/plus/rss.php?tid=7", "/guandian/feed/", "/guandian/feed"):
        assert target(client, url) == "/koucai/gd/feed/"
    sections.merge_sections(section, make_section("演讲", segment="yanjiang"))
    for url in ("/data/rss/7.xml", "/plus/rss.php?tid=7", "/guandian/feed/", "/koucai/gd/feed/"):
        assert target(client, url) == "/yanjiang/feed/"
    assert target(client, "/guandian/atom/") == "/yanjiang/atom/"
    assert client.get("/yanjiang/feed/").status_code == 200


def test_a_page_of_a_list_is_never_taken_for_an_article(client: Client, old_site: Import) -> None:
    section = make_section("观点", segment="guandian")
    article = make_article(section=section)
    was_imported(old_site, article, old_id=1, path="/a/view/1.html")
    was_imported(old_site, article, old_id=4)
    column(old_site, section, old_id=7, paths=("/a/view/list_1.html",))
    assert target(client, "/a/view/list_4.html") == "/guandian/?page=4"
    assert target(client, "/a/view/4.html") == f"/articles/{article.pk}/"  # not page 4 of what /a/view/1.html is


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("/index.html", "/"),
        ("/index.php?upcache=1", "/"),
        ("/m/", "/"),
        ("/m/index.php", "/"),
        ("/special/", "/"),
        ("/tags.php", "/tags/"),
        ("/tags.php?/%E5%8F%A3%E6%89%8D/", "/tags/%E5%8F%A3%E6%89%8D/"),
        ("/tags.php?/%BF%DA%B2%C5/2/", "/tags/%E5%8F%A3%E6%89%8D/?page=2"),
        ("/tags.php?/%B5%B3%BD%A8/", "/search/?q=%E5%85%9A%E5%BB%BA"),
        ("/plus/search.php?q=%E5%8F%A3%E6%89%8D&searchtype=title", "/search/?q=%E5%8F%A3%E6%89%8D"),
        ("/plus/heightsearch.php", "/search/"),
        ("/plus/rss.php", "/feed/"),
        ("/data/sitemap.html", "/sitemap/"),
        ("/data/rssmap.html", "/sitemap/"),
    ],
)
def test_an_address_of_the_whole_site_has_its_page(client: Client, url: str, leads_to: str) -> None:
    make_article(tags=["口才"])
    assert target(client, url) == leads_to
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["/plus/guestbook.php", "/plus/diy.php?diyid=1", "/plus/vote.php?aid=1", "/member/", "/member/index.php?uid=a"],
)
def test_a_function_that_is_no_more_is_gone(client: Client, url: str) -> None:
    assert client.get(url).status_code == 410


@pytest.mark.parametrize("status", ["draft", "trash"])
def test_an_article_that_nobody_may_read_is_gone(client: Client, old_site: Import, status: str) -> None:
    article = make_article(status=status)
    was_imported(old_site, article, old_id=23, path="/a/23.html")
    for url in ("/a/23.html", "/plus/view.php?aid=23", "/stale/23.html"):
        assert client.get(url).status_code == 410
    changes.publish(Article.objects.filter(pk=article.pk), shanghai("2026-01-15 09:30"))
    assert target(client, "/a/23.html") == f"/articles/{article.pk}/"


def test_an_article_that_is_no_more_is_gone(client: Client, old_site: Import) -> None:
    was_imported(old_site, make_article(expire_at=shanghai("2026-02-01 00:00")), old_id=22)
    was_imported(old_site, None, old_id=23, path="/a/23.html")
    column(old_site, None, old_id=7)
    for url in ("/plus/view.php?aid=22", "/a/23.html", "/plus/view.php?aid=23", "/plus/list.php?tid=7"):
        assert client.get(url).status_code == 410


def test_an_article_that_is_still_to_come_is_not_gone(client: Client, old_site: Import) -> None:
    was_imported(old_site, make_article(publish_at=LATER), old_id=23, path="/a/23.html")
    for url in ("/a/23.html", "/plus/view.php?aid=23"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/plus/view.php?aid=99",
        "/plus/view.php",
        "/plus/list.php?tid=99",
        "/a/99.html",
        "/articles/23/",
        "/articles/23.html",
        "/uploads/23.html",
        "/top-23-1.html",
    ],
)
def test_an_unknown_address_is_not_found(client: Client, old_site: Import, url: str) -> None:
    was_imported(old_site, make_article(), old_id=23)
    assert client.get(url).status_code == 404


def test_a_number_of_two_old_sites_is_that_of_the_name_asked_for(client: Client, old_site: Import) -> None:
    first, second = make_article("甲"), make_article("乙")
    was_imported(old_site, first, old_id=23)
    was_imported(Import.objects.create(host="testserver"), second, old_id=23)
    assert target(client, "/plus/view.php?aid=23") == f"/articles/{second.pk}/"
    answer = client.get("/plus/view.php?aid=23", headers={"host": "localhost"})
    assert answer["Location"] == f"/articles/{first.pk}/"


def test_the_query_goes_along_with_a_file(client: Client, old_site: Import) -> None:
    article = make_article()
    was_imported(old_site, article, old_id=23, path="/a/23.html")
    assert target(client, "/a/23.html?from=wx") == f"/articles/{article.pk}/?from=wx"
    assert target(client, "/a/23_2.html?from=wx") == f"/articles/{article.pk}/?page=2&from=wx"


def test_a_redirect_is_remembered_for_an_hour_only(client: Client, old_site: Import) -> None:
    was_imported(old_site, make_article(), old_id=23)
    assert client.get("/plus/view.php?aid=23")["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "url",
    ["/a/23.html", "/a/view/23_2.html", "/stale/23.html", "/a/view/list_7_2.html", "/plus/view.php?aid=23",
     "/plus/list.php?tid=7", "/plus/rss.php?tid=7", "/tags.php?/%BF%DA%B2%C5/", "/plus/search.php?q=a&typeid=7"],
)  # fmt: skip
def test_an_old_address_takes_one_query(client: Client, old_site: Import, url: str) -> None:
    section = make_section("观点", segment="guandian")
    column(old_site, section, old_id=7, paths=("/a/view/list_7_1.html",))
    was_imported(old_site, make_article(section=section, tags=["口才"]), old_id=23, path="/a/23.html")
    with CaptureQueriesContext(connection) as asked:
        target(client, url)
    # The query for the sitewide token may come in addition.
    queries = [query["sql"] for query in asked.captured_queries]
    assert len([sql for sql in queries if "furniture" not in sql]) == 1, queries


def test_uploads_answer_under_their_old_paths(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "allimg/150206").mkdir(parents=True)
    (tmp_path / "allimg/150206/1-150206221345.jpg").write_bytes(b"\xff\xd8")
    answer: Any = client.get("/uploads/allimg/150206/1-150206221345.jpg")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"\xff\xd8")
    assert client.get("/uploads/allimg/150206/1-23.jpg").status_code == 404


def wsgi(text: str) -> str:
    """Encode a part of an address as WSGI servers do: its bytes as Latin-1."""
    return text.encode("utf-8", "replace").decode("latin-1")


def hostile(corpora: Path) -> list[str]:
    groups: dict[str, list[str]] = json.loads((corpora / "redirect_targets.json").read_text())
    strings: list[str] = json.loads((corpora / "naughty_strings.json").read_text())
    return [*(target for group in groups.values() for target in group), *strings]


def test_no_address_breaks_the_site_or_leaves_it(client: Client, old_site: Import, corpora: Path) -> None:
    section = make_section("观点", segment="guandian")
    column(old_site, section, old_id=7, paths=("/a/view/", "/a/view/list_7_1.html"))
    was_imported(old_site, make_article(section=section, tags=["口才"]), old_id=23, path="/a/23.html")
    forms = ("/tags.php?/{}/", "/plus/search.php?q={}", "/plus/view.php?aid={}", "/plus/list.php?tid={}&PageNo={}",
             "/a/23.html?{}", "/a/{}.html", "/tags.php/{}/", "/plus/count.php?view=yes&aid={}")  # fmt: skip
    extra = ["%B5", "%FF%FE", "9" * 400, "-1", "0x1F", "１２", "²", "23%00", "%0d%0aSet-Cookie:a=b", "23_9999999999"]
    for text in (*hostile(corpora)[::7], *extra):
        for form in forms:
            path, _, query = form.replace("{}", text).partition("?")
            answer = client.get("/", PATH_INFO=wsgi(path), QUERY_STRING=wsgi(query))
            assert answer.status_code < 500, (form, text)
            assert not leaves(answer.headers.get("Location", ""), "/"), (form, text)
            assert "Set-Cookie" not in answer.headers
