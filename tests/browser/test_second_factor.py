"""A second factor in a browser: set up and used without JavaScript, on pages that everybody can read and press."""

import base64

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accounts.test_logins import PASSWORD
from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_editor
from yanjiang.accounts import recovery_codes

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery_codes, "ITERATIONS", 1)


def enter(page: Page, url: str) -> None:
    """Fill in name and password."""
    page.goto(url)
    page.get_by_label("用户名").fill("editor")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def scan(page: Page) -> bytes:
    """Go from 登录安全 to the QR code. Return the key."""
    page.get_by_role("link", name="启用").click()
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    return base64.b32decode(page.locator(".security-key").inner_text().replace(" ", ""))


def test_a_second_factor_is_set_up_and_used_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    make_editor()
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    enter(page, f"{live_server.url}/admin/")
    page.get_by_role("link", name="登录安全").click()
    key = scan(page)
    page.get_by_label("手机上的 6 位数字").fill(f"{totp(key):06}")
    page.get_by_role("button", name="启用两步验证").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="抄好了").click()
    page.get_by_role("button", name="退出", exact=True).click()
    enter(page, f"{live_server.url}/admin/login/")
    page.get_by_label("验证码").fill(code)
    page.get_by_label("这是我自己的设备").check()
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#user-tools")).to_be_visible()
    page.get_by_role("link", name="登录安全").click()
    page.get_by_role("button", name="不再信任").click()
    expect(page.locator(".messagelist")).to_contain_text("下次登录要填验证码")
    context.close()


def test_axe_finds_nothing_on_the_pages_of_the_second_factor(page: Page, live_server: LiveServer) -> None:
    make_editor()
    sign_in(page, live_server, "editor")
    page.goto(f"{live_server.url}/admin/security/")
    reads_well(page)
    key = scan(page)
    page.get_by_label("手机上的 6 位数字").fill("1")
    page.get_by_role("button", name="启用两步验证").click()
    expect(page.locator(".errorlist")).to_be_visible()
    reads_well(page)
    page.get_by_label("手机上的 6 位数字").fill(f"{totp(key):06}")
    page.get_by_role("button", name="启用两步验证").click()
    reads_well(page)
    page.get_by_role("link", name="抄好了").click()
    reads_well(page)
    page.get_by_role("button", name="退出", exact=True).click()
    enter(page, f"{live_server.url}/admin/login/")
    page.get_by_label("验证码").fill("1")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".errornote")).to_be_visible()
    reads_well(page)
