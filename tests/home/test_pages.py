"""The home page, single pages, the site map, and the frame of every page."""

import gzip
import re

import html5lib
import pytest
from django.test import Client

from articles.models import ArticleHits
from tests.builders import make_article, make_consultant, make_hotline, make_section, shanghai
from tests.pages import read
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_home_fills_every_kind_of_block(client: Client) -> None:
    section = make_section("演讲稿", segment="yanjianggao")
    lead = make_article("头条文章", is_headline=True, tags=["口才"], section=make_section("竞聘", parent=section))
    make_article("幻灯文章", is_slide=True)
    make_article("推荐文章", is_recommended=True)
    ArticleHits.objects.filter(article=lead).update(total=9)
    make_consultant("王临")
    make_hotline()
    for kind in Block.Kind.values:
        Block.objects.create(kind=kind, title=f"版块{kind}", section=section if kind == "section" else None)
    page = read(client, "/")
    for kind in ("latest", "section", "recommended", "most_read", "tags", "consultants"):
        assert f"版块{kind}" in page.text
    assert page.region("lead").links["头条文章"] == f"/articles/{lead.pk}/"
    assert "幻灯文章" in page.region("slides").text
    assert "400-000-2014" in page.text
    assert page.links["口才"] == "/tags/%E5%8F%A3%E6%89%8D/"


def test_home_leaves_out_blocks_that_are_off_or_empty(client: Client) -> None:
    make_article("一篇")
    Block.objects.create(kind="latest", title="开着")
    Block.objects.create(kind="latest", title="关着", is_active=False)
    Block.objects.create(kind="recommended", title="空着")
    text = read(client, "/").text
    assert ("开着" in text, "关着" in text, "空着" in text) == (True, False, False)


def test_blocks_stand_as_editors_arranged_them(client: Client) -> None:
    make_article("一篇")
    Block.objects.create(kind="latest", title="在后", position=20)
    Block.objects.create(kind="most_read", title="在前", position=10)
    text = read(client, "/").text
    assert text.index("在前") < text.index("在后")


def test_the_frame_shows_the_sites_settings(client: Client) -> None:
    SiteSettings(
        pk=1, name="好口才", welcome="欢迎来到好口才", slogan="能讲会写", icp_number="京ICP备00000000号-1",
        police_number="京公网安备 11000002000001号", copyright="版权所有 好口才", contact="电话：010-0000",
    ).save()  # fmt: skip
    FriendLink.objects.create(name="国家图书馆", url="https://www.nlc.cn/")
    Page.objects.create(title="关于我们", slug="about", body="<p>关于本站。</p>")
    page = read(client, "/")
    for words in ("欢迎来到好口才", "能讲会写", "版权所有 好口才", "电话：010-0000"):
        assert words in page.text
    assert page.links["京ICP备00000000号-1"] == "https://beian.miit.gov.cn/"
    assert page.links["京公网安备 11000002000001号"].endswith("code=11000002000001")
    assert page.links["国家图书馆"] == "https://www.nlc.cn/"
    assert "关于本站。" in read(client, page.links["关于我们"]).text
    assert "<title>关于我们 - 好口才</title>" in client.get("/pages/about/").content.decode()


def test_a_page_that_is_switched_off_is_not_found(client: Client) -> None:
    Page.objects.create(title="旧页", slug="old", is_active=False)
    assert client.get("/pages/old/").status_code == 404
    assert "旧页" not in read(client, "/").text


def test_the_navigation_marks_the_current_section_and_leaves_hidden_ones_out(client: Client) -> None:
    make_section("竞聘", segment="jingpin", parent=make_section("演讲稿", segment="yanjianggao"))
    make_section("不显示", in_navigation=False)
    page = read(client, "/yanjianggao/jingpin/")
    navigation = page.region("navigation")
    assert list(navigation.links) == ["首页", "演讲稿"]
    assert '<a href="/yanjianggao/" aria-current="true">' in navigation.html


def test_the_site_map_leads_to_every_section_and_page(client: Client) -> None:
    make_section("竞聘", segment="jingpin", parent=make_section("演讲稿", segment="yanjianggao"))
    Page.objects.create(title="投稿", slug="contribute")
    page = read(client, "/sitemap/")
    assert page.links["竞聘"] == "/yanjianggao/jingpin/"
    assert page.links["投稿"] == "/pages/contribute/"


