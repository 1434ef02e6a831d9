"""A form or list with errors: the position of the keyboard's focus, and legibility on a telephone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import set_look, sign_in
from tests.builders import make_article, make_editor, make_section
from yanjiang.home.models import FriendLink

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Tells whether every cell of a table is visible and inside the window.
IN_SIGHT = """table => [...table.querySelectorAll("th, td")].every((cell) => {
    const { left, right, width, height } = cell.getBoundingClientRect();
    return width > 0 && height > 0 && left >= 0 && right <= innerWidth;
})"""
BOTTOM_TO_TOP = "([above, below]) => below.getBoundingClientRect().top - above.getBoundingClientRect().bottom"


@pytest.fixture
def editor(page: Page, live_server: LiveServer) -> Page:
    make_editor("yanjiangcn")
    sign_in(page, live_server, "yanjiangcn")
    return page


def test_the_keyboard_is_in_the_first_field_with_an_error(editor: Page, live_server: LiveServer) -> None:
    editor.goto(f"{live_server.url}/admin/articles/article/add/")
    editor.get_by_label("标题：", exact=True).fill("怎样开口")
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.locator(".field-section .select2-selection").first).to_be_focused()
    editor.goto(f"{live_server.url}/admin/home/page/add/")
    editor.get_by_label("标题：").fill("关于")
    editor.get_by_label("路径").fill("about us")
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.get_by_label("路径")).to_be_focused()


def test_a_question_has_a_line_of_its_own(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", section=make_section("演讲稿"), body="", status="draft")
    editor.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor.get_by_role("button", name="保存并发布").click()
    box = editor.get_by_label("没有正文也发布")
    expect(box).to_be_focused()
    for width in (390, 1280):
        set_look(editor, "light", width)
        error, words = editor.locator(".errorlist strong"), editor.locator(".errorlist label")
        parts = [error.element_handle(), words.element_handle()]
        assert editor.evaluate(BOTTOM_TO_TOP, parts) >= 0
        assert words.evaluate("label => label.getClientRects().length") == 1
        assert words.bounding_box()["height"] < 45  # type: ignore[index]
        parts = [
            editor.locator(".errorlist.nonfield").element_handle(),
            editor.locator(".article-form").element_handle(),
        ]
        assert editor.evaluate(BOTTOM_TO_TOP, parts) >= 16


def test_a_conflict_in_a_list_names_its_row_and_both_values_at_any_width(editor: Page, live_server: LiveServer) -> None:
    links = [FriendLink.objects.create(name=name, url="/", position=1) for name in ("国家图书馆", "故宫博物院")]
    editor.goto(f"{live_server.url}/admin/home/friendlink/")
    FriendLink.objects.filter(pk=links[0].pk).update(position=70)
    editor.locator("[name=form-0-position]").fill("80")
    editor.get_by_role("button", name="保存").click()
    told = editor.locator(".errorlist")
    expect(told).to_contain_text("国家图书馆：")
    for width in (390, 1280):
        set_look(editor, "light", width)
        for words in ("已被修改的", "现在保存着的", "您填写的", "70", "80"):
            expect(told.get_by_role("table").get_by_text(words, exact=True)).to_be_visible()
        assert told.get_by_role("table").evaluate(IN_SIGHT), width
