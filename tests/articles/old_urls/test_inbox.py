import pytest
from django.test import Client

from articles.models import LegacyPath
from tests.builders import make_article, make_section
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_a_missing_slash_is_added_where_the_page_exists(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    article = make_article(tags=["口才"])
    for url, target in (
        ("/yanjiang", "/yanjiang/"),
        ("/yanjiang?page=2", "/yanjiang/?page=2"),
        (f"/articles/{article.pk}", f"/articles/{article.pk}/"),
        ("/tags/口才", "/tags/%E5%8F%A3%E6%89%8D/"),
        ("/search?q=a", "/search/?q=a"),
        ("/consultants", "/consultants/"),
        ("/admin", "/admin/"),
    ):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (301, target)


@pytest.mark.parametrize("url", ["/nothing", "/articles/999", "/tags/没有", "/yanjiang.html", "/a/b/c", "/healthz/"])
def test_no_slash_is_added_where_nothing_is(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_a_redirect_never_leaves_the_site(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    for url in ("//example.com", "//example.com/yanjiang", "/\\example.com"):
        response = client.get(url, headers={"host": "localhost"})
        assert not response.get("Location", "/").startswith("//")


def test_a_moved_section_answers_from_its_old_address(client: Client) -> None:
    section = make_section("演讲", segment="yanjiang")
    make_section("竞聘", segment="jingpin", parent=section)
    for segment in ("jiang", "kou"):
        section.segment = segment
        section.save()
    for url, target in (
        ("/yanjiang/", "/kou/"),
        ("/jiang", "/kou/"),
        ("/yanjiang/jingpin/?page=3", "/kou/jingpin/?page=3"),
    ):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (301, target)


def test_a_section_that_takes_an_old_address_keeps_it(client: Client) -> None:
    section = make_section("演讲", segment="yanjiang")
    section.segment = "kou"
    section.save()
    make_section("新演讲", segment="yanjiang")
    assert client.get("/yanjiang/").status_code == 200


def test_an_old_address_with_nothing_behind_it_is_gone(client: Client) -> None:
    LegacyPath.objects.remember("/a/2014/0422/6.html")
    page = read(client, "/a/2014/0422/6.html")
    assert (page.status, "已经撤下" in page.text) == (410, True)


def test_an_old_address_leads_to_its_article(client: Client) -> None:
    article = make_article()
    LegacyPath.objects.remember("/a/2014/0422/5.html", article=article)
    response = client.get("/a/2014/0422/5.html")
    assert (response.status_code, response["Location"]) == (301, f"/articles/{article.pk}/")


def test_nothing_is_redirected_but_what_is_read(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    assert client.post("/yanjiang").status_code == 404
    assert client.post("/yanjiang/").status_code == 405


def test_a_404_offers_a_search_and_the_nearest_titles(client: Client) -> None:
    make_section("演讲技巧", segment="jiqiao")
    make_article("怎样写好开场白")
    make_article("公文写作十忌")
    page = read(client, "/jiqiao/开场白怎样写/")
    assert page.status == 404
    notice = page.region("notice")
    assert list(notice.links) == ["演讲技巧", "怎样写好开场白", "公文写作十忌"]
    assert 'name="q"' in notice.html


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/view/2015/0206/about.html", "观点"),
        ("/a//view/about.html", "观点"),
        ("/a/about.html", "文章"),
        ("/jiqiao/2015/about.html", "演讲技巧"),
        ("/b/view/about.html", ""),
    ],
)
def test_a_missing_or_deleted_page_offers_the_section_of_its_folder(client: Client, path: str, name: str) -> None:
    make_section("演讲技巧", segment="jiqiao")
    LegacyPath.objects.create(path="/a/", section=make_section("文章", segment="wenzhang"))
    LegacyPath.objects.create(path="/a/view/", section=make_section("观点", segment="guandian"))
    for status in (404, 410):
        page = read(client, path)
        links = page.region("notice").links.keys() - {"首页"}
        assert (page.status, links) == (status, {name} - {""})
        LegacyPath.objects.remember(path.replace("//", "/"))


def test_an_article_in_the_trash_offers_its_section(client: Client) -> None:
    article = make_article(section=make_section("观点", segment="guandian"), status="trash")
    page = read(client, f"/articles/{article.pk}/")
    assert (page.status, page.region("notice").links["观点"]) == (410, "/guandian/")


@pytest.mark.parametrize("url", ["/%00/", "/uploads/%00", "/uploads/../settings.py", "/" + "a" * 3000 + "/", "/%ff/"])
def test_no_address_breaks_the_site(client: Client, url: str) -> None:
    assert client.get(url).status_code in (400, 404)
