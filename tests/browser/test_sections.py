"""Sections are moved in their tree by a button and a choice, as 编辑手册 tells."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Section
from tests.browser.conftest import sign_in
from tests.builders import make_manager, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# The visible text of a button: its own text unless it is hidden, and the text that the style sheet adds.
WORDS = """(button) => (parseFloat(getComputedStyle(button).fontSize) ? button.textContent : "")
    + getComputedStyle(button, "::after").content.replaceAll('"', "")"""


def test_a_section_is_moved_below_another(page: Page, live_server: LiveServer) -> None:
    speeches, skills = make_section("演讲稿"), make_section("演讲技巧")
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/section/")
    page.get_by_title("移动“演讲技巧”").click()
    cancel = page.locator(".cancel-move")
    assert cancel.evaluate(WORDS) == "取消"
    page.locator(f".move-paste[data-pk='{speeches.pk}']").select_option(label="作为最后一个下级")
    expect(page.locator("#result_list")).to_contain_text("/yanjianggao/yanjiangjiqiao/")
    assert Section.objects.get(pk=skills.pk).parent_id == speeches.pk
