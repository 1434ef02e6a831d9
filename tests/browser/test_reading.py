"""Reading an article in a browser, in all the ways there are: each view is in its class."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, ArticleHits
from tests.articles.hits.views import counted
from tests.browser.conftest import sign_in
from tests.builders import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Chromium without a window says so of itself, and is left out as a machine.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "zh-CN", "user_agent": AGENT}


@pytest.fixture
def article() -> Article:
    cache.clear()
    article = make_article()
    ArticleHits.objects.update(opening=187, total=187)
    return article


def url(server: LiveServer, article: Article) -> str:
    return f"{server.url}/articles/{article.pk}/"


def read(page: Page, server: LiveServer, article: Article) -> None:
    with page.expect_response(re.compile(r"/hits/")) as answer:
        page.goto(url(server, article))
    assert answer.value.status == 200


def test_a_reader_is_counted_and_sees_the_number(page: Page, live_server: LiveServer, article: Article) -> None:
    read(page, live_server, article)
    expect(page.locator(".hits")).to_have_text("188")
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_reading_twice_is_a_read_and_a_repeat(page: Page, live_server: LiveServer, article: Article) -> None:
    read(page, live_server, article)
    read(page, live_server, article)
    assert counted(article) == {"reads": 1, "repeats": 1, "visitors": 1}


def test_a_reader_without_scripts_is_counted(browser: Browser, live_server: LiveServer, article: Article) -> None:
    with browser.new_context(java_script_enabled=False, user_agent=AGENT) as context:
        read(context.new_page(), live_server, article)
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_a_page_from_a_cache_counts_and_shows_the_number_of_today(
    page: Page, browser: Browser, live_server: LiveServer, article: Article
) -> None:
    kept = page.request.get(url(live_server, article)).text()
    assert ">187<" in kept

    def answer_from_cache(route: Route) -> None:
        route.fulfill(body=kept, content_type="text/html; charset=utf-8")

    for reads, agent in enumerate((AGENT, f"{AGENT} Edg/142.0.0.0"), start=1):
        with browser.new_context(user_agent=agent) as context:
            context.route(url(live_server, article), answer_from_cache)
            reader = context.new_page()
            read(reader, live_server, article)
            expect(reader.locator(".hits")).to_have_text(str(187 + reads))
        assert counted(article)["reads"] == reads


def test_staff_are_left_out(page: Page, live_server: LiveServer, article: Article) -> None:
    make_editor()
    sign_in(page, live_server, "editor")
    expect(page.get_by_text("退出").first).to_be_attached()
    read(page, live_server, article)
    assert counted(article) == {"staff": 1}


def test_a_page_in_the_background_counts_when_it_is_looked_at(
    context: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    hide = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => !window.shown})"
    context.add_init_script(hide)
    page = context.new_page()
    page.goto(url(live_server, article))
    page.wait_for_timeout(500)
    assert counted(article) == {}
    with page.expect_response(re.compile(r"/hits/")):
        page.evaluate("() => { window.shown = true; document.dispatchEvent(new Event('visibilitychange')); }")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(300)
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_a_prerendered_page_counts_when_it_is_looked_at(
    context: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    context.add_init_script("Object.defineProperty(document, 'prerendering', {get: () => !window.shown})")
    page = context.new_page()
    page.goto(url(live_server, article))
    page.wait_for_timeout(500)
    assert counted(article) == {}
    with page.expect_response(re.compile(r"/hits/")):
        page.evaluate("() => { window.shown = true; document.dispatchEvent(new Event('prerenderingchange')); }")
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_a_view_that_could_not_be_stored_is_sent_again_and_counts_once(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    events = []

    def refuse_once(route: Route) -> None:
        events.append(route.request.post_data)
        if len(events) == 1:
            route.fetch()  # it is stored, but the answer is lost
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route(re.compile(r"/hits/"), refuse_once)
    page.goto(url(live_server, article))
    expect(page.locator(".hits")).to_have_text("188")
    assert len(events) == 2
    assert events[0] == events[1]
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_the_script_is_small(live_server: LiveServer, page: Page) -> None:
    assert len(page.request.get(f"{live_server.url}/static/js/hit.js").body()) < 1000
