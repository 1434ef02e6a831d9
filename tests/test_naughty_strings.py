"""Strings that break things, in every field and parameter at once: each is answered, none with a failure of ours."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.response import SimpleTemplateResponse
from django.test import Client

from articles.models import Attachment, Section
from tests.builders import SETTINGS_INLINES, make_article, make_consultant, make_section
from tests.conftest import size

pytestmark = pytest.mark.django_db

INLINES = {
    f"{prefix}-{name}": value
    for prefix in ("related_links", "attachments")
    for name, value in {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0}.items()
}
# Each form: the fields that are typed, and what has to be chosen for the typing to reach the database.
FORMS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "articles/article": (
        ("title", "short_title", "summary", "body", "cover_alt", "source", "author", "tags", "redirect_url", "seen",
         "related_links-0-url", "related_links-0-title", "attachments-0-name"),
        {"section": 0, "owner": 0, "weight": 0, "status": "published", "related_links-0-position": "",
         "attachments-0-position": "", **INLINES},
    ),
    "articles/section": (
        ("name", "segment", "link_url", "description", "content", "seo_title", "seo_keywords"),
        {"kind": "list", "position": 0},
    ),
    "articles/tag": (("name", "slug", "description"), {}),
    "articles/legacypath": (("path",), {}),
    "consultants/consultant": (("name", "titles", "short_bio", "biography"), {"position": 0}),
    "consultants/hotline": (("label", "number", "person", "hours"), {"position": 0}),
    "home/block": (("title",), {"kind": "latest", "column": "main", "count": 6, "position": 0}),
    "home/page": (("title", "slug", "body", "description"), {"position": 0}),
    "home/friendlink": (("name", "url"), {"position": 0}),
    "auth/user": (("username", "first_name", "last_name", "password1", "password2"), {}),
    "auth/group": (("name",), {}),
    "home/sitesettings/1/change": (
        ("name", "welcome", "slogan", "description", "keywords", "icp_number", "police_number", "copyright", "contact"),
        SETTINGS_INLINES,
    ),
}  # fmt: skip
# Fields that hold only some texts get a good one, so that the rest is saved.
GOOD = {
    "redirect_url": "/", "segment": "", "link_url": "", "url": "/", "slug": "", "path": "/old/{}", "username": "user{}",
    "related_links-0-url": "/", "attachments-0-name": "",
    "password1": "kai-kou-jiu-lai", "password2": "kai-kou-jiu-lai",
}  # fmt: skip
LISTS = (
    "/admin/articles/article/?q={0}&p={0}&o={0}&section={0}&state={0}&flag={0}&tag={0}&author={0}&_changelist_filters={0}",
    "/admin/articles/article/?publish_at__gte={0}&publish_at__lt={0}",
    "/admin/articles/section/?q={0}&o={0}",
    "/admin/articles/tag/?q={0}&p={0}&o={0}&all={0}",
    "/admin/articles/legacypath/?q={0}&o={0}",
    "/admin/consultants/consultant/?q={0}&is_active__exact={0}",
    "/admin/home/page/?q={0}&_facets={0}",
    "/admin/auth/user/?q={0}&groups__id__exact={0}",
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=section&term={0}&page={0}",
    "/admin/autocomplete/?app_label={0}&model_name={0}&field_name={0}",
    "/admin/articles/article/add/?title={0}&section={0}&_changelist_filters={0}&_to_field={0}",
)
# Address -> each database gets one in so many strings there; everywhere else one in twelve.
SHARES = {"/search/?q={0}&page={0}": 2, "/{0}/": 2}
PAGES = ("/search/?q={0}&page={0}", "/tags/{0}/", "/tags/?page={0}", "/{0}/", "/articles/{0}/", "/pages/{0}/?page={0}")


@pytest.fixture
def strings(corpora: Path) -> list[str]:
    found: list[str] = json.loads((corpora / "naughty_strings.json").read_text())
    assert len(found) == size(corpora, own=103, outside=515)
    return [
        *found,
        "\0",
        "讲\0稿",
        "\u202e讲稿",
        "\ud800",
        "一" * 501,
        "9" * 30,
        "-1",
        "0001-01-01 00:00:00+08:00",
        "99999-01-01",
    ]


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_superuser("root", password="kai-kou-jiu-lai")
    make_article("讲稿", section=make_section("演讲", segment="yanjiang"), owner=user, tags=["口才"])
    make_consultant()
    client.force_login(user)
    client.raise_request_exception = False
    return client


def told(text: str) -> str:
    """Return the string as a browser can send it: half a surrogate pair is none."""
    return text.encode("utf-8", "replace").decode()


def share(strings: list[str], of: int) -> list[str]:
    """Return one in so many strings; the other database gets others."""
    return strings[(connection.vendor == "sqlite") % of :: of]


class Drawn:
    """Decides whether the admin's pages are rendered. Strings break the code before, so one in a hundred will do."""

    every = 100

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = True
        draw = SimpleTemplateResponse.rendered_content.fget  # type: ignore[attr-defined]
        content = property(lambda response: draw(response) if self.now else "")
        monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", content)

    def number(self, number: int) -> None:
        self.now = number % self.every == 0


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return Drawn(monkeypatch)


@pytest.mark.parametrize("form", FORMS)
def test_every_string_in_every_field_is_answered(form: str, staff: Client, strings: list[str], drawn: Drawn) -> None:
    names, chosen = FORMS[form]
    people = {"section": Section.objects.get().pk, "owner": User.objects.get().pk}
    choices = {name: people.get(name, value) for name, value in chosen.items()}
    url = f"/admin/{form}/" if form.endswith("change") else f"/admin/{form}/add/"
    statuses = set()
    # Most forms have the same behind their fields: every eighth string goes to an article's, every fifth to others'.
    wanted = share(strings, 8) if form == "articles/article" else strings[list(FORMS).index(form) % 5 :: 5]
    for number, text in enumerate(wanted):
        drawn.number(number)
        fields = dict.fromkeys(names, told(text))
        if number % 2:
            fields |= {name: GOOD[name].format(number) for name in names if name in GOOD}
        response = staff.post(url, {**choices, **fields})
        statuses.add(response.status_code)
        assert response.status_code < 500, text
    assert {200, 302} <= statuses


@pytest.mark.parametrize("pattern", [*LISTS, *PAGES])
def test_every_string_in_every_address_is_answered(
    pattern: str, staff: Client, strings: list[str], drawn: Drawn
) -> None:
    kinds = [*LISTS, *PAGES]
    # Each list has Django's code behind the same parameters.
    wanted = strings[kinds.index(pattern) % 12 :: 12]
    if pattern in SHARES:
        wanted = share(strings, SHARES[pattern])
    for number, text in enumerate(wanted):
        drawn.number(number)
        status = staff.get(pattern.format(quote(told(text), safe=""))).status_code
        assert status in (200, 400) if pattern.startswith("/search/") else status < 500, text


def test_a_file_of_any_name_is_answered(staff: Client, strings: list[str]) -> None:
    chosen = strings[:: len(strings) // 25]
    for text in chosen:
        upload = SimpleUploadedFile(f"{told(text)[:200]}.pdf", b"%PDF-1.4 x")
        fields = {"title": "讲稿", "body": "", **INLINES}
        fields |= {"section": Section.objects.get().pk, "attachments-0-file": upload, "attachments-0-position": 0}
        fields |= {"related_links-TOTAL_FORMS": 0}
        fields |= {"owner": User.objects.get().pk, "weight": 0, "status": "draft"}
        assert staff.post("/admin/articles/article/add/", fields).status_code < 500, text
    assert Attachment.objects.count() > len(chosen) // 2
