"""The calendar in a browser: an article is dragged to another day, or moved by keyboard, and the move is undone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Section
from tests.browser.conftest import reads_well, set_look, sign_in
from tests.builders import make_article, make_editor, make_section, shanghai

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
CALENDAR = "/admin/articles/article/calendar/"


@pytest.fixture
def article(page: Page, live_server: LiveServer) -> Article:
    make_editor()
    section = make_section("竞聘演讲", promised_days=7)
    make_section("述职报告")
    make_article("旧年的", section=section, publish_at=shanghai("2026-01-15 09:30"))
    article = make_article("元旦献词", section=section, publish_at=shanghai("2090-01-05 09:30"))
    sign_in(page, live_server, "editor")
    return article


def opened(page: Page, live_server: LiveServer, view: str) -> Page:
    page.goto(f"{live_server.url}{CALENDAR}?view={view}&from=2090-01-05")
    return page


@pytest.mark.parametrize("view", ["month", "week"])
def test_an_article_is_dragged_to_another_day_and_back_by_undoing(
    page: Page, live_server: LiveServer, article: Article, view: str
) -> None:
    opened(page, live_server, view)
    day = page.locator("[data-day='2090-01-07']")
    page.locator(".entry", has_text="元旦献词").drag_to(day)
    expect(page.locator(".messagelist")).to_contain_text("《元旦献词》改到了 2090-01-07 09:30。")
    expect(page.locator("[data-day='2090-01-07'] .entry")).to_contain_text("元旦献词")
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-07 09:30")
    page.get_by_role("link", name="撤销").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".messagelist")).to_contain_text("改回了 1 篇文章")
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-05 09:30")


def test_an_article_that_readers_have_cannot_be_dragged(page: Page, live_server: LiveServer, article: Article) -> None:
    page.goto(f"{live_server.url}{CALENDAR}?from=2026-01-15")
    entry = page.locator(".entry", has_text="旧年的")
    expect(entry).to_be_visible()
    assert entry.get_attribute("draggable") is None


def test_an_article_is_moved_by_keyboard_alone(page: Page, live_server: LiveServer, article: Article) -> None:
    opened(page, live_server, "month")
    page.get_by_role("link", name="改日期：元旦献词").focus()
    page.keyboard.press("Enter")
    day = page.locator("#id_at_0")
    expect(day).to_have_value("2090-01-05")
    expect(page.get_by_role("link", name="今天")).to_be_visible()  # offered by a script
    day.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2090-01-09")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("《元旦献词》改到了 2090-01-09 09:30。")
    expect(page).to_have_url(f"{live_server.url}{CALENDAR}?view=month&from=2090-01-05")


@pytest.mark.parametrize("view", ["month", "week"])
def test_the_calendar_reads_well(page: Page, live_server: LiveServer, article: Article, view: str) -> None:
    for number in range(8):
        make_article("在全市深化作风建设动员大会上的讲话", section=article.section, publish_at=article.publish_at)
        make_section(f"栏目{number}")
    reads_well(opened(page, live_server, view))
    set_look(page, "light", 390)
    shown = page.locator("[data-day]:visible")
    assert shown.count() == 1  # days without an article are left out
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/plan/")
    reads_well(page)


def test_the_front_page_with_a_section_behind_reads_well(page: Page, live_server: LiveServer, article: Article) -> None:
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("heading", name="久未更新的栏目")).to_be_visible()
    assert Section.objects.filter(promised_days=7).exists()
    reads_well(page)
