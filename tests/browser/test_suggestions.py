"""Suggested tags in Chromium, under the site's own policy; and what it makes of data blocks."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Tag
from tests.browser.conftest import sign_in
from tests.browser.test_publish import choose
from tests.builders import make_article, make_editor, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def refusals(page: Page) -> list[str]:
    """Return the list that gets what Chromium says against the page by the site's policy."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    return refused


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_adds_a_suggested_tag_and_another_takes_it_away(
    page: Page, live_server: LiveServer, width: int
) -> None:
    make_section("佳作摘登")
    Tag.objects.create(name="护士长")
    make_editor("heqing")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, "heqing")
    refused = refusals(page)
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("标题：", exact=True).fill("竞聘护士长")
    choose(page, "section", "佳作摘登")
    page.locator(".ck-editor__editable").first.click()
    page.keyboard.insert_text("我竞聘护士长，靠的是团队。护士长要带好团队。")
    tags = page.get_by_label("关键字：")
    tags.fill("演讲稿")
    page.get_by_role("button", name="推荐关键字").click()
    known = page.get_by_role("button", name="护士长", exact=True)
    known.click()
    expect(tags).to_have_value("演讲稿，护士长")
    expect(known).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="团队", exact=True).click()
    expect(tags).to_have_value("演讲稿，护士长，团队")
    known.click()
    expect(tags).to_have_value("演讲稿，团队")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".tag-suggestions").scroll_into_view_if_needed()
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".messagelist")).to_contain_text("竞聘护士长")
    assert sorted(Article.objects.get().tags.names()) == ["团队", "演讲稿"]
    assert refused == []


def test_structured_data_is_no_script_to_a_browser(page: Page, live_server: LiveServer) -> None:
    article = make_article("一篇", tags=["口才"])
    refused = refusals(page)
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    assert page.locator('script[type="application/ld+json"]').count() == 3
    assert refused == []
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}))")
    assert page.evaluate("window.x") is None  # the policy does hold
    assert len(refused) == 1
