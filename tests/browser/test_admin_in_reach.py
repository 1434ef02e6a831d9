"""Elements that an editor reaches by keyboard or thumb in the admin are visible, and titles have enough room."""

import re

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import reads_well, set_look, sign_in
from tests.builders import make_article, make_consultant, make_hotline, make_manager, make_picture
from yanjiang.home.models import Block, FriendLink
from yanjiang.home.models import Page as SinglePage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Returns the name of the focused element if the bar with the buttons covers a part of it, otherwise "".
HIDDEN = """() => {
  const row = document.querySelector(".submit-row"), focused = document.activeElement;
  if (!focused || focused === document.body || row.contains(focused) || focused.closest(".rich-text")) return "";
  const box = focused.getBoundingClientRect(), bar = row.getBoundingClientRect();
  return box.height && box.height < 300 && box.bottom > bar.top + 1 ? focused.id || focused.outerHTML.slice(0, 90) : "";
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_the_focus_never_hides_behind_the_save_bar(page: Page, live_server: LiveServer, width: int) -> None:
    make_manager()
    article = make_article("怎样开口", tags=["口才"])
    sign_in(page, live_server, "manager")
    set_look(page, "light", width)
    for url in (
        f"/admin/articles/article/{article.pk}/change/",
        "/admin/auth/user/add/",
        "/admin/consultants/consultant/add/",
        "/admin/home/sitesettings/1/change/",
    ):
        page.goto(live_server.url + url)
        page.wait_for_load_state("networkidle")
        page.locator(".submit-row").wait_for()
        hidden, stops = [], 0
        page.locator("#content input:not([type=hidden])").first.focus()
        for _stop in range(120):
            page.keyboard.press("Tab")
            stops += 1
            if name := page.evaluate(HIDDEN):
                hidden.append(name)
            if page.evaluate("document.activeElement.name === '_save'"):
                break
        assert stops > 5
        assert hidden == [], url


def test_a_field_edited_in_a_list_is_on_a_phone_s_screen(page: Page, live_server: LiveServer) -> None:
    make_manager()
    make_consultant()
    make_hotline(hours="全天24小时，夜间请留言")
    Block.objects.create(kind="latest", title="很长的一个版块的标题，还要长一些")
    FriendLink.objects.create(name="友站", url="https://friend.example/a/long/address/of/a/page/that/goes/on.html")
    SinglePage.objects.create(title="关于我们", slug="about")
    sign_in(page, live_server, "manager")
    set_look(page, "light", 390)
    for name in ("home/block", "home/friendlink", "home/page", "consultants/consultant", "consultants/hotline"):
        page.goto(f"{live_server.url}/admin/{name}/")
        fields = page.locator("#result_list td [name^=form-0-]:not([type=hidden])").all()
        assert len(fields) >= 2, name
        for field in fields:
            box = field.bounding_box()
            assert box
            assert 0 <= box["x"] <= 390 - box["width"], (name, field.get_attribute("name"))
            label = field.evaluate("one => getComputedStyle(one.closest('td'), '::before').content")
            assert re.search(r"[\u4e00-\u9fff]", label), (name, label)


def test_titles_have_room_in_the_list_of_articles(page: Page, live_server: LiveServer) -> None:
    make_manager()
    make_article("一篇演讲稿是怎样写成的：从一张白纸到站上台", author="本站编辑", is_headline=True)
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/")
    table, title = page.locator("#result_list"), page.locator("#result_list tbody th").first
    assert title.evaluate("one => one.clientWidth") >= 230
    frame = "one => [one.scrollWidth, one.closest('.results').clientWidth]"
    wide, room = table.evaluate(frame)
    assert wide <= room, "every column is seen"
    assert page.locator(".action-counter").text_content() == "已选 0 篇，共 1 篇"
    page.locator(".action-select").first.check()
    assert page.locator(".action-counter").text_content() == "已选 1 篇，共 1 篇"


def test_the_library_and_the_front_page_read_well(page: Page, live_server: LiveServer) -> None:
    make_manager()
    make_picture()
    make_picture("", name="1123456789abcdef-1200x800.jpg")
    sign_in(page, live_server, "manager")
    for url in ("/admin/pictures/picture/", "/admin/edit/?address=/nothing/", "/admin/home/block/"):
        page.goto(live_server.url + url)
        reads_well(page)


def test_moments_are_named_and_offer_the_hours_of_a_newsroom(page: Page, live_server: LiveServer) -> None:
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.wait_for_load_state("load")
    for name in ("发布日期", "发布时刻", "下线日期", "下线时刻"):
        assert page.get_by_label(name, exact=True).count() == 1, name
    page.locator(".field-publish_at .clock-icon").click()
    offered = page.locator(".clockbox:visible li").all_text_contents()
    assert offered == ["现在", "00:00", "06:00", "08:00", "12:00", "18:00"]
    page.locator(".clockbox:visible").get_by_text("08:00").click()
    assert page.get_by_label("发布时刻", exact=True).input_value() == "08:00"