def test_pages_are_the_same_for_everybody_and_may_be_kept(client: Client, admin_client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    article = make_article(tags=["口才"])
    lists = ["/", "/yanjiang/", "/tags/", "/tags/口才/", "/search/?q=a", "/consultants/", "/sitemap/"]
    for url in [*lists, f"/articles/{article.pk}/"]:
        visitor, staff = client.get(url), admin_client.get(url)
        assert not visitor.cookies
        assert visitor.content == staff.content
        assert "Cookie" not in visitor.get("Vary", "")
        assert visitor["Cache-Control"] == (
            "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
        )
        again = client.get(url, headers={"if-none-match": visitor["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(url).status_code == 200
        assert client.post(url).status_code == 405


def test_a_consultants_page_lists_what_he_or_she_wrote(client: Client) -> None:
    wang = make_consultant("王临", biography="<p>生平。</p>")
    make_article("他写的", consultant=wang, publish_at=shanghai("2026-01-01 08:00"))
    make_article("别人写的", consultant=make_consultant("周言"))
    make_article("他的草稿", consultant=wang, status="draft")
    page = read(client, f"/consultants/{wang.pk}/")
    assert "王 临" in page.text
    assert "生平。" in page.text
    assert [words for words in page.region("cards").links if words] == ["他写的"]
    assert read(client, "/consultants/").links["王 临"] == f"/consultants/{wang.pk}/"


def test_a_consultant_who_left_has_no_page(client: Client) -> None:
    gone = make_consultant("王临", is_active=False)
    assert client.get(f"/consultants/{gone.pk}/").status_code == 404
    assert "王" not in read(client, "/consultants/").region("consultants").text


def test_every_block_is_led_by_an_article_that_leads_no_other(client: Client) -> None:
    section = make_section("演讲稿")
    for number in range(1, 4):
        make_article(f"第{number}篇", section=section, publish_at=shanghai(f"2026-01-0{number} 08:00"))
    Block.objects.create(kind="latest", title="最新", position=1)
    Block.objects.create(kind="section", section=section, position=2)
    page = read(client, "/")
    assert page.region("block").text.startswith("最新 第3篇")
    assert "演讲稿更多演讲稿 第2篇" in page.text


def test_a_list_is_not_led_by_what_the_headline_block_shows(client: Client) -> None:
    make_article("不是头条", publish_at=shanghai("2026-01-01 08:00"))
    make_article("头条", is_headline=True, publish_at=shanghai("2026-01-02 08:00"))
    Block.objects.create(kind="headline", column="top", position=1)
    Block.objects.create(kind="latest", title="最新", position=2)
    page = read(client, "/")
    assert page.region("block").text.startswith("最新 不是头条")
    assert "头条" in page.region("lead").links


def test_a_list_in_the_sidebar_is_led_by_none(client: Client) -> None:
    make_article("唯一的一篇", summary="只在主栏里说的摘要。")
    Block.objects.create(kind="latest", column="side")
    assert "只在主栏里说的摘要。" not in read(client, "/").text


def test_a_page_is_compressed_for_who_can_read_it(client: Client) -> None:
    article = make_article(body="<p>开口的第一句话，先把听众请进来。</p>" * 200)
    plain = client.get(f"/articles/{article.pk}/")
    small = client.get(f"/articles/{article.pk}/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 3
    again = {"Accept-Encoding": "gzip", "If-None-Match": small["ETag"]}
    assert client.get(f"/articles/{article.pk}/", headers=again).status_code == 304


@pytest.mark.parametrize(
    "url", ["/", "/articles/{pk}/", "/yanjianggao/", "/tags/", "/tags/口才/", "/consultants/", "/search/?q=口才",
            "/sitemap/", "/nothing/"],
)  # fmt: skip
def test_a_page_is_html_without_a_mistake(client: Client, url: str) -> None:
    section = make_section("演讲稿", segment="yanjianggao")
    article = make_article("甲", section=section, tags=["口才"], is_headline=True, consultant=make_consultant())
    make_hotline()
    for kind in Block.Kind.values:
        Block.objects.create(kind=kind, section=section if kind == "section" else None)
    response = client.get(url.format(pk=article.pk))
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    ids = re.findall(r' id="([^"]*)"', response.content.decode())
    assert len(ids) == len(set(ids))
