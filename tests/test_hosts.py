"""No answer repeats the host that a request names in its headers."""

import ipaddress

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import make_editor
from tests.pages import read
from tests.site import DOORS, admin_pages, make_site, walk

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HOSTS = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "host=evil.example;proto=gopher",
    "HTTP_X_FORWARDED_SERVER": "evil.example",
    "HTTP_X_HOST": "evil.example",
    "HTTP_X_ORIGINAL_URL": "/evil.example",
    "HTTP_X_REWRITE_URL": "/evil.example",
    "HTTP_X_FORWARDED_PROTO": "gopher",
    "HTTP_X_FORWARDED_PREFIX": "/evil.example",
    "HTTP_X_FORWARDED_PORT": "6667",
}


def repeated(client: Client, *doors: str) -> list[str]:
    """Walk the site with forged headers; return the addresses whose answers repeat one of them.

    A port without its colon would be found in tokens, which are random.
    """
    found = []
    answers = walk(client, *doors)
    assert len(answers) > 25
    for url, answer in answers.items():
        text = str(answer.headers) + ("" if answer.streaming else answer.content.decode(errors="replace"))
        found += [f"{url} {word}" for word in ("evil.example", "gopher", ":6667") if word in text]
    return found


@pytest.mark.parametrize("trusted", [False, True])
def test_forged_headers_are_not_repeated(settings: Settings, *, trusted: bool) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("127.0.0.1")] if trusted else []
    make_site()
    client = Client(**HOSTS)  # type: ignore[arg-type]
    assert repeated(client) == []
    client.force_login(make_editor())
    # The headers of proxies are read before the view is chosen, so one walk through the admin is enough.
    assert repeated(client, *DOORS, "/admin/login/", *([] if trusted else admin_pages())) == []


def test_a_stranger_cannot_claim_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "www.example.com"
    forged = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "testserver"}
    for url in ("/", "/admin/login/", "/nothing"):
        answer = client.get(url, **forged)  # type: ignore[arg-type]
        assert (answer.status_code, answer["Location"]) == (301, f"https://www.example.com{url}")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80@testserver", "a_b", "testserver\\@evil.example", "x" * 300]
)
@pytest.mark.parametrize("url", ["/", "/nothing", "/admin/", "/uploads/a.jpg"])
def test_another_host_is_refused_in_chinese_and_not_named(client: Client, host: str, url: str) -> None:
    page = read(client, url, headers={"host": host})
    assert page.status == 400
    assert "这个请求看不懂" in page.text
    assert host not in page.html
    assert "ALLOWED_HOSTS" not in page.html
