"""ASVS 5.0, chapters V13 and V14: a deployed site gives away neither its code nor what a browser should forget."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.asvs.conftest import Walked
from tests.asvs.production import settings_of_production
from tests.asvs.source import ROOT
from tests.nginx import DEPLOY
from yanjiang.health.findings import State
from yanjiang.health.security import inside, outside

pytestmark = pytest.mark.django_db

METADATA = (
    ".git/config",
    ".git/HEAD",
    ".git/index",
    ".svn/entries",
    ".hg/store",
    ".gitignore",
    ".env",
    ".gitattributes",
)


def test_asvs_13_4_1_the_history_of_the_code_is_not_served(client: Client) -> None:
    for start in ("/", "//", "/static/", "/static/../", "/uploads/", "/uploads/../../", "/admin/", "/x/..%2f"):
        for name in METADATA:
            assert client.get("/", PATH_INFO=f"{start}{name}").status_code in (301, 302, 404), f"{start}{name}"
    assert "/.git/config" in outside.NOT_SERVED  # asked for by check_site
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert not re.search(r"^\s*root ", nginx, re.MULTILINE)
    assert {folder.split("/")[3] for folder in re.findall(r"alias (/srv/[^;]+)", nginx)} == {"var"}


def test_asvs_13_4_1_nor_can_the_site_itself_read_it(settings: Settings, tmp_path: Path) -> None:
    steps = (DEPLOY / "README.md").read_text()
    assert steps.index("git clone") < steps.index("chmod 700 .git") < steps.index("uv sync")
    assert not re.search(r"COPY \.( |git)", (DEPLOY / "Containerfile").read_text())
    settings.BASE_DIR = tmp_path
    assert inside.history().state is State.OK
    (tmp_path / ".git").mkdir()
    assert inside.history().state is State.DEGRADED


def test_asvs_13_4_2_debugging_is_off_unless_somebody_turns_it_on(settings: Settings, tmp_path: Path) -> None:
    assert settings_of_production(tmp_path)["DEBUG"] is False
    for file in [*DEPLOY.glob("*.service"), DEPLOY / "compose.yaml", DEPLOY / "Containerfile", ROOT / ".env.example"]:
        text = file.read_text()
        assert not re.search(
            r"DEBUG\s*[=:]\s*.?(on|1|true|yes)|--reload|runserver|log-level.debug", text, re.IGNORECASE
        ), file
    for name in settings.INSTALLED_APPS:
        assert not re.search(r"debug|toolbar|silk|extensions|admindocs", name)
    settings.DEBUG = True
    assert inside.debug().state is State.FAILED


def test_asvs_13_4_2_no_answer_helps_to_look_for_faults(walked: Walked, client: Client) -> None:
    for asked, answer in walked.all.items():
        assert not {"server", "x-powered-by", "x-debug", "server-timing", "x-aspnet-version"} & set(answer.headers), (
            asked
        )
        assert not re.search(rb"Traceback|URLconf|DEBUG = True|django\.(core|db)|/site-packages/", answer.content), (
            asked
        )
    for method in ("TRACE", "TRACK", "DEBUG", "CONNECT"):
        refused = client.generic(method, "/", headers={"x-secret": "echoed"})
        assert (refused.status_code, b"echoed" in refused.content) == (405, False), method
    assert "server_tokens off;" in (DEPLOY / "nginx.conf").read_text()


def test_asvs_14_3_2_no_browser_keeps_what_staff_saw(walked: Walked) -> None:
    kept = {
        asked: answer.headers.get("cache-control", "")
        for asked, answer in {**walked.staff, **walked.public}.items()
        if asked.startswith("/admin/") or asked in ("the preview of a draft", "POST /admin/login/", "/readyz")
    }
    assert len(kept) > 80
    # The words of scripts are the same for everybody.
    assert {asked for asked, told in kept.items() if "no-store" not in told} == {"/admin/jsi18n/"}
    told = walked.staff["/admin/jsi18n/"]
    assert b"manager" not in told.content
    assert set(told.cookies) == set()
