"""ASVS 5.0, chapter V15: third parties, mass assignment, and the address of a reader."""

import json
import re
import sys
from importlib import metadata
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models
from django.test import Client
from packaging.utils import canonicalize_name
from pytest_django import Settings

from tests.accounts.test_logins import LIMIT, PASSWORD
from tests.articles.admin.forms import typed
from tests.asvs.production import HOST, browser, production
from tests.asvs.source import ROOT, imports
from tests.builders import make_author
from tests.nginx import DEPLOY
from tests.site import make_site
from yanjiang.health.findings import State
from yanjiang.health.security import components

pytestmark = pytest.mark.django_db


# --- 15.1.2 ---------------------------------------------------------------------------------------------------------


def test_asvs_15_1_2_an_inventory_has_every_third_party_that_runs() -> None:
    out = StringIO()
    call_command("list_components", stdout=out)
    bill = json.loads(out.getvalue())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    found = {component["purl"] for component in bill["components"]}
    assert {f"pkg:pypi/django@{metadata.version('django')}", "pkg:npm/ckeditor5@48.5.2"} <= found
    # A package that is imported is one that the inventory has.
    outside = {name.partition(".")[0] for _path, name in imports()} - sys.stdlib_module_names
    outside -= {"yanjiang", "articles", "consultants", "None"}
    of_package = metadata.packages_distributions()
    for name in outside:
        assert any(f"pkg:pypi/{canonicalize_name(one)}@" in purl for one in of_package[name] for purl in found), name


def test_asvs_15_1_2_every_third_party_is_pinned_and_comes_from_the_index() -> None:
    assert all(re.fullmatch(r"\d[\w.]*", version) for version in components.pinned().values())
    assert components.finding().state is State.OK
    project = (ROOT / "pyproject.toml").read_text()
    assert not re.search(r"@ (git|https?|file)|\[tool\.uv\.sources\]|find-links|\bindex", project)
    # Browsers load nothing from another host: `static/vendor` has it all.
    templates = "".join(file.read_text() for file in (ROOT / "templates").rglob("*.html"))
    assert not re.search(r"<(script|link|iframe)[^>]+(src|href)=.(https?:)?//", templates)


@pytest.mark.parametrize(
    ("version", "origin", "state"),
    [("1.0", None, State.DEGRADED), ("5.2.19", '{"url": "file:///tmp"}', State.DEGRADED), ("5.2.19", None, State.OK)],
)
def test_asvs_15_1_2_a_component_of_another_version_or_origin_is_told(
    monkeypatch: pytest.MonkeyPatch, version: str, origin: str | None, state: State
) -> None:
    django = SimpleNamespace(version=version, read_text=lambda _name: origin)
    monkeypatch.setattr(components, "installed", lambda: {"django": django})
    told = components.finding()
    assert (told.state, "django" in told.words) == (state, state is State.DEGRADED)


def test_asvs_15_1_2_the_advice_keeps_the_packages_that_the_site_needs(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.UPLOADS_URL, settings.SENTRY_DSN = "s3://key:secret@10.0.0.3/uploads", ""
    monkeypatch.setattr(components, "pinned", dict)
    assert components.finding().words.endswith("运行 uv sync --group s3。")


# --- 15.3.3 ---------------------------------------------------------------------------------------------------------

FORGED = {
    models.BooleanField: "on", models.DateTimeField: "2001-01-01 00:00", models.DateField: "2001-01-01",
    models.IntegerField: "77", models.ForeignKey: "1", models.FileField: "../../secret_key",
}  # fmt: skip
# Columns that a save itself writes.
WRITTEN = {"updated_at", "digest", "path", "search_at", "revised_at", "content_at"}


def forged_of(field: Any) -> str:
    return next((value for kind, value in FORGED.items() if isinstance(field, kind)), "forged")


@pytest.mark.parametrize("label", sorted(model._meta.label_lower for model in admin.site._registry))
def test_asvs_15_3_3_a_form_fills_the_fields_that_it_shows_and_no_other(label: str) -> None:
    make_site()
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root"))
    model: Any = next(model for model in admin.site._registry if model._meta.label_lower == label)
    row = model._default_manager.order_by("pk").first()
    url = f"/admin/{label.replace('.', '/')}/{row.pk if row else 0}/change/"
    page = client.get(url)
    if row is None or page.status_code != 200 or b'_form" novalidate' not in page.content:
        return  # no form: the rows are shown alone
    shown = set(re.findall(r'name="(\w+?)(?:_[01])?"', page.content.decode()))
    hidden = [field for field in model._meta.concrete_fields if field.name not in shown | WRITTEN]
    before = model._default_manager.filter(pk=row.pk).values(*[field.attname for field in hidden]).get()
    forged = {name: forged_of(field) for field in hidden for name in (field.name, field.attname, f"{field.name}_0")}
    answer = client.post(url, typed(client, url, **forged, pk="77", _state="x", _meta="x", _save="保存"))
    assert answer.status_code in (200, 302), label
    assert model._default_manager.filter(pk=row.pk).values(*[field.attname for field in hidden]).get() == before


# --- 15.3.4 ---------------------------------------------------------------------------------------------------------

FORWARDED = (
    "X-Forwarded-For",
    "X-Real-IP",
    "Forwarded",
    "X-Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
)


def test_asvs_15_3_4_nobody_gets_more_guesses_by_another_address(tmp_path: Path) -> None:
    make_author()
    wrong = {"username": "author", "password": "falsch-und-lang"}
    with production(tmp_path):
        statuses = []
        for number in range(LIMIT + 1):
            forged = dict.fromkeys(FORWARDED, f"198.51.100.{number}")
            # The proxy adds the address that it sees behind what the client wrote.
            forged["X-Forwarded-For"] = f"198.51.100.{number}, 203.0.113.9"
            statuses.append(browser().post("/admin/login/", wrong, headers=forged).status_code)
        assert statuses[-1] == 429
        right = {**wrong, "password": PASSWORD}
        other = browser().post("/admin/login/", right, headers={"X-Forwarded-For": "203.0.113.10"})
        assert other.status_code == 302


def test_asvs_15_3_4_without_the_proxy_its_headers_mean_nothing(tmp_path: Path) -> None:
    make_author()
    wrong = {"username": "author", "password": "falsch-und-lang"}
    with production(tmp_path, TRUSTED_PROXIES=""):
        for number in range(LIMIT + 1):
            direct = Client(SERVER_NAME=HOST, REMOTE_ADDR="203.0.113.9", raise_request_exception=False)
            forged = dict.fromkeys(FORWARDED, f"198.51.100.{number}")
            status = direct.post("/admin/login/", wrong, headers=forged, secure=True).status_code
        assert status == 429


def test_asvs_15_3_4_nginx_tells_the_address_that_it_sees_itself() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    told = set(re.findall(r"proxy_set_header (X-(?:Forwarded|Real)[\w-]*) ([^;]+);", nginx))
    assert told == {("X-Forwarded-For", "$remote_addr"), ("X-Forwarded-Proto", "$scheme")}
    assert "underscores_in_headers off;" in nginx
