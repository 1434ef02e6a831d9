"""The pages around an article's form are read and worked with the keyboard alone, at a computer and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import reads_well, set_look, sign_in
from tests.builders import make_article, make_author, make_manager, make_section, shanghai

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Returns what lies over the middle of an element, "" if nothing does.
OVER = """(element) => {
  element.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const found = document.elementFromPoint(left + width / 2, top + height / 2);
  return element.contains(found) || found.contains(element) ? "" : found.outerHTML.slice(0, 90);
}"""

# The name of the focused element; "" between the last element of a page and its first.
NAME = """(({ activeElement: one, body }) =>
  one === body ? "" : one.labels?.[0]?.textContent || one.value || one.textContent)(document)"""


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    section = make_section("演讲稿")
    for number in range(3):
        make_article(
            f"怎样开口（{number}）",
            section=section,
            body="<p>开头要短，开头要稳。</p>",
            publish_at=shanghai("2026-01-05 08:00"),
        )
    make_manager()
    sign_in(page, live_server, "manager")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the element of this name has the focus."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME):
            return
    raise AssertionError(name)


def test_find_and_replace_and_its_undoing_need_no_mouse(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/admin/articles/article/replace/")
    reads_well(desk)
    desk.locator("#id_words").focus()
    desk.keyboard.type("开头")
    press(desk, "Tab")
    desk.keyboard.type("起头")
    desk.locator("#id_section").focus()
    press(desk, "ArrowDown")
    go(desk, "查找")
    press(desk, "Enter")
    expect(desk.locator(".found")).to_have_count(3)
    reads_well(desk)
    for name in ("直接上线", "存为修改稿"):
        assert desk.get_by_label(name).evaluate(OVER) == "", name
    go(desk, "存为修改稿")
    press(desk, "ArrowDown")
    go(desk, "替换勾选的")
    press(desk, "Enter")
    expect(desk.locator(".messagelist")).to_contain_text("已在 3 篇文章里替换")
    assert {article.body for article in Article.objects.all()} == {"<p>起头要短，起头要稳。</p>"}
    desk.goto(f"{live_server.url}/admin/articles/article/actions/")
    reads_well(desk)
    go(desk, "撤销")
    press(desk, "Enter")
    desk.locator("h1", has_text="撤销").wait_for()
    reads_well(desk)
    desk.locator("input.default").focus()
    press(desk, "Enter")
    expect(desk.locator(".messagelist")).to_be_visible()
    assert {article.body for article in Article.objects.all()} == {"<p>开头要短，开头要稳。</p>"}


def test_a_change_is_scheduled_from_a_calendar_by_keyboard(desk: Page, live_server: LiveServer) -> None:
    told: list[str] = []
    desk.on("pageerror", lambda error: told.append(str(error)))
    article = Article.objects.order_by("pk")[0]
    form = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    desk.goto(form)
    desk.locator("#id_title").fill("怎样收尾")
    desk.get_by_role("button", name="保存修改稿").press("Enter")
    desk.locator(".messagelist").wait_for()
    desk.goto(f"{form}schedule/")
    reads_well(desk)
    desk.locator(".datetimeshortcuts a", has_text="今天").press("Enter")
    at = timezone.localtime() + timedelta(days=1)
    assert desk.locator("#id_go_live_at_0").input_value() != ""
    desk.locator("#id_go_live_at_0").fill(f"{at:%Y-%m-%d}")
    desk.locator("#id_go_live_at_1").fill("08:00:00")
    press(desk, "Enter")
    expect(desk.locator(".version-note")).to_contain_text("自动上线")
    assert told == []


def test_history_remarks_and_handing_over_read_well(page: Page, live_server: LiveServer) -> None:
    author = make_author("xiezuo", last_name="林", first_name="晓")
    article = make_article("怎样开口", owner=author, status="draft", body="<p>开头要短。</p><p>结尾要稳。</p>")
    sign_in(page, live_server, "xiezuo")
    form = f"{live_server.url}/admin/articles/article/{article.pk}"
    page.goto(f"{form}/history/")
    expect(page.locator("#content")).to_contain_text("没有历史")
    page.goto(f"{form}/hand-over/")
    reads_well(page)
    page.locator("textarea").fill("引文核对过了。")
    go(page, "交稿")
    press(page, "Enter")
    expect(page.locator(".messagelist")).to_contain_text("已交稿")
    for address in (f"{form}/history/", f"{form}/remarks/"):
        page.goto(address)
        reads_well(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_lies_over_what_is_pressed_in_the_form(desk: Page, live_server: LiveServer, width: int) -> None:
    article = Article.objects.order_by("pk")[0]
    set_look(desk, "light", width)
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    desk.wait_for_load_state("networkidle")
    desk.evaluate("document.querySelectorAll('details.group').forEach((group) => { group.open = true; })")
    pressed = desk.locator(".article-form :is(button, a.button, input[type=checkbox], summary):visible").all()
    assert len(pressed) > 10
    covered = [found for element in pressed if (found := element.evaluate(OVER))]
    assert covered == []
