"""An article on paper: whole, with pictures as they are, and nothing cut off at the edge."""

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_article, make_picture
from yanjiang.lib.html import PAGE_BREAK

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# The text's width on A4 between our margins of 22 mm, in CSS pixels.
PAPER = {"width": 627, "height": 970}
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}"><rect width="100%" height="100%"/></svg>'
PROPORTIONS = "all => all.map(image => image.width / image.height)"
PRINTED = """() => new Promise((print) => {
    window.print = () => print(document.querySelector(".article").innerText);
    document.querySelector("[data-print]").click();
})"""
CUT_OFF = """() => [...document.querySelectorAll(".article *")]
    .filter(element => element.checkVisibility()
        && (element.getBoundingClientRect().right > innerWidth || element.scrollWidth > element.clientWidth + 1)
        && element.clientWidth)
    .map(element => element.outerHTML.slice(0, 80))"""


def draw(route: Route) -> None:
    width, height = route.request.url.partition("?")[0].rpartition(".")[0].rpartition("-")[2].split("x")
    route.fulfill(content_type="image/svg+xml", body=DRAWN.format(width, height))


def test_every_page_of_the_text_is_printed_from_any(page: Page, live_server: LiveServer) -> None:
    parts = ("<h2>起</h2><p>第一页的话。</p>", "<p>第二页的话。</p>", "<p>第三页的话。</p>")
    article = make_article("长文", summary="先说大意。", body=PAGE_BREAK.join(parts))
    for query in ("", "?page=2", "?page=3", "?page=all"):
        page.goto(f"{live_server.url}/articles/{article.pk}/{query}")
        shown = page.locator(".article").inner_text()
        page.emulate_media(media="print")
        for words in ("先说大意。", "第一页的话。", "第二页的话。", "第三页的话。"):
            expect(page.get_by_text(words)).to_be_visible()
        expect(page.locator("h1")).to_have_count(1)
        page.emulate_media(media="screen")
        expect(page.locator(".article")).to_have_text(shown, use_inner_text=True)


def test_the_browsers_own_command_and_the_button_print_the_same(page: Page, live_server: LiveServer) -> None:
    article = make_article(body=f"<p>第一页的话。</p>{PAGE_BREAK}<p>第二页的话。</p>")
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    assert "第二页的话。" in page.evaluate(PRINTED)
    page.reload()
    # Chromium sends this event behind its menu, and while it writes a PDF.
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "第二页的话。" in page.locator(".article").inner_text()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert "第二页的话。" not in page.locator(".article").inner_text()


def test_pictures_keep_their_proportions_and_nothing_is_cut_off(page: Page, live_server: LiveServer) -> None:
    pictures = "".join(
        f'<figure class="image"><img src="/uploads/pictures/2026/01/0123456789abcdef-{size}.jpg" alt="图"></figure>'
        for size in ("1200x800", "600x2400", "1600x200", "90x60")
    )
    cells = "<td>二〇二六年的数</td>" * 14
    table = f'<figure class="table"><table><thead><tr>{"<th>栏目名称</th>" * 14}</tr></thead><tbody><tr>{cells}</tr>'
    wide = f"<pre>{'一行很长的代码' * 30}</pre><p>网址 https://a.cn/{'x' * 120}</p>"
    cover = make_picture(name="fedcba9876543210-1200x1600.jpg")
    article = make_article(body=f"{pictures}{table}</tbody></table></figure>{wide}", cover=cover)
    page.route("**/uploads/**", draw)
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    page.emulate_media(media="print")
    images = page.locator(".article img")
    images.evaluate_all("all => Promise.all(all.map(image => { image.loading = 'eager'; return image.decode(); }))")
    assert images.evaluate_all(PROPORTIONS) == pytest.approx([0.75, 1.5, 0.25, 8, 1.5], rel=0.02)
    assert page.evaluate(CUT_OFF) == []
