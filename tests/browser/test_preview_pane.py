"""A pane beside the form shows what readers will see of what is typed, at two widths, and saves nothing."""

from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Revision
from tests.browser.conftest import reads_well, set_look, sign_in
from tests.builders import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SHOWN = "document.querySelector('#preview-pane iframe').contentDocument.documentElement"
PLACE, SCROLL = f"{SHOWN}.scrollTop", f"{SHOWN}.scrollTo({{ top: 300, behavior: 'instant' }})"
BODY = "<p>开头要短。</p>" + "<p>中间讲三件做过的事，一件比一件近。</p>" * 40


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", body=BODY, status="draft")


@pytest.fixture
def form(page: Page, live_server: LiveServer, article: Article) -> Page:
    make_editor("heqing", last_name="何", first_name="清")
    sign_in(page, live_server, "heqing")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.wait_for_load_state("networkidle")
    return page


def opener(page: Page) -> Any:
    return page.get_by_role("button", name="边写边看")


def shown(page: Page) -> FrameLocator:
    return page.frame_locator("#preview-pane iframe")


def write(page: Page, html: str) -> None:
    page.evaluate("html => document.querySelector('.ck-editor__editable_inline').ckeditorInstance.setData(html)", html)


def width(page: Page) -> int:
    return int(shown(page).locator("html").evaluate("html => html.clientWidth"))


def test_a_typed_text_is_shown_beside_the_form_and_saved_nowhere(form: Page, article: Article) -> None:
    told: list[str] = []
    form.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    opener(form).press("Enter")
    expect(shown(form).locator("h1")).to_have_text("怎样开口")
    expect(opener(form)).to_be_focused()
    form.locator("#id_title").fill("怎样开口才好")
    expect(shown(form).locator("h1")).to_have_text("怎样开口才好")
    form.evaluate(SCROLL)
    write(form, BODY.replace("开头要短", "开头更要短"))
    expect(shown(form).locator(".prose p").first).to_have_text("开头更要短。")
    assert form.evaluate(PLACE) == 300
    link = shown(form).locator("a", has_text="首页").first
    assert link.get_attribute("href") is None
    assert (told, shown(form).locator("script").count()) == ([], 0)
    article.refresh_from_db()
    assert (article.title, article.body, Revision.objects.count()) == ("怎样开口", BODY, 0)


def test_it_is_as_wide_as_a_phone_or_a_computer(form: Page) -> None:
    opener(form).click()
    expect(shown(form).locator("h1")).to_be_visible()
    assert width(form) == 390
    form.get_by_role("button", name="电脑", exact=True).press("Enter")
    assert width(form) == 1200
    expect(form.get_by_role("button", name="电脑", exact=True)).to_have_attribute("aria-pressed", "true")
    pane, bar = form.locator("#preview-pane").bounding_box(), form.locator(".submit-row").bounding_box()
    assert pane
    assert bar
    assert bar["x"] + bar["width"] <= pane["x"]


def test_wrong_fields_are_named_and_the_last_preview_stays(form: Page) -> None:
    opener(form).click()
    expect(shown(form).locator("h1")).to_have_text("怎样开口")
    form.locator("#id_title").fill("")
    expect(form.locator(".preview-problems")).to_have_text("标题：这个字段是必填项。")
    expect(shown(form).locator("h1")).to_have_text("怎样开口")
    form.locator("#id_title").fill("怎样开口")
    expect(form.locator(".preview-problems")).to_be_hidden()


def test_a_new_article_is_shown_when_it_has_what_it_needs(
    form: Page, live_server: LiveServer, article: Article
) -> None:
    form.goto(f"{live_server.url}/admin/articles/article/add/?section={article.section_id}")
    form.wait_for_load_state("networkidle")
    opener(form).click()
    expect(form.locator(".preview-told")).to_have_text("填好下面几处，就有预览。")
    expect(form.locator(".preview-problems")).to_have_text("标题：这个字段是必填项。")
    form.locator("#id_title").fill("新写的一篇")
    expect(shown(form).locator("h1")).to_have_text("新写的一篇")


def test_a_server_that_is_away_is_told_and_asked_again(form: Page) -> None:
    opener(form).click()
    expect(shown(form).locator("h1")).to_have_text("怎样开口")
    form.route("**/preview/**", lambda route: route.abort())
    form.locator("#id_title").fill("断网时写的")
    expect(form.locator(".preview-told")).to_contain_text("服务器连不上，下面是")
    form.unroute("**/preview/**")
    form.locator("#id_title").fill("又连上了")
    expect(shown(form).locator("h1")).to_have_text("又连上了")


def test_escape_closes_it_from_anywhere_but_the_editors_own_windows(form: Page) -> None:
    pane = form.locator("#preview-pane")
    opener(form).click()
    expect(shown(form).locator("h1")).to_be_visible()
    form.locator("#id_title").press("Escape")
    expect(pane).to_be_hidden()
    expect(opener(form)).to_be_focused()
    expect(opener(form)).to_have_attribute("aria-expanded", "false")
    form.locator("#id_title").press("Alt+Enter")
    expect(pane).to_be_visible()
    shown(form).locator("body").press("Escape")
    expect(pane).to_be_hidden()
    opener(form).press("Enter")
    form.locator(".ck-editor__editable_inline").press("Escape")
    expect(pane).to_be_visible()


def test_on_a_phone_it_fills_the_screen_and_keeps_the_keyboard(form: Page) -> None:
    set_look(form, "light", 390)
    opener(form).press("Enter")
    expect(shown(form).locator("h1")).to_have_text("怎样开口")
    box = form.locator("#preview-pane").bounding_box()
    assert box
    assert (box["x"], box["width"], box["height"]) == (0, 390, 844)
    for _key in range(6):
        form.keyboard.press("Tab")
        assert form.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('#preview-pane'))"
        )
    form.keyboard.press("Escape")
    expect(opener(form)).to_be_focused()


def test_axe_finds_nothing_while_it_is_open(form: Page) -> None:
    opener(form).click()
    expect(shown(form).locator("h1")).to_be_visible()
    reads_well(form)
