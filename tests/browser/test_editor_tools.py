"""The text area of a form: the whole screen, find and replace, and how long the text is."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import LOOKS, reads_well, set_look, sign_in
from tests.builders import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

BODY = '<h2>开口</h2><p>开头要<strong>短</strong>，<a href="/开头/">开头</a>要稳。</p><p></p><ul><li>开头</li></ul>'


@pytest.fixture
def form(page: Page, live_server: LiveServer) -> Page:
    article = make_article("怎样开口", body=BODY, status="draft")
    make_editor("heqing")
    sign_in(page, live_server, "heqing")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.locator(".ck-editor__editable").wait_for()
    return page


def test_characters_and_paragraphs_are_counted(form: Page) -> None:
    count = form.locator(".editor-count")
    expect(count).to_have_text("14 字，3 段")
    form.evaluate("html => window.editors.id_body.setData(html)", f"{BODY}<p>收尾</p>")
    expect(count).to_have_text("16 字，4 段")


@pytest.mark.parametrize("look", LOOKS)
def test_the_text_fills_the_screen_and_escape_gives_the_page_back(form: Page, look: tuple[str, int]) -> None:
    set_look(form, *look)
    text = form.locator(".ck-editor__editable")
    text.click()
    form.keyboard.press("Control+End")
    form.keyboard.press("Control+Shift+F")
    expect(text).to_be_focused()
    box, bar = form.locator(".rich-text").bounding_box(), form.locator(".submit-row").bounding_box()
    assert box
    assert bar
    assert (box["x"], box["y"], box["width"]) == (0, 0, look[1])
    assert box["y"] + box["height"] == pytest.approx(bar["y"], abs=1)
    assert bar["y"] + bar["height"] == pytest.approx(844, abs=1)
    form.keyboard.insert_text("。")
    # The keyboard goes to the buttons that save, and to nothing behind.
    behind = "(selector) => Boolean(document.querySelector(selector).closest('[inert]'))"
    for selector, is_behind in (("#header", True), (".groups", True), ("#id_title", True), ("[name=_save]", False)):
        assert form.evaluate(behind, selector) is is_behind, selector
    form.keyboard.press("Escape")
    expect(form.locator(".rich-text.full")).to_have_count(0)
    expect(text).to_be_focused()
    assert form.locator("[inert]").count() == 0
    form.get_by_role("button", name="保存", exact=True).click()
    expect(form.locator(".messagelist")).to_be_visible()
    assert "<li>开头。</li>" in Article.objects.get().body


def test_the_full_screen_is_opened_from_any_field_and_reads_well(form: Page) -> None:
    form.locator("#id_title").focus()
    form.keyboard.press("Control+Shift+F")
    expect(form.locator(".rich-text.full")).to_have_count(1)
    expect(form.locator(".ck-editor__editable")).to_be_focused()
    reads_well(form)
    form.locator("[name=_save]").focus()
    form.keyboard.press("Control+Shift+F")
    expect(form.locator(".rich-text.full")).to_have_count(0)


def test_escape_closes_the_search_first(form: Page) -> None:
    form.locator(".ck-editor__editable").click()
    form.keyboard.press("Control+Shift+F")
    form.keyboard.press("Control+F")
    expect(form.get_by_label("查找的文本")).to_be_focused()
    form.keyboard.press("Escape")
    expect(form.locator(".rich-text.full")).to_have_count(1)
    form.keyboard.press("Escape")
    expect(form.locator(".rich-text.full")).to_have_count(0)


def test_replacing_all_is_one_step_back_and_leaves_the_markup(form: Page) -> None:
    form.locator(".ck-editor__editable").click()
    form.keyboard.press("Control+F")
    form.get_by_label("查找的文本").fill("开头")
    form.keyboard.press("Enter")
    form.get_by_label("替换的文本").fill("起头")
    form.get_by_role("button", name="全部替换").click()
    data = "window.editors.id_body.getData()"
    replaced = form.evaluate(data)
    assert replaced.count("起头") == 3
    assert '<a href="/开头/">起头</a>' in replaced
    assert "<strong>短</strong>" in replaced
    form.keyboard.press("Escape")
    form.keyboard.press("Control+z")
    assert form.evaluate(data).count("开头") == 4
