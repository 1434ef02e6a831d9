"""编辑手册 in the browser: read on a screen and on a telephone, and its pictures made anew."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_manager

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", ["", "start/", "write/", "accounts/"])
def test_it_reads_well(page: Page, live_server: LiveServer, path: str) -> None:
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/handbook/{path}")
    reads_well(page)


def test_it_is_one_click_away(page: Page, live_server: LiveServer) -> None:
    make_manager()
    sign_in(page, live_server, "manager")
    page.get_by_role("link", name="编辑手册").click()
    page.get_by_role("link", name="写一篇文章").click()
    page.get_by_role("heading", name="起个头").wait_for()


def test_every_picture_can_be_made_anew(tmp_path: Path) -> None:
    """A form that is changed in a way that the script does not know is photographed by nobody."""
    command = [sys.executable, ".ci/pictures.py", "--into", str(tmp_path)]
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    for folder in (".readme", "static/img/handbook"):
        made = {file.name for file in (tmp_path / folder).iterdir()}
        assert made == {file.name for file in (ROOT / folder).iterdir()}
