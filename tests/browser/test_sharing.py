"""An editor makes a link to a preview; somebody without an account opens it and writes a remark; it is withdrawn."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.articles.pages.shared import READER, make_draft
from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_editor, make_section
from yanjiang.home.models import Block

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Open a browser that has never been here."""
    context = browser.new_context(locale="zh-CN", user_agent=READER)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_a_draft_is_shown_to_somebody_without_an_account(
    page: Page, visitor: Page, live_server: LiveServer, settings: Settings
) -> None:
    settings.SITE_URL = live_server.url
    make_editor("heqing", last_name="何", first_name="清")
    draft = make_draft("怎样开口")
    sign_in(page, live_server, "heqing")
    page.goto(f"{live_server.url}/admin/articles/article/{draft.pk}/change/")
    page.get_by_role("link", name="分享预览").click()
    reads_well(page)
    page.get_by_label("给谁看").fill("张主任")
    page.get_by_label("可以写批注").check()
    page.get_by_role("button", name="做一个链接").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("链接做好了")
    reads_well(page)
    page.get_by_role("button", name="复制“张主任”的链接").click()
    expect(page.locator(".link [data-copies]")).to_have_text("已复制")

    visitor.goto(page.locator(".link .address").inner_text())
    note = visitor.locator(".preview-note")
    expect(note).to_contain_text("预览稿")
    visitor.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(note).to_be_in_viewport()
    reads_well(visitor)
    visitor.get_by_label("怎么称呼您").fill("张主任")
    visitor.get_by_label("说的是").select_option("第 2 段：中间讲三件事。")
    visitor.get_by_label("批注").fill("哪三件？")
    visitor.get_by_role("button", name="提交批注").press("Enter")
    expect(visitor.get_by_role("status")).to_contain_text("收到了，谢谢")
    reads_well(visitor)

    page.reload()
    expect(page.locator(".link")).to_contain_text("打开 1 次")
    page.get_by_role("button", name="收回“张主任”的链接").click()
    expect(page.locator(".messagelist")).to_contain_text("链接已收回")
    reads_well(page)
    assert visitor.reload()
    expect(visitor.locator("h1")).to_have_text("这个预览链接打不开了")
    reads_well(visitor)
    page.goto(f"{live_server.url}/admin/articles/article/{draft.pk}/remarks/")
    expect(page.locator(".paragraph").nth(1)).to_contain_text("张主任（从预览链接）")


def test_a_page_as_it_will_stand_is_walked_by_keyboard(page: Page, live_server: LiveServer) -> None:
    make_editor("heqing")
    section = make_section("竞聘", parent=make_section("演讲"))
    Block.objects.create(kind="latest")
    draft = make_draft("怎样开口", section=section)
    sign_in(page, live_server, "heqing")
    page.goto(f"{live_server.url}/admin/articles/article/{draft.pk}/change/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="放到页面上看").press("Enter")
    home = opened.value
    note = home.get_by_role("complementary", name="预览")
    expect(note).to_contain_text("这篇文章排在“最新文章”里")
    expect(home.locator(".block").get_by_role("link", name="怎样开口")).to_be_visible()
    reads_well(home)
    note.get_by_role("link", name="竞聘").press("Enter")
    expect(note).to_contain_text("的“竞聘”栏目，这篇文章排在列表里")
    reads_well(home)
