"""The words on public pages: Chinese ones, the same for the same thing, polite."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client

from articles.models import Article, Attachment, RelatedLink
from tests.builders import make_article, make_consultant, make_hotline, make_section
from tests.pages import read
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings
from yanjiang.lib.html import PAGE_BREAK

pytestmark = [pytest.mark.once, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parent.parent

# Not words of a language: addresses, units, and what the old site wrote on an article's page.
NAMES = re.compile(r"https?://\S+|\S+@\S+|\b[KM]B\b|关键字Tags|report\.pdf")
ADDRESSES = (
    "/", "/articles/{pk}/", "/articles/{pk}/?page=2", "/articles/{pk}/?page=all", "/articles/{jump}/",
    "/yanjianggao/", "/gongwen/", "/wailian/", "/tags/", "/tags/口才/", "/consultants/", "/consultants/{consultant}/",
    "/search/", "/search/?q=开口", "/search/?q=没有的词", "/search/?q=-开口",
    "/search/?q=开口&order=x&since=x&until=x&section=x&author=" + "x" * 200,
    "/sitemap/", "/pages/about/", "/nothing/", "/articles/99999/", "/articles/{gone}/", "/search/?q=%00",
)  # fmt: skip


@pytest.fixture
def pages(client: Client) -> dict[str, Any]:
    """Answer every kind of public page, on a site that has one of everything."""
    section = make_section("演讲稿", segment="yanjianggao", description="竞聘、就职。")
    make_section("公文", segment="gongwen", kind="cover", content="<p>公文写作。</p>")
    make_section("外链", segment="wailian", kind="link", link_url="https://example.com/")
    make_section("竞聘", segment="jingpin", parent=section)
    consultant = make_consultant("周言", biography="<p>生平。</p>", contact="邮箱 zhouyan@example.com")
    make_hotline()
    SiteSettings(pk=1, contact="电话：010-0000-1206\n邮箱：bianji@example.com", copyright="版权所有 演讲网").save()
    FriendLink.objects.create(name="国家图书馆", url="https://www.nlc.cn/")
    Page.objects.create(title="关于我们", slug="about", body="<p>关于本站。</p>")
    for kind in Block.Kind.values:
        Block.objects.create(kind=kind, section=section if kind == "section" else None)
    fields: dict[str, Any] = {
        "section": section,
        "tags": ["口才"],
        "consultant": consultant,
        "is_headline": True,
        "is_slide": True,
    }
    article = make_article("开口", body=f"<p>一。</p>{PAGE_BREAK}<p>二。</p>", is_recommended=True, **fields)
    Article.objects.filter(pk=article.pk).update(revised_at="2026-02-01T08:00Z", revision_note="更正了年份。")
    Attachment.objects.create(article=article, file=ContentFile(b"%PDF-1.4", name="report.pdf"), name="report.pdf")
    RelatedLink.objects.create(article=article, url="https://example.com/", title="别处")
    jump = make_article("跳转", section=section, is_jump=True, redirect_url="https://example.com/")
    gone = make_article("撤下的", section=section, status="trash")
    for number in range(21):
        make_article(f"第{number}篇", section=section, consultant=consultant, tags=["口才"])
    keys = {"pk": article.pk, "jump": jump.pk, "gone": gone.pk, "consultant": consultant.pk}
    return {address: client.get(address.format(**keys)).content.decode() for address in ADDRESSES}


def words_of(html: str) -> Iterator[str]:
    """Yield the texts of a page that a visitor reads, sees in a tooltip or hears."""
    tree = lxml.html.fromstring(html)
    for title in tree.xpath("//title|//meta[@name='description']/@content"):
        yield title if isinstance(title, str) else title.text_content()
    for hidden in tree.xpath("//script|//style|//head"):
        hidden.drop_tree()
    yield from (text.strip() for text in tree.itertext() if text.strip())
    for name in ("alt", "title", "aria-label", "placeholder", "download"):
        yield from tree.xpath(f"//@{name}")
    yield from tree.xpath("//input[@type='submit' or @type='button']/@value")


def english(html: str) -> list[str]:
    return [word for word in words_of(html) if re.search(r"[A-Za-z]{2,}", NAMES.sub("", word))]


def test_no_english_stands_on_a_public_page(pages: dict[str, Any]) -> None:
    assert {address: found for address, html in pages.items() if (found := english(html))} == {}


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_nor_on_the_pages_of_a_site_that_cannot_answer(template: str) -> None:
    assert english(render_to_string(template, {"contact": "", "number": "318041-512"})) == []


def test_nor_on_those_of_the_server_before_it() -> None:
    files = sorted((ROOT / "yanjiang" / "deploy" / "errors").glob("*.html"))
    assert len(files) > 1
    assert {file.name: found for file in files if (found := english(file.read_text()))} == {}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nor_where_a_page_is_asked_in_another_way(client: Client, method: str) -> None:
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert english(answer.content.decode()) == []


def test_nor_where_the_database_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("yanjiang.home.views.filled_blocks", refuse)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code >= 500
    assert english(answer.content.decode()) == []


def test_nobody_is_called_by_the_familiar_word(pages: dict[str, Any]) -> None:
    assert {address for address, html in pages.items() if any("你" in word for word in words_of(html))} == set()


def test_an_article_speaks_as_the_old_site_did_and_no_other_page(pages: dict[str, Any]) -> None:
    old = ("当前位置：主页", "点击次数：", "关键字Tags：", "文章来源：演讲网 未知")
    for address, html in pages.items():
        text = " ".join(lxml.html.fromstring(html).find("body").text_content().split())
        is_article = address.startswith("/articles/{pk}") or address == "/articles/{jump}/"
        assert ([words for words in old if words in text and words != "关键字Tags："] != []) is is_article, address
        if not is_article:
            assert not re.search("主页|点击|Tags", text), address
    assert all(words in pages["/articles/{pk}/"] for words in old[1:])
    assert "0 次阅读" in pages["/yanjianggao/"]


def test_the_way_says_home_once(client: Client) -> None:
    home = make_section("首页", segment="shouye")
    below = make_section("最新", segment="zuixin", parent=home)
    article = make_article(section=below, tags=["首页"])
    Page.objects.create(title="首页", slug="home")
    for address, way in {
        "/shouye/": "当前位置：首页",
        "/shouye/zuixin/": "当前位置：首页 > 最新",
        f"/articles/{article.pk}/": "当前位置：主页 > 最新",
        "/pages/home/": "当前位置：首页",
        "/tags/首页/": "当前位置：首页 > 关键字 > 首页",
    }.items():
        page = read(client, address)
        assert page.region("breadcrumb").text == way
        assert not re.search('"name": ?"(首页|主页)"[^]]*?"position": ?2, ?"name": ?"(首页|主页)"', page.html)


def test_a_consultants_page_lists_what_others_wrote_as_such(client: Client) -> None:
    consultant = make_consultant("周言")
    make_article(author="林知远", consultant=consultant)
    text = read(client, f"/consultants/{consultant.pk}/").text
    assert "周言指导的文章" in text
    assert "周言的文章" not in text


def test_a_visitor_can_write_to_each_consultant(client: Client) -> None:
    own = make_consultant("周言", contact="邮箱 zhouyan@example.com\n微信 zhouyan")
    other = make_consultant("陆笙")
    plain = read(client, "/consultants/").region("consultants")
    assert plain.links["zhouyan@example.com"] == "mailto:zhouyan@example.com"
    assert "微信 zhouyan" in plain.text
    assert "由编辑部转交" not in plain.text
    SiteSettings(pk=1, contact="编辑部：bianji@example.com，010 0000 1206 转 8").save()
    through = read(client, f"/consultants/{other.pk}/").region("consultant-page")
    assert "写给陆笙，由编辑部转交：" in through.text
    assert through.links["bianji@example.com"] == "mailto:bianji@example.com"
    assert through.links["010 0000 1206 转 8"] == "tel:01000001206,8"
    assert "由编辑部转交" not in read(client, f"/consultants/{own.pk}/").text


def test_contacts_are_links_on_single_pages_and_in_the_footer(client: Client) -> None:
    SiteSettings(pk=1, contact="电话：400 000 2014\n邮箱：bianji@example.com\n<地址>：北京").save()
    Page.objects.create(
        title="联系我们",
        slug="contact",
        body="<ul><li>热线：010-0000-1206转12，陆老师。</li><li>投稿：tougao@example.com</li></ul>",
    )
    page = read(client, "/pages/contact/")
    footer = page.region("footer-contact")
    assert footer.links == {"400 000 2014": "tel:4000002014", "bianji@example.com": "mailto:bianji@example.com"}
    assert "<地址>：北京" in footer.text
    assert footer.html.count("<br>") == 2
    assert page.region("prose").links == {
        "010-0000-1206转12": "tel:010-0000-1206,12",
        "tougao@example.com": "mailto:tougao@example.com",
    }


def test_a_tag_is_named_once_with_the_number_of_its_articles(client: Client) -> None:
    for number in range(3):
        make_article(f"第{number}篇", tags=["口才"] if number else ["口才", "听众"])
    make_article("草稿", status="draft", tags=["口才", "听众"])
    make_article("定时", publish_at="2090-01-01T00:00Z", tags=["口才"])
    make_article("下线", expire_at="2026-02-01T00:00Z", tags=["听众"])
    page = read(client, "/tags/")
    assert page.region("tags").text == "口才，3 篇听众，1 篇"
    assert "近来常用" not in page.text


def test_many_tags_begin_with_those_that_are_used_most(client: Client) -> None:
    make_article("甲", tags=[f"关键字{number}" for number in range(40)])
    make_article("乙", tags=[f"关键字{number}" for number in range(30, 70)])
    page = read(client, "/tags/")
    assert page.text.count("近来常用") == 1
    assert page.region("tags").text.startswith("关键字30，2 篇")
    assert page.html.count('rel="tag"') == 30 + 70
