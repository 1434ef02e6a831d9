"""ASVS 5.0, chapter V4: types of content, and headers that only a proxy may set."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.articles.hits.views import send
from tests.asvs.conftest import Walked
from tests.asvs.production import HOST, production
from tests.builders import make_article
from tests.nginx import DEPLOY

pytestmark = pytest.mark.django_db

BEGINNINGS = {
    "text/html": rb"\s*<!doctype html",
    "application/json": rb"[{\[]",
    "image/gif": rb"GIF8",
    "image/svg+xml": rb"(<\?xml[^>]*>\s*)?<svg",
    "application/xml": rb"<\?xml",
    "application/rss+xml": rb"<\?xml",
    "application/atom+xml": rb"<\?xml",
    "application/pdf": rb"%PDF",
}


def test_asvs_4_1_1_each_answer_says_what_it_is_and_in_which_characters(walked: Walked) -> None:
    kinds = set()
    for asked, answer in walked.all.items():
        kind, _, charset = answer.headers.get("content-type", "").partition(";")
        kinds.add(kind)
        if not answer.content:
            continue
        if kind.startswith("text/") or kind.endswith("xml"):
            assert charset.strip().replace('"', "") == "charset=utf-8", asked
            answer.content.decode()
        if kind in BEGINNINGS and not asked.endswith("old.pdf"):  # a text that somebody named so
            assert re.match(BEGINNINGS[kind], answer.content, re.IGNORECASE), asked
    assert kinds >= {*BEGINNINGS, "text/plain", "text/javascript", "application/octet-stream"}
    assert walked.public["/uploads/old.txt"].headers["content-type"] == "application/octet-stream"
    for name in ("nginx.conf", "nginx_errors.conf"):
        assert "charset" in (DEPLOY / name).read_text()


# Headers by which proxies, servers and frameworks pass something on.
PASSED_ON = {
    "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Server": "evil.example",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1;proto=https;host=evil.example", "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "DELETE", "X-User-ID": "1", "Remote-User": "root", "X-Remote-User": "root",
    "X-Request-ID": "forged", "X-Script-Name": "/evil", "X-Accel-Redirect": "/protected/secret",
}  # fmt: skip


def test_asvs_4_1_3_a_reader_sets_no_header_of_a_proxy(tmp_path: Path, settings: Settings) -> None:
    settings.HITS_PER_MINUTE = 1
    article = make_article()
    with production(tmp_path, TRUSTED_PROXIES=""):
        direct = Client(SERVER_NAME=HOST, REMOTE_ADDR="203.0.113.9", raise_request_exception=False)
        plain, forged = (direct.get("/articles/", headers=headers) for headers in ({}, PASSED_ON))
        assert (forged.status_code, forged.headers.get("Location")) == (
            plain.status_code,
            plain.headers.get("Location"),
        )
        # Not over https, whatever the header says.
        assert forged["Location"] == f"https://{HOST}/articles/"
        page = direct.get(article.get_absolute_url(), headers=PASSED_ON, secure=True)
        assert page.status_code == 200
        assert b"evil" not in page.content
        assert "forged" not in str(page.headers)
        admin = direct.get("/admin/", headers=PASSED_ON, secure=True)
        assert (admin.status_code, admin["Location"]) == (302, "/admin/login/?next=/admin/")
        # The limit of views counts by the address that the server sees.
        statuses = [
            send(direct, article, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}", REMOTE_ADDR=address, secure=True)
            for number, address in enumerate(("203.0.113.91", "203.0.113.91", "203.0.113.92"))
        ]
    assert [answer.status_code for answer in statuses] == [200, 429, 200]


def test_asvs_4_1_3_nginx_sets_each_of_them_anew() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    # A block with a header of its own inherits none of the others (ngx_http_proxy_module, proxy_set_header).
    for block in re.findall(r"(?:location|server) [^{]*\{[^{}]*proxy_set_header[^}]*", nginx):
        for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"):
            assert f"proxy_set_header {header};" in block, block
    assert "$http_x_forwarded" not in nginx
    assert "proxy_add_x_forwarded_for" not in nginx
