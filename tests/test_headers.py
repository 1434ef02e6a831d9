"""The headers that browsers protect readers by: on pages, files and refusals."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from tests.builders import make_article, make_author, make_editor
from tests.pages import download, inline_code
from tests.site import make_site, walk
from yanjiang.headers import PERMISSIONS

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PUBLIC = {
    "default-src": "'self'",
    "img-src": "'self' https: http:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ADMIN = {
    **PUBLIC,
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https: http:",
    # A picture in a paste is read before it is uploaded.
    "connect-src": "'self' data: blob:",
}
NO_PAGE = {"default-src": "'none'", "frame-ancestors": "'none'"}
UPLOAD = NO_PAGE | {"sandbox": ""}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NGINX = (Path(__file__).resolve().parents[1] / "yanjiang/deploy/nginx.conf").read_text()


def policy(text: str) -> dict[str, str]:
    directives = (directive.strip().partition(" ") for directive in text.split(";"))
    return {name: sources for name, _blank, sources in directives}


def assert_protected(answer: object, expected: dict[str, str]) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert policy(headers["Content-Security-Policy"]) == expected
    assert {name: headers[name] for name in OTHERS} == OTHERS
    assert "camera=()" in headers["Permissions-Policy"]


def test_every_public_page_has_them_and_no_code_or_style_inside(client: Client) -> None:
    make_site()
    pages = 0
    for url, answer in walk(client).items():
        if url.startswith("/uploads/"):
            assert_protected(answer, UPLOAD)
        elif url.startswith("/hits/"):
            assert_protected(answer, NO_PAGE)
        elif not url.startswith("/static/"):
            assert_protected(answer, PUBLIC)
        if not answer.streaming and answer["Content-Type"].startswith("text/html") and answer.content:
            assert inline_code(answer.content.decode()) == [], url
            pages += 1
    assert pages > 15


@pytest.mark.parametrize(
    "inside",
    [
        "<script>a()</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a href="/" onclick="a()">',
        '<a href="javascript:a()">',
    ],
)
def test_the_test_of_pages_sees_what_a_policy_refuses(inside: str) -> None:
    assert len(inline_code(f"<html><body>{inside}</body></html>")) == 1
    assert inline_code('<html><script src="/a.js"></script><script type="application/ld+json">{}</script></html>') == []


def test_the_admin_has_a_policy_of_its_own_and_its_door_the_public_one(client: Client) -> None:
    article = make_article()
    assert_protected(client.get("/admin/login/"), PUBLIC)
    client.force_login(make_editor())
    for url in ("/admin/", "/admin/articles/article/add/", f"/admin/articles/article/{article.pk}/change/"):
        assert_protected(client.get(url), ADMIN)
    client.force_login(make_author())
    assert client.get("/admin/articles/section/").status_code == 403
    assert_protected(client.get("/admin/articles/section/"), PUBLIC)


@pytest.mark.parametrize("url", ["/nothing/", "/%00/", "/healthz", "/readyz", "/robots.txt"])
def test_refusals_have_them_too(client: Client, settings: Settings, url: str) -> None:
    assert_protected(client.get(url), PUBLIC)
    assert_protected(client.get(url, headers={"host": "evil.example"}), PUBLIC)
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, ""
    assert_protected(client.get(url, headers={"host": "evil.example"}), PUBLIC)


def test_uploads_are_inert(client: Client) -> None:
    for name in ("a.jpg", "a.html", "a.svg"):
        default_storage.save(name, ContentFile(b"<script>a()</script>"))
        answer, _content = download(client, f"/uploads/{name}")
        assert_protected(answer, UPLOAD)
        assert ("attachment" in answer["Content-Disposition"]) == (name != "a.jpg")


def location(start: str) -> dict[str, str]:
    """Return the headers that nginx adds to the files below a location."""
    block = re.search(rf"location {re.escape(start)} \{{(.*?)\n    \}}", NGINX, re.DOTALL)
    assert block
    added = re.findall(r'add_header ([\w-]+) (?:"([^"]*)"|(\S+?))(?: always)?;', block[1])
    return {name: quoted or bare for name, quoted, bare in added}


@pytest.mark.parametrize(
    ("start", "expected"),
    [("/static/", PUBLIC), ("/uploads/", UPLOAD), ("/uploads/pictures/", UPLOAD), ("/protected/attachments/", UPLOAD)],
)
def test_nginx_says_the_same_of_the_files_that_it_serves(start: str, expected: dict[str, str]) -> None:
    headers = location(start)
    https = (
        {**expected, "img-src": "'self' https:", "upgrade-insecure-requests": ""} if "img-src" in expected else expected
    )
    assert policy(headers["Content-Security-Policy"]) == https
    assert {name: headers[name] for name in OTHERS} == OTHERS
    assert headers["Permissions-Policy"] == ", ".join(f"{name}=()" for name in PERMISSIONS)
    assert headers["Strict-Transport-Security"] == "$yanjiang_hsts"
