"""Addresses with text glued on by chat programs: one redirect to the page, none off the site or from a real page."""

from urllib.parse import quote, unquote_to_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.editing import tagging
from articles.models import Article, Import, ImportedArticle, LegacyPath, Tag
from tests.builders import make_article, make_consultant, make_section
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db
GLUE = (
    "。",
    "，",
    "）",
    "（点这里）",
    "，很好。谢谢！",
    "\u200b",
    " ",
    ")",
    "%EF%BC%8C",
    "%A3%AC",
    ".",
    "&nbsp;",
    "#top",
)


@pytest.fixture
def pages() -> list[str]:
    section = make_section("演讲", segment="yanjiang")
    article = make_article(section=section, tags=["口才"])
    Page.objects.create(title="关于我们", slug="about")
    return [
        f"/articles/{article.pk}/", "/yanjiang/", "/tags/", "/tags/口才/", "/search/", "/consultants/",
        f"/consultants/{make_consultant().pk}/", "/pages/about/", "/sitemap/", "/feed/", "/atom/", "/yanjiang/feed/",
        "/tags/口才/atom/", "/robots.txt", "/sitemap.xml",
    ]  # fmt: skip


def led(client: Client, path: str, query: str = "") -> tuple[int, str]:
    answer = client.get("/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"), QUERY_STRING=query)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("glue", GLUE)
def test_every_page_is_one_redirect_away(client: Client, pages: list[str], glue: str) -> None:
    # Without its slash an address may be another: /feed， is a path of its own.
    wanted = {f"{page}{glue}": (301, quote(page)) for page in pages}
    wanted |= {f"{page.rstrip('/')}{glue}": (301, quote(page)) for page in pages}
    assert {path: led(client, path) for path in wanted} == wanted


def test_the_query_stays(client: Client, pages: list[str]) -> None:
    assert led(client, "/yanjiang/。", "page=2") == (301, "/yanjiang/?page=2")


def test_a_page_that_is_there_is_never_left(client: Client) -> None:
    make_article(tags=["好之"])
    tag = Tag.objects.create(name="好之，乐之", slug="好之，乐之")
    make_article(tags=["好之，乐之"]).tags.set([tag])
    assert client.get("/tags/好之，乐之/").status_code == 200
    assert led(client, "/tags/好之，乐之") == (301, f"/tags/{quote('好之，乐之')}/")
    assert led(client, "/tags/好之，乐之。") == (301, f"/tags/{quote('好之，乐之')}/")
    LegacyPath.objects.remember("/a/《论语》.html", url="/search/")
    assert led(client, "/a/《论语》.html") == (301, "/search/")


def test_old_addresses_are_one_redirect_away(client: Client) -> None:
    article = make_article(section=make_section("观点", segment="guandian"))
    ImportedArticle.objects.create(origin=Import.objects.create(host="testserver"), old_id=23, article=article)
    LegacyPath.objects.create(path="/a/2014/0422/23.html", article=article)
    LegacyPath.objects.create(path="/a/view/", section=article.section)
    LegacyPath.objects.create(path="/a/gone.html")
    page = f"/articles/{article.pk}/"
    for path, target in (
        ("/a/2014/0422/23.html。", page),
        ("/a/2014/0422/23.html（点这里）", page),
        ("/a/2014/0422/23.html看看这篇", page),
        ("/a/view/，", "/guandian/"),
        ("/index.html）", "/"),
    ):
        assert led(client, path) == (301, target)
    assert led(client, "/plus/view.php", quote("aid=23，", safe="=")) == (301, page)
    assert led(client, "/a/gone.html，")[0] == 410


def test_under_an_old_name_and_over_http_it_is_one_redirect_too(client: Client, settings: Settings) -> None:
    settings.SITE_URL, settings.SECURE_SSL_REDIRECT = "https://www.example.com", True
    settings.OLD_HOSTS, settings.ALLOWED_HOSTS = ["www.old.example.cn"], ["www.example.com", "www.old.example.cn"]
    page = f"/articles/{make_article(tags=['讲话']).pk}/"
    tagging.merge_tags(Tag.objects.get(), Tag.objects.create(name="演讲", slug="演讲"))
    merged = (f"/tags/{quote('讲话')}/", f"/tags/{quote('演讲')}/")
    for host in ("www.old.example.cn", "www.example.com"):
        for path, target in ((f"{page}，", page), (page.rstrip("/"), page), merged):
            answer = client.get(path, headers={"host": host})
            assert (answer.status_code, answer["Location"]) == (301, f"https://www.example.com{target}")


@pytest.mark.parametrize(
    "path",
    ["//example.com/，", "//example.com，", "/\\example.com，", "/，//example.com", "/articles/1/，//example.com/",
     "/https://example.com/。", "/%2F%2Fexample.com，", "/\u200b/example.com/，"],
)  # fmt: skip
def test_no_glue_leads_off_the_site(client: Client, path: str) -> None:
    make_article(pk=1)
    status, location = led(client, path)
    assert status == 404 or (location.startswith("/") and not location.startswith(("//", "/\\"))), location


@pytest.mark.parametrize(
    "path", ["/articles/999/，", "/tags/没有）", "/nothing/。", "/，没有/", "/admin/nothing/，", "/\0，"]
)
def test_a_path_without_a_page_is_not_found_without_glue_either(client: Client, path: str) -> None:
    assert led(client, path)[0] in ((301,) if path == "/，没有/" else (302, 404))


def test_a_draft_and_an_article_to_come_stay_unknown(client: Client) -> None:
    draft = make_article(status=Article.Status.DRAFT)
    assert led(client, f"/articles/{draft.pk}/，")[0] == 404
    assert led(client, f"/articles/{draft.pk}")[0] == 404


@pytest.mark.parametrize("count", [2, 12])
def test_an_address_full_of_signs_asks_few_queries(client: Client, count: int) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert led(client, "/articles/999/" + "，好" * count)[0] == 404
    assert len(asked) <= 20


def test_a_redirect_makes_no_page(client: Client, pages: list[str]) -> None:
    client.get("/")
    for page in pages:
        for path in (page.rstrip("/"), f"{page}，"):
            if path.endswith((".txt", ".xml")):
                continue
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert (answer.status_code, answer.templates, len(asked) <= 3) == (301, [], True), path
