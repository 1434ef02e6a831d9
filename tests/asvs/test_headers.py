"""ASVS 5.0, chapter V3: the headers by which browsers protect those who read, on every answer of the portal."""

import re
import runpy
from pathlib import Path

import pytest

from tests.asvs.conftest import Walked
from tests.asvs.production import production
from tests.nginx import DEPLOY
from tests.test_headers import policy

pytestmark = pytest.mark.django_db

ERRORS = (DEPLOY / "nginx_errors.conf").read_text()
YEAR = 31_536_000
# Sources that name no host and allow no code inside a page. Pictures run no code, wherever they come from.
PLAIN_SOURCES = {"'self'", "'none'"}
# The editor writes inline styles, and shows and reads pictures of a paste before they are uploaded.
ALLOWED = {
    "style-src": PLAIN_SOURCES | {"'unsafe-inline'"},
    "img-src": PLAIN_SOURCES | {"https:", "http:", "data:", "blob:"},
    "connect-src": PLAIN_SOURCES | {"data:", "blob:"},
}


def refusal_headers(folder: Path) -> list[tuple[str, str]]:
    """Return the headers of what the server refuses before Django sees it, in production."""
    with production(folder):
        found: list[tuple[str, str]] = runpy.run_path(str(DEPLOY.parent / "rsgi.py"))["REFUSAL"]
    return found


def without(walked: Walked, header: str, wanted: str) -> dict[str, str | None]:
    """Return the answers whose header is not the wanted pattern."""
    found = {asked: answer.headers.get(header) for asked, answer in walked.all.items()}
    assert len(found) > 150
    return {asked: value for asked, value in found.items() if not re.fullmatch(wanted, value or "")}


def test_asvs_3_2_1_what_is_no_page_is_not_shown_as_one(walked: Walked) -> None:
    files = {
        asked: answer
        for asked, answer in walked.public.items()
        if asked.startswith("/uploads/") and answer.status == 200
    }
    assert len(files) > 3
    for asked, answer in files.items():
        assert answer.headers["content-disposition"].startswith("attachment"), asked
        assert answer.headers["content-security-policy"].endswith("sandbox"), asked
    data = {asked for asked, answer in walked.all.items() if "json" in answer.headers["content-type"]}
    assert {"POST a hit", "/readyz"} < data
    assert {asked for asked in data if walked.all[asked].content.lstrip().startswith(b"<")} == set()


def test_asvs_3_4_1_browsers_ask_for_a_year_over_https_alone(walked: Walked, tmp_path: Path) -> None:
    wrong = without(walked, "strict-transport-security", rf"max-age={YEAR}; includeSubDomains")
    # An old host speaks for itself, not for all names below it. Over http the header has no meaning.
    assert wrong == {"an old host": f"max-age={YEAR}", "over http": None}
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert f'www.example.com "max-age={YEAR}; includeSubDomains";' in nginx
    served = [block for block in re.split(r"\n    \}", nginx + ERRORS) if "alias /srv" in block]
    assert len(served) == 5
    for block in served:
        assert re.search(r"add_header Strict-Transport-Security \$yanjiang_(errors_)?hsts always;", block), block
    assert ("strict-transport-security", f"max-age={YEAR}") in refusal_headers(tmp_path)


def test_asvs_3_4_3_every_answer_names_what_a_browser_may_load(walked: Walked) -> None:
    for asked, answer in walked.all.items():
        told = policy(answer.headers.get("content-security-policy", ""))
        sources = {name: set(words.split()) for name, words in told.items() if name.endswith("-src")}
        assert told["frame-ancestors"] == "'none'", asked
        if told["default-src"] != "'none'":  # which allows no object either; `sandbox` and no page need no base
            assert (told["object-src"], told["base-uri"]) == ("'none'", "'none'"), asked
        wrong = {name: found - ALLOWED.get(name, PLAIN_SOURCES) for name, found in sources.items()}
        assert not any(wrong.values()), asked


def test_asvs_3_4_4_no_browser_guesses_a_type(walked: Walked) -> None:
    assert without(walked, "x-content-type-options", "nosniff") == {}


def test_asvs_3_4_5_other_hosts_are_told_the_host_at_most(walked: Walked) -> None:
    assert without(walked, "referrer-policy", "strict-origin-when-cross-origin|no-referrer|same-origin") == {}
    opened = walked.public["the preview of a draft"]
    assert opened.headers["referrer-policy"] in ("no-referrer", "same-origin", "strict-origin-when-cross-origin")


def test_asvs_3_4_6_no_other_site_puts_an_answer_into_a_frame(walked: Walked) -> None:
    assert without(walked, "content-security-policy", r".*\bframe-ancestors 'none'(;.*)?") == {}
