"""Section and tag pages."""

import pytest
from django.test import Client

from articles import projections
from articles.editing import tagging
from articles.models import Article, Section
from articles.pages import lists
from tests.builders import make_article, make_section, shanghai
from tests.pages import ReadPage, read

pytestmark = pytest.mark.django_db


def titles(page: ReadPage) -> list[str]:
    return [words for words in page.region("cards").links if words]


def test_a_section_lists_its_subtree_and_further_articles_once_each(client: Client) -> None:
    top = make_section("演讲", segment="yanjiang")
    child, other = make_section("竞聘", segment="jp", parent=top), make_section("公文", segment="gw")
    make_article("上层", section=top, publish_at=shanghai("2026-01-03 08:00"))
    make_article("下层", section=child, publish_at=shanghai("2026-01-02 08:00"), further=[top])
    make_article("别处兼此", section=other, publish_at=shanghai("2026-01-01 08:00"), further=[child])
    make_article("别处", section=other)
    page = read(client, "/yanjiang/")
    assert titles(page) == ["上层", "下层", "别处兼此"]
    assert page.links["竞聘"] == "/yanjiang/jp/"


def test_pinned_articles_stand_first_until_their_time_is_up(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    make_article("旧而置顶", publish_at=shanghai("2020-01-01 08:00"), pinned_until=shanghai("2090-01-01 00:00"))
    make_article("曾经置顶", publish_at=shanghai("2020-01-02 08:00"), pinned_until=shanghai("2021-01-01 00:00"))
    make_article("最新", publish_at=shanghai("2026-01-01 08:00"))
    assert titles(read(client, "/yanjiang/")) == ["旧而置顶", "最新", "曾经置顶"]


def test_the_newer_of_two_pinned_articles_stands_first(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    for title, day, until in (
        ("先置顶", "2020-01-02 08:00", "2091-01-01 00:00"),
        ("后置顶", "2020-01-03 08:00", "2090-01-01 00:00"),
        ("又置顶", "2020-01-01 08:00", "2092-01-01 00:00"),
    ):
        make_article(title, publish_at=shanghai(day), pinned_until=shanghai(until))
    make_article("最新", publish_at=shanghai("2026-01-01 08:00"))
    assert titles(read(client, "/yanjiang/")) == ["后置顶", "先置顶", "又置顶", "最新"]


def test_many_are_pinned_and_of_too_many_those_whose_time_ends_last(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = make_section("演讲", segment="yanjiang")
    for day in range(1, 6):
        until = shanghai(f"20{99 - day}-01-01 00:00")
        make_article(f"置顶{day}", publish_at=shanghai(f"2020-01-0{day} 08:00"), pinned_until=until)
    make_article("最新", publish_at=shanghai("2026-01-01 08:00"))
    assert titles(read(client, "/yanjiang/")) == ["置顶5", "置顶4", "置顶3", "置顶2", "置顶1", "最新"]
    monkeypatch.setattr(lists, "PINNED_AT_MOST", 2)
    listed = lists.in_section(section, shanghai("2026-03-01 08:00"))
    assert [article.title for article in listed] == ["置顶2", "置顶1", "最新", "置顶5", "置顶4", "置顶3"]


def test_the_later_written_of_two_of_the_same_moment_stands_first_everywhere(client: Client) -> None:
    cover = make_section("公文", segment="gw", kind=Section.Kind.COVER)
    section = make_section("讲话稿", segment="jhg", parent=cover)
    for title in ("先写", "后写"):
        make_article(title, section=section, tags=["口才"])
    for url in ("/gw/jhg/", "/tags/口才/"):
        assert titles(read(client, url)) == ["后写", "先写"], url
    shown = read(client, "/gw/").text
    assert shown.index("后写") < shown.index("先写")


def test_pages_follow_each_other_without_gaps_or_doubles(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    for number in range(45):
        make_article(f"第{number:02}篇", publish_at=shanghai(f"2026-01-01 08:{number:02}"))
    Article.objects.filter(title="第03篇").update(pinned_until=shanghai("2090-01-01 00:00"))
    projections.write(Article.objects.filter(title="第03篇").values_list("pk", flat=True))
    pages = [titles(read(client, f"/yanjiang/?page={number}")) for number in (1, 2, 3)]
    wanted = [f"第{number:02}篇" for number in range(44, -1, -1) if number != 3]
    assert [title for page in pages for title in page] == ["第03篇", *wanted]
    assert [len(page) for page in pages] == [20, 20, 5]


@pytest.mark.parametrize(
    ("wanted", "shown"), [("abc", 1), ("0", 1), ("-1", 1), ("", 1), ("2", 2), ("99", 2), ("9" * 30, 2)]
)
def test_paging_is_lenient(client: Client, wanted: str, shown: int) -> None:
    make_section("演讲", segment="yanjiang")
    for number in range(21):
        make_article(f"第{number:02}篇")
    page = read(client, f"/yanjiang/?page={wanted}")
    assert page.status == 200
    canonical = "http://127.0.0.1:8000/yanjiang/" + ("?page=2" if shown == 2 else "")
    assert f'<link rel="canonical" href="{canonical}">' in page.html


def test_a_cover_shows_its_text_and_the_newest_of_each_child(client: Client) -> None:
    cover = make_section("公文写作", segment="gw", kind=Section.Kind.COVER, content="<p>公文是给人办事用的。</p>")
    child = make_section("讲话稿", segment="jhg", parent=cover)
    make_article("讲话", section=make_section("会议", parent=child))
    make_article("草稿", section=child, status="draft")
    page = read(client, "/gw/")
    assert "公文是给人办事用的。" in page.text
    assert "讲话稿更多讲话稿 讲话 01-15" in page.text
    assert "草稿" not in page.text


def test_a_link_section_leads_elsewhere_from_the_navigation(client: Client) -> None:
    make_section("友站", segment="youzhan", kind=Section.Kind.LINK, link_url="https://example.com/")
    assert read(client, "/").links["友站"] == "https://example.com/"
    assert read(client, "/youzhan/").links["https://example.com/"] == "https://example.com/"


@pytest.mark.parametrize("url", ["/nothing/", "/yanjiang/nothing/", "/yanjiang.html", "/yanjiang/a.b/", "/Yanjiang/x/"])
def test_a_path_without_a_section_is_not_found(client: Client, url: str) -> None:
    make_section("演讲", segment="yanjiang")
    assert client.get(url).status_code == 404


def test_a_tag_page_lists_what_is_tagged_in_its_chinese_address(client: Client) -> None:
    make_article("有", tags=["心得体会"])
    make_article("没有", tags=["别的"])
    make_article("草稿", tags=["心得体会"], status="draft")
    assert titles(read(client, "/tags/心得体会/")) == ["有"]
    assert client.get("/tags/不存在/").status_code == 404
    index = read(client, "/tags/")
    assert index.links["心得体会，1 篇"] == "/tags/%E5%BF%83%E5%BE%97%E4%BD%93%E4%BC%9A/"


def test_a_tag_that_is_added_to_a_published_article_lists_it_at_once(client: Client) -> None:
    make_article("后来加的")
    tagging.add_tags(Article.objects.all(), ["口才"])
    assert titles(read(client, "/tags/口才/")) == ["后来加的"]


def test_tags_are_listed_by_name_whenever_they_were_made(client: Client) -> None:
    for name in ("Word", "PPT", "Excel"):
        make_article(tags=[name])
    listed = lists.TagList(shanghai("2026-03-01 08:00"))
    assert [tag.name for tag in listed] == ["Excel", "PPT", "Word"]
    page = read(client, "/tags/").text
    assert page.index("Excel") < page.index("PPT") < page.index("Word")
