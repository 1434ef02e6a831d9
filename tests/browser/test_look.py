"""The look of pages, where only a browser can check it: type, kept choices, telephone, paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import reads_well
from tests.builders import make_article, make_consultant, make_hotline, make_section
from yanjiang.home.models import Block, FriendLink
from yanjiang.home.models import Page as SinglePage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

LONG = "他跟我说好了，他可以来，但是不上台，也不许我夸他。所以我今天不夸，我只报账。" * 3
# Links in running text may be as small as the text.
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, label, input:not(.visually-hidden)")]
    .filter(element => element.checkVisibility() && !element.closest(".prose, .consultant-teaser, .skip"))
    .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])
    .filter(([words, height]) => height > 0 && height < 44)"""
ADDRESSES = (
    "/", "/articles/{pk}/", "/articles/{pk}/?page=2", "/yanjianggao/", "/gongwen/", "/tags/", "/tags/口才/",
    "/consultants/", "/consultants/{consultant}/", "/search/?q=修车", f"/search/?q={'x' * 40}",
    "/sitemap/", "/pages/about/", "/nothing/",
)  # fmt: skip


@pytest.fixture
def addresses() -> list[str]:
    section = make_section("演讲稿", segment="yanjianggao", description="竞聘、就职、校园、婚礼。")
    make_section("竞聘演讲", segment="jingpin", parent=section)
    make_section("公文写作", segment="gongwen", kind="cover", content=f"<p>{LONG}</p>")
    make_section("讲话稿", segment="jianghuagao", parent=section)
    consultant = make_consultant("王临", biography=f"<p>{LONG}</p>")
    make_hotline(hours="全天24小时，夜间请留言，次日上午回电")
    table = (
        '<figure class="table"><table><tbody><tr>' + "<td>二〇二六年的数</td>" * 12 + "</tr></tbody></table></figure>"
    )
    article = make_article(
        "桥头的修车摊——在街道“身边好人”分享会上的发言",
        section=section,
        body=f'<p>{LONG}</p>{table}<div class="page-break" style="page-break-after:always"></div><p>第二页。</p>',
        summary="修车摊摆在桥头二十年，今天只报账，不夸人。",
        tags=["口才", "基层故事"],
        consultant=consultant,
        is_headline=True,
        is_recommended=True,
    )
    for number in range(25):
        make_article(f"修车摊的第{number}个早晨，天还没有亮", section=section)
    for kind in ("headline", "latest", "tags", "consultants", "hotlines"):
        Block.objects.create(kind=kind, column="top" if kind == "headline" else "main")
    Block.objects.create(kind="section", section=section)
    FriendLink.objects.create(name="国家图书馆", url="https://www.nlc.cn/")
    SinglePage.objects.create(title="关于我们", slug="about", body=f"<p>{LONG}</p>")
    return [address.format(pk=article.pk, consultant=consultant.pk) for address in ADDRESSES]


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_the_site(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        reads_well(page)


def test_a_line_holds_36_to_42_characters(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    page.goto(f"{live_server.url}{addresses[1]}")
    width, size, height = page.locator(".prose > p").first.evaluate(
        "p => { const style = getComputedStyle(p);"
        " return [p.clientWidth, parseFloat(style.fontSize), parseFloat(style.lineHeight)]; }"
    )
    assert 36 <= width / size <= 42
    assert (size, round(height / size, 2)) == (18, 1.9)


def test_nothing_is_wider_than_a_telephone_nor_too_small_for_a_thumb(
    telephone: Page, live_server: LiveServer, addresses: list[str]
) -> None:
    found = {}
    for address in addresses:
        telephone.goto(f"{live_server.url}{address}")
        overflow = telephone.evaluate("document.documentElement.scrollWidth - innerWidth")
        small = telephone.evaluate(SMALL_TARGETS)
        if overflow or small:
            found[address] = (overflow, small)
    assert found == {}


def test_a_thumb_reaches_the_sections(telephone: Page, live_server: LiveServer, addresses: list[str]) -> None:
    telephone.goto(live_server.url)
    section = telephone.get_by_role("navigation", name="栏目").get_by_role("link", name="演讲稿")
    expect(section).to_be_hidden()
    telephone.get_by_role("button", name="栏目").click()
    expect(section).to_be_in_viewport()
    section.click()
    expect(telephone).to_have_url(f"{live_server.url}/yanjianggao/")


def test_the_readers_choice_of_dark_and_of_size_is_kept(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    size = "getComputedStyle(document.documentElement).fontSize"
    assert (page.evaluate(paper), page.evaluate(size)) == ("rgb(251, 249, 244)", "16px")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_text("深色").click()
    page.get_by_text("特大").click()
    assert (page.evaluate(paper), page.evaluate(size)) == ("rgb(23, 23, 26)", "20px")
    page.reload()
    assert (page.evaluate(paper), page.evaluate(size)) == ("rgb(23, 23, 26)", "20px")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_text("浅色").click()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == "rgb(251, 249, 244)"
    assert page.context.cookies() == []


def test_the_choice_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(live_server.url)
    expect(page.locator("html")).to_have_css("background-color", "rgb(23, 23, 26)")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_text("浅色").click()
    expect(page.locator("html")).to_have_css("background-color", "rgb(251, 249, 244)")
    context.close()


def test_the_address_is_copied_and_the_qr_code_opens(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}{addresses[1]}")
    page.get_by_role("button", name="复制 链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"http://127.0.0.1:8000{addresses[1]}"
    page.get_by_role("button", name="扫码 分享").click()
    code = page.get_by_alt_text("本文网址的二维码")
    expect(code).to_be_visible()
    code.evaluate("image => image.decode()")


def test_paper_has_the_article_its_source_and_its_address_and_no_more(
    page: Page, live_server: LiveServer, addresses: list[str]
) -> None:
    page.goto(f"{live_server.url}{addresses[1]}")
    page.emulate_media(media="print", color_scheme="dark")
    for seen in ("h1", ".article-meta", ".summary", ".prose", ".print-source"):
        expect(page.locator(seen)).to_be_visible()
    for hidden in (".navigation", ".sidebar", ".rail", ".related", ".footer", ".tags", ".dock"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_a_wide_table_scrolls_inside_itself(telephone: Page, live_server: LiveServer, addresses: list[str]) -> None:
    telephone.goto(f"{live_server.url}{addresses[1]}")
    inside, outside = telephone.locator("figure.table table").evaluate("f => [f.scrollWidth, f.clientWidth]")
    assert inside > outside
