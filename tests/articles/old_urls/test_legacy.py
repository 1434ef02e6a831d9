"""The table of old addresses: one redirect to the final page, never a loop."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles.models import Import, ImportedArticle, ImportedSection, LegacyPath, MissingPath
from articles.models._legacy import legacy_path
from tests.builders import make_article, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-01-15 09:30")
FORM = "/admin/articles/legacypath/add/"


def target(client: Client, path: str) -> str:
    return client.get(path)["Location"]


def test_an_address_that_moves_on_is_one_redirect_away(client: Client) -> None:
    remember = LegacyPath.objects.remember
    remember("/a/", url="/b/")
    remember("/b/", url="/c/")
    remember("/c/", url="/pages/about/")
    remember("/d/", url="/a/")
    assert {target(client, path) for path in ("/a/", "/b/", "/c/", "/d/", "/b")} == {"/pages/about/"}


def test_an_address_of_a_section_follows_it(client: Client) -> None:
    section = make_section("演讲", segment="yanjiang")
    LegacyPath.objects.remember("/speech/", url="/yanjiang/")
    for segment in ("jiang", "kou"):
        section.segment = segment
        section.save()
    assert {target(client, path) for path in ("/speech/", "/yanjiang/", "/jiang/")} == {"/kou/"}


def test_a_section_that_comes_back_is_a_page_again(client: Client) -> None:
    section = make_section("演讲", segment="yanjiang")
    for segment in ("jiang", "yanjiang"):
        section.segment = segment
        section.save()
    assert client.get("/yanjiang/").status_code == 200
    assert target(client, "/jiang/") == "/yanjiang/"


@pytest.mark.parametrize(("path", "url"), [("/a/", "/a/"), ("/a/", "/a"), ("/c/", "/a/"), ("/c/", "/b/?page=2")])
def test_a_circle_is_refused(path: str, url: str) -> None:
    LegacyPath.objects.remember("/b/", url="/c/")
    LegacyPath.objects.remember("/a/", url="/b/")
    with pytest.raises(ValidationError, match="循环"):
        LegacyPath.objects.remember(path, url=url)


def test_a_redirect_takes_the_path_out_of_the_inbox() -> None:
    MissingPath.objects.note("/a/1.html", "", NOW)
    LegacyPath.objects.remember("/a/1.html", article=make_article())
    assert not MissingPath.objects.exists()


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("http://www.old.example.com/a/1.html", "/a/1.html"),
        ("https://www.old.example.com//a//1.html?x=1#top", "/a/1.html"),
        (" /a/%E6%BC%94.html ", "/a/演.html"),
        ("http://[/a", ""),
        ("a.html", "a.html"),
    ],
)
def test_an_old_address_is_written_one_way(typed: str, path: str) -> None:
    assert legacy_path(typed) == path


# --- The form -------------------------------------------------------------------------------------------------------


def typed(client: Client, **fields: str) -> str:
    """Send the form. Return its error, or "" if it was saved."""
    client.force_login(make_editor())
    answer = client.post(FORM, {"path": "", "section": "", "article": "", "url": "", **fields})
    return "" if answer.status_code == 302 else " ".join(str(answer.context["errors"]).split())


def test_an_editor_pastes_both_addresses(client: Client) -> None:
    article = make_article()
    assert typed(client, path="http://old.example.com/a/1.html", url=f"/articles/{article.pk}/") == ""
    legacy = LegacyPath.objects.get()
    assert (legacy.path, legacy.article, legacy.url) == ("/a/1.html", article, "")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"path": "/a/", "url": "/a/"}, "会循环"),
        ({"path": "/c/", "url": "/a/"}, "这样会循环"),
        ({"path": "/yanjiang/", "url": "/pages/about/"}, "现在就是栏目“演讲”"),
        ({"path": "/x/", "url": "https://evil.example/"}, "请填写本站的网址"),
        ({"path": "/x/", "url": "//evil.example/"}, "请填写本站的网址"),
        ({"path": "/x/", "url": "/\\evil.example/"}, "请填写本站的网址"),
        ({"path": "x", "url": "/pages/about/"}, "要以一个 / 开头"),
        ({"path": "/plus/view.php?aid=5", "url": "/pages/about/"}, "带“?”的脚本地址由旧网址的规则处理，不能单独设定"),
        ({"path": "http://old.example.com/PLUS/LIST.PHP?tid=5", "url": "/pages/about/"}, "请填写不带“?”的路径"),
    ],
)
def test_a_target_that_would_not_work_is_refused_in_words(client: Client, fields: dict[str, str], message: str) -> None:
    make_section("演讲", segment="yanjiang")
    LegacyPath.objects.remember("/a/", url="/c/")
    assert message in typed(client, **fields)
    assert LegacyPath.objects.count() == 1


def test_a_rule_of_an_editor_for_a_rewritten_script_counts(client: Client) -> None:
    section = make_section("演讲稿", segment="yanjiang")
    for path in ("/plus/view-99-1.html", "/m/list-9.html"):
        assert client.get(path).status_code == 404
        LegacyPath.objects.remember(path, section=section)
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/yanjiang/")


@pytest.mark.parametrize(
    "path", ["/plus/view-23-1.html", "/plus/list-7-1.html", "/special/index.html", "/sitemap.html", "/member/", "/m/"]
)
def test_a_file_of_the_old_site_comes_before_a_script(client: Client, path: str) -> None:
    section, other = make_section("演讲稿", segment="yanjiang"), make_section("口才", segment="koucai")
    origin = Import.objects.create(host="www.old.example.com")
    ImportedArticle.objects.create(origin=origin, old_id=23, article=make_article(section=other))
    ImportedSection.objects.create(origin=origin, old_id=7, section=other)
    LegacyPath.objects.create(path=path, section=section)
    assert target(client, path) == "/yanjiang/"
    LegacyPath.objects.all().delete()
    assert client.get(path).headers.get("Location") != "/yanjiang/"
