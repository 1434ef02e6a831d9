"""Type at every size that a reader chooses, on every width: no word leaves its button, no line is torn apart."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SIZES = ("normal", "large", "largest")
WIDTHS = (320, 360, 390, 640, 768, 1280)
CHOOSE = "size => { document.getElementById(`size-${size}`).checked = true; }"
# Returns the labels that take more lines than intended, are larger than their box, or are cut off by the window.
FALLEN_OUT = """all => all.filter(label => {
    const range = document.createRange();
    range.selectNodeContents(label);
    const around = label.getBoundingClientRect();
    const lines = [...range.getClientRects()].filter(line => line.width > 1 && line.height > 1);
    const lowest = label.querySelector("br") ? 2 : 1;
    return new Set(lines.map(line => Math.round(line.top / 4))).size > lowest || around.right > innerWidth
        || lines.some(line => line.left < around.left || line.right > around.right
            || line.top < around.top || line.bottom > around.bottom);
}).map(label => label.textContent.trim())"""
NARROW = """() => [...document.querySelectorAll("main *, footer *")]
    .filter(element => element.checkVisibility() && getComputedStyle(element).textAlign === "justify")
    .filter(element => element.clientWidth / parseFloat(getComputedStyle(element).fontSize) < 25)
    .map(element => element.outerHTML.slice(0, 80))"""
LINE = "请写信到很长的地址 tougao-bianji-yanjiangwang-2026@example.com 并附上原稿，"


def at_every_size() -> list[tuple[int, str]]:
    return [(width, size) for width in WIDTHS for size in SIZES]


def set_type(page: Page, width: int, size: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate(CHOOSE, size)


def test_no_choice_falls_out_of_its_button(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.evaluate("document.getElementById('reading').showPopover()")
    found = {}
    for width, size in at_every_size():
        set_type(page, width, size)
        if fallen := page.locator("#reading label, .dock > *").evaluate_all(FALLEN_OUT):
            found[width, size] = fallen
    assert found == {}


def test_the_words_of_a_tool_stay_as_they_are_in_it(page: Page, live_server: LiveServer) -> None:
    article = make_article()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    found = {}
    for width, size in at_every_size():
        set_type(page, width, size)
        before = page.locator(".rail button").evaluate_all(FALLEN_OUT)
        page.locator("[data-copy]").evaluate("button => { for (const words of button.children) words.hidden ^= true; }")
        copied = page.locator(".rail button").evaluate_all(FALLEN_OUT)
        page.locator("[data-copy]").evaluate("button => { for (const words of button.children) words.hidden ^= true; }")
        if before or copied:
            found[width, size] = (before, copied)
    assert found == {}


def test_a_copied_address_is_told_and_the_words_come_back(page: Page, live_server: LiveServer) -> None:
    article = make_article()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    button = page.locator("[data-copy]")
    before = button.inner_text()
    button.click()
    page.get_by_role("button", name="已复制").click()  # again, while it still says so
    # The clock of the second click begins when the clipboard has the address.
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/articles/{article.pk}/")
    page.clock.fast_forward(3000)
    assert (button.inner_text(), before) == (before, "复制\n链接")


def test_only_long_lines_are_justified(page: Page, live_server: LiveServer) -> None:
    cell = f"<td>{LINE}</td>"
    body = (
        f"<h2>{LINE}</h2><p>{LINE * 3}</p><ul><li>{LINE}</li></ul><ol><li><p>{LINE}</p></li></ol>"
        f"<blockquote><p>{LINE}</p></blockquote>"
        f"<table><caption>{LINE}</caption><tbody><tr>{cell * 3}</tr></tbody></table>"
        f'<figure class="image"><img src="/static/img/icon.svg" alt="图"><figcaption>{LINE}</figcaption></figure>'
        f"<dl><dt>{LINE}</dt><dd>{LINE}</dd></dl>"
    )
    article = make_article(body=body, summary=LINE, is_headline=True)
    found = {}
    for address in (f"/articles/{article.pk}/", "/"):
        page.goto(f"{live_server.url}{address}")
        for width, size in at_every_size():
            set_type(page, width, size)
            if narrow := page.evaluate(NARROW):
                found[address, width, size] = narrow
    assert found == {}
