"""Use the site by thumb on a telephone: dial, search, share an article."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_article, make_hotline, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SHARING = "Object.defineProperty(navigator, 'share', { value: async (data) => { window.shared = data; %s } });"
TOP = "element => element.getBoundingClientRect().top"


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


def test_the_bar_dials_the_hotlines_of_the_page(telephone: Page, live_server: LiveServer) -> None:
    make_hotline(number="400 000 2014 转 8", hours="全天")
    section = make_section("公文", segment="gongwen")
    make_hotline("公文热线", number="010-0000-1206", is_everywhere=False, sections=[section])
    article = make_article(section=section)
    bar = telephone.get_by_role("navigation", name="快捷")
    for address, numbers in (
        ("/", ["tel:4000002014,8"]),
        ("/nothing/", ["tel:4000002014,8"]),
        (f"/articles/{article.pk}/", ["tel:4000002014,8", "tel:010-0000-1206"]),
    ):
        telephone.goto(f"{live_server.url}{address}")
        bar.get_by_role("button", name="热线").tap()
        shown = bar.locator("a[href^='tel:']:visible")
        assert shown.evaluate_all("all => all.map(link => link.getAttribute('href'))") == numbers
        expect(shown.first).to_be_in_viewport(ratio=1)
        expect(bar.get_by_text("全天")).to_be_in_viewport(ratio=1)


def test_the_bar_has_no_button_for_no_hotline(telephone: Page, live_server: LiveServer) -> None:
    make_hotline(is_active=False)
    telephone.goto(live_server.url)
    bar = telephone.get_by_role("navigation", name="快捷")
    assert bar.locator("> :is(a, button)").all_inner_texts() == ["首页", "栏目", "搜索", "阅读"]


def test_searching_begins_in_its_field(telephone: Page, live_server: LiveServer) -> None:
    telephone.goto(live_server.url)
    telephone.get_by_role("navigation", name="快捷").get_by_role("link", name="搜索").tap()
    field = telephone.get_by_role("searchbox", name="搜索文章")
    expect(field).to_be_focused()
    field.fill("开场")
    field.press("Enter")
    expect(telephone.get_by_role("heading", name="搜索：开场")).to_be_visible()
    expect(telephone.get_by_role("searchbox", name="搜索文章")).not_to_be_focused()  # a keyboard would hide the results


def test_sharing_stands_before_the_related_articles(telephone: Page, live_server: LiveServer) -> None:
    make_article("另一篇", tags=["口才"])
    article = make_article(tags=["口才"])
    telephone.goto(f"{live_server.url}/articles/{article.pk}/")
    text, share, related = (telephone.locator(css).evaluate(TOP) for css in (".prose", ".rail", ".related"))
    assert text < share < related


def test_the_telephones_own_sheet_sends_an_article_on(telephone: Page, live_server: LiveServer) -> None:
    article = make_article("桥头的修车摊")
    telephone.add_init_script(SHARING % "")
    telephone.goto(f"{live_server.url}/articles/{article.pk}/")
    telephone.get_by_role("button", name="分享", exact=True).tap()
    shared = {"title": "桥头的修车摊", "url": f"http://127.0.0.1:8000/articles/{article.pk}/"}
    assert telephone.evaluate("window.shared") == shared
    expect(telephone.get_by_alt_text("本文网址的二维码")).to_be_hidden()


@pytest.mark.parametrize(
    ("how", "code_is_shown"),
    [
        ("", True),  # no sheet, as in WeChat
        (SHARING % "throw new DOMException('', 'NotAllowedError');", True),
        (SHARING % "throw new DOMException('', 'AbortError');", False),  # the reader closed the sheet
    ],
    ids=["without", "refused", "closed"],
)
def test_the_code_is_shown_if_there_is_no_sheet(
    telephone: Page,
    live_server: LiveServer,
    how: str,
    code_is_shown: bool,  # noqa: FBT001
) -> None:
    article = make_article()
    telephone.add_init_script(how or "delete Navigator.prototype.share;")
    telephone.goto(f"{live_server.url}/articles/{article.pk}/")
    telephone.get_by_role("button", name="分享", exact=True).tap()
    expect(telephone.get_by_alt_text("本文网址的二维码")).to_be_visible(visible=code_is_shown)


def test_a_computer_shows_the_code_for_the_telephone_beside_it(page: Page, live_server: LiveServer) -> None:
    article = make_article()
    page.add_init_script(SHARING % "")
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    page.get_by_role("button", name="扫码 分享").click()
    expect(page.get_by_alt_text("本文网址的二维码")).to_be_visible()
