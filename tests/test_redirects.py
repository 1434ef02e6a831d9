"""No address of this site sends a reader to another."""

import json
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client

from articles.models import Article, LegacyPath, Section
from tests.builders import make_article, make_editor, make_section
from tests.conftest import size
from tests.pages import read

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ORIGIN = "http://testserver"
PASSWORD = "kai-kou-jiu-lai"
MORE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "\t//evil.example",
    "/%09/evil.example",
]


@pytest.fixture
def targets(corpora: Path) -> list[str]:
    """Every address that others tried, good and bad: none may lead away."""
    groups: dict[str, list[str]] = json.loads((corpora / "redirect_targets.json").read_text())
    found = [target for group in groups.values() for target in group]
    assert len(found) >= size(corpora, own=28, outside=41)
    return [*found, *MORE]


def leaves(location: str, url: str = "/") -> bool:
    """Tell whether a browser at `url` that is sent to `location` leaves the site. It reads a backslash as a slash."""
    read_by_browser = "".join(character for character in location if character > "\x20").replace("\\", "/")
    try:
        target = urlsplit(urljoin(ORIGIN + url, read_by_browser))
    except ValueError:
        return True
    return target.scheme not in ("http", "https") or target.netloc != "testserver"


def away(answers: dict[str, object]) -> dict[str, str]:
    """Return the answers that lead away, and insist that none is a failure of ours."""
    found = {}
    for url, answer in answers.items():
        assert answer.status_code < 500, url  # type: ignore[attr-defined]
        location = answer.headers.get("Location", "")  # type: ignore[attr-defined]
        if location and leaves(location):
            found[url] = location
    return found


def test_the_test_knows_where_a_browser_goes() -> None:
    assert all(
        map(leaves, ("//evil.example", "/\\evil.example", "https://evil.example/", "\t//evil.example", "http://["))
    )
    assert not any(map(leaves, ("/admin/", "?page=2", "/a//evil.example", "http://testserver/", "%2F%2Fevil.example")))


def test_the_login_leads_into_the_site(client: Client, targets: list[str]) -> None:
    make_editor()
    answers: dict[str, object] = {}
    for target in targets:
        url = f"/admin/login/?next={quote(target)}"
        for fields in ({}, {"next": target}):
            client.logout()
            answer = client.post(url, {"username": "editor", "password": PASSWORD, **fields})
            assert answer.status_code == 302
            answers[f"{url} {fields}"] = answer
        answers[url] = client.get(url)
    assert away(answers) == {}


def test_the_logout_leads_into_the_site(client: Client, targets: list[str]) -> None:
    editor = make_editor()
    answers: dict[str, object] = {}
    for target in targets:
        client.force_login(editor)
        answers[target] = client.post(f"/admin/logout/?next={quote(target)}", {"next": target})
    assert away(answers) == {}


def test_no_parameter_of_the_admin_leads_away(client: Client, targets: list[str]) -> None:
    article = make_article()
    client.force_login(make_editor())
    answers: dict[str, object] = {}
    for target in targets:
        there = quote(target)
        for url in (
            f"/admin/articles/tag/add/?_popup={there}&_to_field={there}&next={there}",
            f"/admin/articles/tag/add/?_changelist_filters={there}",
            f"/admin/articles/article/{article.pk}/delete/?_changelist_filters={there}&next={there}",
        ):
            answers[url] = client.post(url, {"name": f"字{len(answers)}", "slug": f"zi-{len(answers)}", "next": target})
        for url in (f"/admin/r/1/{there}/", f"/admin/{there}", f"/admin/jsi18n/?language={there}&next={there}"):
            answers[url] = client.get(url)
    assert any(answer.status_code == 302 for answer in answers.values())  # type: ignore[attr-defined]
    assert away(answers) == {}


def test_no_path_leads_away(client: Client, targets: list[str]) -> None:
    make_section("演讲稿", segment="yanjianggao")
    answers: dict[str, object] = {}
    for target in targets:
        for start in ("", "/", "//", "/\\", "/yanjianggao/", "/tags/", "/yanjianggao?next="):
            url = start + quote(target, safe="/:?=\\")
            if url.startswith("/"):
                answers[url] = client.get("/", PATH_INFO=url.partition("?")[0], QUERY_STRING=url.partition("?")[2])
    for url in ("//evil.example/yanjianggao", "//yanjianggao", "/\\evil.example/..", "/yanjianggao//evil.example"):
        answers[url] = client.get("/", PATH_INFO=url)
    assert away(answers) == {}
    assert client.get("/yanjianggao")["Location"] == "/yanjianggao/"


@pytest.mark.usefixtures("pages_are_made")
def test_an_article_that_jumps_elsewhere_is_a_page_with_a_link(client: Client, targets: list[str]) -> None:
    """The row may have any address, because an import bypasses the form's validation."""
    article = make_article(is_jump=True, redirect_url="https://other.example.com/")
    answers: dict[str, object] = {}
    for target in filter(str.strip, targets):
        Article.objects.filter(pk=article.pk).update(redirect_url=target)
        answers[target] = client.get(f"/articles/{article.pk}/")
    assert away(answers) == {}
    Article.objects.filter(pk=article.pk).update(redirect_url="https://other.example.com/")
    assert read(client, f"/articles/{article.pk}/").links["阅读原文"] == "https://other.example.com/"
    Article.objects.filter(pk=article.pk).update(redirect_url="/pages/about/")
    assert client.get(f"/articles/{article.pk}/")["Location"] == "/pages/about/"


def test_an_old_address_leads_to_a_page_of_ours_and_no_further(client: Client) -> None:
    section = make_section("别处", segment="biechu", kind=Section.Kind.LINK, link_url="https://other.example.com/")
    article = make_article(is_jump=True, redirect_url="https://other.example.com/1")
    LegacyPath.objects.remember("/a/1.html", article=article)
    LegacyPath.objects.remember("/a/", section=section)
    assert client.get("/a/1.html?next=//evil.example")["Location"] == f"/articles/{article.pk}/?next=//evil.example"
    assert client.get("/a/")["Location"] == "/biechu/"
