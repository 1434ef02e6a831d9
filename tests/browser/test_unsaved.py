"""Typed text in a form of the admin is not lost by leaving the page, and Ctrl+S saves it."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import sign_in
from tests.builders import make_article, make_manager, make_section
from yanjiang.home.models import Page as SinglePage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The questions of the page, each answered by staying."""
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return questions


def type_into_editor(page: Page, text: str) -> None:
    page.locator(".ck-editor__editable").first.click()
    page.keyboard.insert_text(text)


def test_leaving_with_what_was_typed_asks_first(page: Page, live_server: LiveServer, asked: list[str]) -> None:
    article = make_article("一篇", body="<p>正文。</p>", status="draft")
    sign_in(page, live_server, make_manager().username)
    list_url, url = (f"{live_server.url}/admin/articles/article/", f"/admin/articles/article/{article.pk}/change/")
    page.goto(list_url)
    page.goto(f"{live_server.url}{url}")
    type_into_editor(page, "新写的一句。")
    page.locator(".breadcrumbs a").last.click()
    expect(page.locator(".ck-editor__editable")).to_contain_text("新写的一句。")
    assert asked == ["beforeunload"]
    with page.expect_event("dialog"):
        page.evaluate("history.back()")
    expect(page.locator(".ck-editor__editable")).to_contain_text("新写的一句。")
    assert asked == ["beforeunload"] * 2


def test_closing_the_window_with_what_was_typed_asks_first(
    page: Page, live_server: LiveServer, asked: list[str]
) -> None:
    article = make_article("一篇", body="<p>正文。</p>", status="draft")
    sign_in(page, live_server, make_manager().username)
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    type_into_editor(page, "新写的一句。")
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    expect(page.locator(".ck-editor__editable")).to_contain_text("新写的一句。")
    assert not page.is_closed()
    # The same for a field, and for a reload.
    page.keyboard.press("Control+z")
    page.locator("#id_title").fill("另一题")
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.reload())")
    expect(page.locator("#id_title")).to_have_value("另一题")
    assert asked == ["beforeunload"] * 2


def test_closing_the_window_asks_nothing_where_nothing_was_typed(
    page: Page, live_server: LiveServer, asked: list[str]
) -> None:
    article = make_article("一篇", body="<p>正文。</p>", status="draft")
    sign_in(page, live_server, make_manager().username)
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    type_into_editor(page, "多")
    page.keyboard.press("Backspace")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == []


def test_leaving_asks_nothing_where_nothing_is_lost(page: Page, live_server: LiveServer, asked: list[str]) -> None:
    article = make_article("一篇", body="<p>正文<b>粗</b>。</p>", status="draft")
    sign_in(page, live_server, make_manager().username)
    url = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    page.goto(url)
    # Text that is typed and removed again is no change.
    type_into_editor(page, "多")
    page.keyboard.press("Backspace")
    page.locator("#id_title").fill("两篇")
    page.locator("#id_title").fill("一篇")
    page.locator(".breadcrumbs a").last.click()
    expect(page.locator("#changelist")).to_be_visible()
    page.locator("#action-toggle").check()
    page.goto(url)
    type_into_editor(page, "又一句。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert asked == []


def test_a_form_that_comes_back_with_complaints_is_not_left_unasked(
    page: Page, live_server: LiveServer, asked: list[str]
) -> None:
    make_section()
    sign_in(page, live_server, make_manager().username)
    page.goto(f"{live_server.url}/admin/home/page/add/")
    type_into_editor(page, "写了很久的一页。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator(".ck-editor__editable")).to_contain_text("写了很久的一页。")
    page.locator(".ck-editor__editable").click()
    page.locator(".breadcrumbs a").last.click()
    expect(page.locator(".errornote")).to_be_visible()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("keys", ["Control+s", "Meta+s"])
def test_the_usual_keys_save(page: Page, live_server: LiveServer, asked: list[str], keys: str) -> None:
    article = make_article("一篇", body="<p>正文。</p>", status="draft")
    sign_in(page, live_server, make_manager().username)
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    type_into_editor(page, "存下来。")
    page.keyboard.press(keys)
    expect(page.locator(".messagelist")).to_be_visible()
    # The form stays open, because an editor who saves by Ctrl+S goes on writing.
    expect(page.locator(".ck-editor__editable")).to_contain_text("存下来。")
    assert "存下来。" in Article.objects.get().body
    assert asked == []


def test_the_usual_keys_save_a_list_that_is_edited_in_place(
    page: Page, live_server: LiveServer, asked: list[str]
) -> None:
    SinglePage.objects.create(title="关于", slug="about")
    sign_in(page, live_server, make_manager().username)
    page.goto(f"{live_server.url}/admin/home/page/")
    page.locator("#id_form-0-position").fill("7")
    page.locator(".breadcrumbs a").first.click()
    expect(page.locator("#id_form-0-position")).to_have_value("7")
    assert asked == ["beforeunload"]
    page.locator("#id_form-0-position").press("Control+s")
    expect(page.locator(".messagelist")).to_be_visible()
    assert SinglePage.objects.get().position == 7
    assert asked == ["beforeunload"]
