"""A reader searches for a word of an article's body, in traditional characters too, and narrows what was found."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import SearchedQuery
from tests.browser.seed import Seed, read_seed
from tests.builders import make_article, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seed() -> Seed:
    seed = read_seed()
    make_article(
        seed.title,
        section=make_section("佳作摘登", segment="zuopin"),
        body="".join(f"<p>{paragraph}</p>" for paragraph in seed.body),
        summary=seed.summary,
        author=seed.author,
    )
    return seed


@pytest.mark.parametrize(("typed", "marked"), [("停滞甚至遭受挫折", "停滞甚至遭受挫折"), ("矛盾凸顯期", "矛盾凸显期")])
def test_a_word_of_the_body_is_found_and_highlighted(
    page: Page, live_server: LiveServer, seed: Seed, typed: str, marked: str
) -> None:
    assert marked in "".join(seed.body)
    assert marked not in seed.summary
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".found")).to_have_text("共 1 篇")
    result = page.locator(".result")
    expect(result.locator("mark")).to_have_text(marked)
    expect(result.locator(".result-excerpt")).to_contain_text("…")
    page.wait_for_load_state("networkidle")
    assert SearchedQuery.objects.get().results == 1
    result.get_by_role("link", name=seed.title).click()
    expect(page.locator("h1")).to_contain_text("基层党员干部")


def test_filters_work_without_scripts(page: Page, live_server: LiveServer, seed: Seed) -> None:
    make_article("别处的群众路线", section=make_section("公文", segment="gongwen"))
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{live_server.url}/search/?q=群众路线")
    expect(page.locator(".result")).to_have_count(2)
    page.get_by_text("筛选和排序").click()
    page.get_by_role("combobox", name="栏目").select_option("gongwen")
    page.get_by_label("按时间").check()
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".result h2")).to_have_text(["别处的群众路线"])
    expect(page.get_by_label("按时间")).to_be_checked()
    page.get_by_role("link", name="清除筛选").click()
    expect(page.locator(".result")).to_have_count(2)
