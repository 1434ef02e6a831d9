"""Chromium as Debian ships it, in Chinese, against a server of the test's own."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Error, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.conftest import CHROMIUM

# As root, and without the background traffic that a closed network refuses.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A page of the admin takes seconds on a slow machine that runs other tests beside.
expect.set_options(timeout=30_000)

# Colours change by transitions, which begin with the next frame. Their promises do not help: that of a transition in a
# closed group is never kept.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const end = performance.now() + 5_000;
    await frame();
    await frame();
    while (performance.now() < end && document.getAnimations().some((change) => change.playState === "running"))
        await frame();
}"""
# The other connections to this database.
BUSY = """SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid() AND state != 'idle'"""
# By day at a computer, by night on a telephone: colours go by the theme, places by the width.
LOOKS = [("light", 1280), ("dark", 390)]


def click_and_close(locator: Locator) -> None:
    """Click an element that closes its own window, which may be gone before the browser reports the click."""
    page = locator.page
    try:
        locator.click()
    except Error:
        assert page.is_closed()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(autouse=True)
def kept_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the browser keep static files for the test, as it does of a real server: an admin page has thirty of them."""
    respond = StaticFilesHandler.get_response

    def lasting(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = respond(handler, request)
        if request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "max-age=3600"
        return response

    monkeypatch.setattr(StaticFilesHandler, "get_response", lasting)


@pytest.fixture(autouse=True)
def answered(transactional_db: None) -> Iterator[None]:
    """Let the server finish the requests of a closed page before all tables are emptied.

    On PostgreSQL one of the two would be chosen as the victim of a deadlock; on SQLite they wait for each other.
    """
    yield
    idle, end = 0, time.monotonic() + 10
    while connection.vendor == "postgresql" and idle < 3 and time.monotonic() < end:
        time.sleep(0.02)
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            idle = 0 if cursor.fetchone()[0] else idle + 1


def set_look(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.evaluate(SETTLED)


def reads_well(page: Page) -> None:
    """Fail on any error that axe finds in the present page in any theme, and if the page is wider than its window."""
    page.wait_for_load_state("networkidle")
    for theme, width in LOOKS:
        set_look(page, theme, width)
        found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
        told = [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]
        assert told == [], (page.url, theme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, theme, width)


def sign_in(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill("kai-kou-jiu-lai")
    page.get_by_role("button", name="登录").click()
