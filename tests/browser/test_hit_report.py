"""From a reader's browser to the staff's report: each kind of visit is counted in its class."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import reads_well, sign_in
from tests.browser.test_reading import AGENT, read, url
from tests.builders import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

REPORT = "/admin/articles/articlehits/"


def another(number: int) -> str:
    """Return the agent of another reader."""
    return f"{AGENT} Edg/14{number}.0.0.0"


def count_of(page: Page, kind: str) -> str:
    row = page.locator(".left-out tbody tr").filter(has_text=kind).first
    return row.locator("td.number").first.inner_text()  # the row shows the range before, too


def test_each_way_of_reading_stands_in_its_class(page: Page, browser: Browser, live_server: LiveServer) -> None:
    cache.clear()
    article = make_article()
    make_editor()
    kept = page.request.get(url(live_server, article)).text()

    def answer_from_cache(route: Route) -> None:
        route.fulfill(body=kept, content_type="text/html; charset=utf-8")

    with browser.new_context(user_agent=another(1)) as reader:  # with scripts, and once more
        read(reader.new_page(), live_server, article)
        read(reader.new_page(), live_server, article)
    with browser.new_context(user_agent=another(2), java_script_enabled=False) as reader:
        read(reader.new_page(), live_server, article)
    with browser.new_context(user_agent=another(3)) as reader:
        reader.route(url(live_server, article), answer_from_cache)
        read(reader.new_page(), live_server, article)
    with browser.new_context(user_agent=another(4)) as reader:  # in a tab that is not looked at, then in one that is
        reader.add_init_script("Object.defineProperty(document, 'hidden', {get: () => !window.shown})")
        unseen, seen = reader.new_page(), reader.new_page()
        unseen.goto(url(live_server, article))
        seen.goto(url(live_server, article))
        with seen.expect_response(re.compile(r"/hits/")):
            seen.evaluate("() => { window.shown = true; document.dispatchEvent(new Event('visibilitychange')); }")
        unseen.wait_for_timeout(300)
    with browser.new_context(user_agent="Mozilla/5.0 (compatible; Baiduspider/2.0)") as machine:
        read(machine.new_page(), live_server, article)
    with browser.new_context(user_agent=another(5)) as of_staff:
        staff = of_staff.new_page()
        sign_in(staff, live_server, "editor")
        expect(staff.get_by_text("退出").first).to_be_attached()
        read(staff, live_server, article)
        for address in (f"{REPORT}?period=today", f"{REPORT}{article.pk}/change/?period=today"):
            staff.goto(f"{live_server.url}{address}")
            expect(staff.locator(".hits-today .lead dd")).to_have_text("4")
            counts = {kind: count_of(staff, kind) for kind in ("重复打开", "工作人员", "搜索引擎爬虫", "预取")}
            assert counts == {"重复打开": "1", "工作人员": "1", "搜索引擎爬虫": "1", "预取": "0"}


def test_the_report_reads_well(page: Page, live_server: LiveServer) -> None:
    article = make_article("演讲的开场白", author="王临", tags=["口才"])
    make_editor()
    read(page, live_server, article)
    sign_in(page, live_server, "editor")
    for address in (REPORT, f"{REPORT}?since=2026-13-40", f"{REPORT}{article.pk}/change/"):
        page.goto(f"{live_server.url}{address}")
        page.locator("summary").click()
        reads_well(page)
