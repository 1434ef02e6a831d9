"""The editor is in Chinese: its tool bar, balloons, dialogs, and their texts for screen readers."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import sign_in
from tests.builders import make_article, make_editor
from tests.drawings import drawing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

BODY = (
    '<p>字<a href="/a/">链接</a></p><figure class="image"><img src="/uploads/a.jpg" alt="图"></figure>'
    "<table><tbody><tr><td>格</td></tr></tbody></table><ol><li>项</li></ol>"
)
# Every word of the interface that is on the page now, seen or said: not the text that is edited.
WORDS = """() => {
    const words = new Set();
    const attributes = ["aria-label", "title", "data-cke-tooltip-text", "data-placeholder", "placeholder"];
    for (const part of document.querySelectorAll(".ck-editor *, .ck-body-wrapper *")) {
        for (const name of attributes) if (part.hasAttribute(name)) words.add(part.getAttribute(name));
        if (part.closest(".ck-content, svg")) continue;
        for (const node of part.childNodes) if (node.nodeType === Node.TEXT_NODE) words.add(node.data.trim());
    }
    return [...words];
}"""
# Keys of the keyboard, and the address of the link.
NAMES = re.compile(r"\b(Ctrl|Alt|Shift|Enter|Space|Esc|ESC|Tab|Fn|Home|End|F\d+|[A-Z])\b|/a/|CKEditor")
BALLOON = ".ck-balloon-panel_visible"


def open_everything(page: Page) -> set[str]:
    seen: set[str] = set()
    editor = page.locator(".ck-editor__editable_inline")

    def look() -> None:
        page.wait_for_timeout(150)  # balloons are drawn with the next frame
        seen.update(page.evaluate(WORDS))

    editor.locator("> p").first.click()
    for arrow in page.locator(".ck-editor__top :is(.ck-dropdown__button, .ck-splitbutton__arrow)").all():
        if arrow.is_visible():
            arrow.click()
            look()
            page.keyboard.press("Escape")
    for place, buttons in (("a", 0), ("figure.image img", 2), ("td", 4)):
        editor.locator("a").click()
        editor.locator(place).click()
        look()
        for number in range(buttons):
            editor.locator("a").click()
            editor.locator(place).click()
            expect(page.locator(f"{BALLOON} .ck-toolbar__items")).to_be_visible()
            page.locator(f"{BALLOON} .ck-toolbar__items > *").nth(number).click()
            look()
            page.keyboard.press("Escape")
    for keys in ("Control+k", "Control+f", "Alt+0"):
        editor.locator("a").click()
        page.keyboard.press(keys)
        look()
        page.keyboard.press("Escape")
    return seen


def test_no_english_stands_in_the_editor(page: Page, live_server: LiveServer) -> None:
    article = make_article("一篇", body=BODY)
    make_editor("yanjiangcn")
    picture = drawing("PNG", size=(300, 200))
    page.route("**/uploads/*", lambda route: route.fulfill(body=picture, content_type="image/png"))
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".ck-editor__editable_inline")).to_contain_text("格")
    words = open_everything(page)
    assert sorted(word for word in words if re.search(r"[A-Za-z]{2,}", NAMES.sub("", word))) == []
    assert {"源代码", "添加图片说明", "添加表格标题", "替代文字", "链接网址", "四级标题", "起始编号"} <= words
    assert {word for word in words if "表标题" in word or "你" in word or "Powered" in word} == set()
