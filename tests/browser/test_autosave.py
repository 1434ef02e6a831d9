"""Typed text of an article's form survives a killed browser, a lost server and an expired login."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Presence, WorkingCopy
from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_article, make_editor, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
KEEPS = "**/working-copy/"
KEPT = re.compile(r"^已存 \d\d:\d\d:\d\d$")


@pytest.fixture
def editor(page: Page, live_server: LiveServer) -> Page:
    make_editor("heqing", last_name="何", first_name="清")
    sign_in(page, live_server, "heqing")
    return page


@pytest.fixture
def url(live_server: LiveServer) -> str:
    article = make_article("怎样开口", body="<p>开头要短。</p>", status="draft")
    return f"{live_server.url}/admin/articles/article/{article.pk}/change/"


def write(page: Page, text: str) -> None:
    page.locator(".ck-editor__editable").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def killed(page: Page) -> Page:
    """Close the page without its questions, as a browser that is killed, and return a new one of the same browser."""
    context = page.context
    page.close()
    return context.new_page()


def test_a_killed_browser_loses_nothing(editor: Page, url: str) -> None:
    editor.goto(url)
    editor.locator("#id_title").fill("怎样收尾")
    write(editor, "写了很久的一句。")
    expect(editor.locator("#kept")).to_contain_text(KEPT)
    page = killed(editor)
    page.goto(url)
    offer = page.locator(".working-copy")
    expect(offer).to_contain_text("和已保存的不同：标题、正文")
    offer.locator("summary").click()
    expect(offer.locator("ins").first).to_be_visible()
    reads_well(page)
    page.get_by_role("link", name="恢复这份草稿").click()
    expect(page.locator("#id_title")).to_have_value("怎样收尾")
    expect(page.locator(".ck-editor__editable")).to_contain_text("开头要短。写了很久的一句。")
    write(page, "接着写。")
    expect(page.locator("#kept")).to_contain_text(KEPT)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist").first).to_contain_text("怎样收尾")
    article = Article.objects.get()
    assert (article.title, article.body) == ("怎样收尾", "<p>开头要短。写了很久的一句。接着写。</p>")
    assert not WorkingCopy.objects.exists()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert page.locator(".working-copy").count() == 0


def test_the_last_typed_words_are_kept_when_the_page_is_left(editor: Page, url: str) -> None:
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.goto(url)
    editor.locator("#id_title").fill("怎样收尾")
    editor.goto("about:blank")
    editor.goto(url)
    expect(editor.locator(".working-copy")).to_contain_text("标题")


def test_a_new_article_is_offered_on_the_empty_form(editor: Page, live_server: LiveServer) -> None:
    make_section()
    add = f"{live_server.url}/admin/articles/article/add/"
    editor.goto(add)
    editor.locator("#id_title").fill("新的一篇")
    expect(editor.locator("#kept")).to_contain_text(KEPT)
    page = killed(editor)
    page.goto(add)
    expect(page.locator(".working-copy")).to_contain_text("没有保存的新文章：新的一篇")
    page.get_by_role("link", name="恢复这份草稿").click()
    expect(page.locator("#id_title")).to_have_value("新的一篇")


def test_a_server_that_is_away_is_asked_again_and_the_browser_keeps_it(editor: Page, url: str) -> None:
    editor.route(KEEPS, lambda route: route.abort())
    editor.goto(url)
    write(editor, "写在断网的时候。")
    light = editor.locator("#kept")
    expect(light).to_contain_text("服务器连不上。已存在这个浏览器里 ")
    assert not WorkingCopy.objects.exists()
    editor.unroute(KEEPS)
    expect(light).not_to_contain_text("服务器")
    expect(light).to_contain_text(KEPT)
    assert WorkingCopy.objects.count() == 1


def test_a_text_that_the_browser_kept_is_offered_when_the_server_is_back(editor: Page, url: str) -> None:
    editor.context.route(KEEPS, lambda route: route.abort())
    editor.goto(url)
    write(editor, "写在断网的时候。")
    expect(editor.locator("#kept")).to_contain_text("服务器连不上")
    page = killed(editor)
    page.context.unroute(KEEPS)
    page.goto(url)
    expect(page.locator(".working-copy")).to_contain_text("和已保存的不同：正文")
    page.get_by_role("link", name="恢复这份草稿").click()
    expect(page.locator(".ck-editor__editable")).to_contain_text("写在断网的时候。")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed ')).length") == 0


def test_an_expired_login_is_told_and_a_new_one_goes_on(editor: Page, url: str, live_server: LiveServer) -> None:
    editor.goto(url)
    cookies = [cookie for cookie in editor.context.cookies() if cookie["name"] == "csrftoken"]
    editor.context.clear_cookies()
    editor.context.add_cookies(cookies)  # type: ignore[arg-type]
    write(editor, "写在登录过期以后。")
    expect(editor.locator("#kept")).to_contain_text("登录已经过期")
    again = editor.context.new_page()
    sign_in(again, live_server, "heqing")
    expect(again.locator("#user-tools")).to_be_visible()
    expect(editor.locator("#kept")).to_contain_text(KEPT)
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.locator(".messagelist").first).to_be_visible()
    assert "写在登录过期以后。" in Article.objects.get().body


def test_an_offer_is_dropped_without_losing_what_is_typed_now(editor: Page, url: str) -> None:
    editor.goto(url)
    write(editor, "不要的一句。")
    expect(editor.locator("#kept")).to_contain_text(KEPT)
    page = killed(editor)
    page.goto(url)
    write(page, "要的一句。")
    expect(page.locator("#kept")).to_contain_text("您在别的窗口或电脑上还有这篇文章的草稿")
    page.get_by_role("button", name="不要了").click()
    expect(page.locator(".working-copy")).to_have_count(0)
    expect(page.locator("#kept")).to_contain_text(KEPT)
    assert "要的一句。" in WorkingCopy.objects.get().fields["body"][0]
    assert "不要的一句。" not in WorkingCopy.objects.get().fields["body"][0]


def test_two_editors_see_each_other_and_one_leaves(
    editor: Page, url: str, browser: Browser, live_server: LiveServer
) -> None:
    make_editor("linyi", last_name="林", first_name="一")
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    other = context.new_page()
    sign_in(other, live_server, "linyi")
    other.goto(url)
    expect(other.locator("#others")).to_be_hidden()
    editor.goto(url)
    expect(editor.locator("#others")).to_contain_text("林一也在改这篇文章")
    expect(other.locator("#others")).to_contain_text("何清也在改这篇文章")
    reads_well(other)
    other.goto("about:blank")
    expect(editor.locator("#others")).to_be_hidden()
    assert [row.user.username for row in Presence.objects.select_related("user")] == ["heqing"]
    context.close()


def test_nothing_is_sent_where_nothing_was_typed(editor: Page, url: str) -> None:
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    editor.route(KEEPS, note)
    editor.goto(url)
    expect(editor.locator(".ck-editor__editable")).to_be_visible()
    write(editor, "多")
    editor.keyboard.press("Backspace")
    editor.wait_for_timeout(4_000)
    assert asked == []
