"""ASVS 5.0, chapter V3: cookies, as production sets them."""

from pathlib import Path
from typing import Any

import pytest

from tests.accounts.telephone import Telephone, send_code
from tests.accounts.test_logins import PASSWORD, log_in
from tests.asvs.conftest import Walked
from tests.asvs.production import browser, production
from tests.builders import make_editor

pytestmark = pytest.mark.django_db

SESSION, CSRF, DEVICE = "__Host-sessionid", "__Host-csrftoken", "__Host-device"


@pytest.fixture
def cookies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Log in with a second factor on a trusted device, which sets every cookie that the portal has."""
    telephone = Telephone(monkeypatch)
    with production(tmp_path):
        telephone.give(make_editor())
        client = browser()
        client.get("/admin/login/")
        assert log_in(client, "editor", PASSWORD) == 302
        assert send_code(client, telephone.code(), trusts="on") == 302
        assert client.get("/admin/").status_code == 200
        return {name: dict(cookie) for name, cookie in client.cookies.items()}


def test_asvs_3_3_1_every_cookie_is_secure_and_of_this_host_alone(
    walked: Walked, cookies: dict[str, dict[str, Any]]
) -> None:
    assert set(cookies) == {SESSION, CSRF, DEVICE}
    found = [(name, cookie) for answer in walked.all.values() for name, cookie in answer.cookies.items()]
    assert len(found) > 50
    for name, cookie in (*found, *cookies.items()):
        assert name.startswith("__Host-")
        # A browser refuses a cookie with that prefix otherwise.
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_asvs_3_3_2_no_other_site_sends_a_cookie_of_a_login(cookies: dict[str, dict[str, Any]]) -> None:
    assert {name: cookie["samesite"] for name, cookie in cookies.items()} == {
        SESSION: "Lax",  # a link in a mail leads to the form, and to no second login
        CSRF: "Lax",
        DEVICE: "Lax",
    }


def test_asvs_3_3_4_no_script_reads_what_a_login_is_known_by(
    walked: Walked, cookies: dict[str, dict[str, Any]]
) -> None:
    # The autosave reads the form's token, which alone is good for nothing.
    assert {name for name, cookie in cookies.items() if not cookie["httponly"]} == {CSRF}
    assert len(walked.session) > 20
    told = [asked for asked, answer in walked.all.items() if walked.session in f"{answer.headers}{answer.content!r}"]
    assert told == []
