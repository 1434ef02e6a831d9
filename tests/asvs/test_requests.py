"""ASVS 5.0, chapter V3: requests that another site makes a browser send, and redirects to other sites."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.accounts.test_logins import PASSWORD
from tests.asvs.conftest import Walked
from tests.asvs.production import HOST, OLD_HOST, browser, production
from tests.asvs.routes import routes
from tests.builders import make_author
from tests.site import make_site
from tests.test_safe_methods import contents

pytestmark = pytest.mark.django_db

# Views that take a form without a token. They read no cookie, so that a forged request has nobody's rights.
WITHOUT_TOKEN = {"hit", "searched", "preview", "attachment"}
# An address that orders whatever an action, a form or a list of the admin can do.
ORDERS = (
    "?action=delete_selected&_selected_action=1&post=yes&confirmed=yes&_save=1&_publish=1&_delete=1&_undo=1&_return=1"
    "&_method=DELETE&_http_method=POST&reset=1&withdraw=1&code=000000&title=x&is_superuser=on&next=/"
)


@pytest.fixture
def root() -> Client:
    """Log in a superuser on a site that has everything. Forms need their token."""
    make_site()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_asvs_3_5_1_nothing_is_sent_without_the_token_of_the_form(root: Client) -> None:
    before, exempt, let_in = contents(), set(), []
    for route in routes():
        if getattr(route.view, "csrf_exempt", False):
            exempt.add(route.view.__name__)
            continue
        for method in (root.post, root.put, root.delete):
            if method(route.url).status_code != 403:
                let_in.append(route.pattern)
    assert let_in == []
    assert exempt == WITHOUT_TOKEN
    assert contents() == before


def test_asvs_3_5_1_nor_from_another_origin_with_a_token(tmp_path: Path) -> None:
    make_author()
    with production(tmp_path):
        client = Client(enforce_csrf_checks=True, SERVER_NAME=HOST, HTTP_X_FORWARDED_PROTO="https")
        client.get("/admin/login/")
        form = {"username": "author", "password": PASSWORD}
        form["csrfmiddlewaretoken"] = client.cookies["__Host-csrftoken"].value
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": f"https://{HOST}.evil.example"},
            {"origin": f"http://{HOST}"},
            {"referer": "https://evil.example/"},
            {},
        ):
            assert client.post("/admin/login/", form, headers=headers).status_code == 403, headers
        assert client.post("/admin/login/", form, headers={"origin": f"https://{HOST}"}).status_code == 302


def test_asvs_3_5_3_an_address_alone_changes_nothing(walked: Walked, root: Client) -> None:
    assert walked.changed == set()
    before = contents()
    statuses: dict[str, int] = {}
    for route in routes():
        if route.pattern.startswith("admin/"):
            statuses[route.pattern] = root.get(f"{route.url}{ORDERS}").status_code
            if statuses[route.pattern] != 200:  # it may do by another safe method what it does not by GET
                root.head(f"{route.url}{ORDERS}")
                root.options(f"{route.url}{ORDERS}")
    assert len(statuses) > 150
    assert [pattern for pattern, status in statuses.items() if status >= 500] == []
    assert contents() == before
    assert root.get("/admin/").status_code == 200  # /admin/logout/ is among them


def host_of(asked: str, answer: Any) -> str | None:
    """Return the host that a browser goes to. It reads a backslash as a slash."""
    place = answer.get("Location", "").replace("\\", "/")
    return urlsplit(urljoin(f"https://{HOST}{asked}", place)).hostname if place else None


EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "///evil.example/",
    "https:evil.example",
    "@evil.example",
)


def test_asvs_3_7_2_only_what_an_editor_wrote_down_leads_to_another_host(walked: Walked, tmp_path: Path) -> None:
    led = {
        urlsplit(answer.headers["location"]).hostname for answer in walked.all.values() if "location" in answer.headers
    }
    assert led == {None, HOST}
    make_author()
    elsewhere: dict[str, Any] = {}
    with production(tmp_path):
        for evil in EVIL:
            word = quote(evil, safe="")
            asked = [
                f"/admin/login/?next={word}",
                f"/admin/edit/?address={word}",
                f"/?next={word}",
                f"/search/?q={word}",
            ]
            asked += [
                f"/{evil}",
                evil.replace("https:", ""),
                f"/%2F{evil}",
                f"/tags/{word}",
                f"/tags{evil}",
                f"/{word}",
            ]
            for url in asked:
                for host in (HOST, OLD_HOST, "evil.example"):
                    answer = browser(HTTP_HOST=host).get(
                        "/", PATH_INFO=url.partition("?")[0], QUERY_STRING=url.partition("?")[2]
                    )
                    elsewhere |= {
                        f"{host} {url}": found for found in [host_of(url, answer)] if found not in (None, HOST)
                    }
            form = {"username": "author", "password": PASSWORD, "next": evil}
            answer = browser().post(f"/admin/login/?next={word}", form)
            assert (answer.status_code, host_of("/admin/login/", answer)) == (302, HOST)
    assert elsewhere == {}
