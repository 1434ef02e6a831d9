"""Articles that redirect (DedeCMS's flag j): old and own addresses lead to the target in one redirect."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Import, ImportedArticle, ImportedSection, LegacyPath
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def was_imported(old_id: int, article: Article) -> Article:
    origin, _made = Import.objects.get_or_create(host="www.old.example.com")
    ImportedArticle.objects.create(origin=origin, old_id=old_id, article=article)
    LegacyPath.objects.create(path=f"/a/{old_id}.html", article=article)
    return article


def jumping(old_id: int, url: str, **fields: Any) -> Article:
    return was_imported(old_id, make_article(is_jump=True, redirect_url=url, **fields))


def led(client: Client, url: str) -> tuple[int, str]:
    answer = client.get(url)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("url", ["/a/23.html", "/plus/view.php?aid=23", "/stale/23.html", "/m/view.php?aid=23"])
def test_an_old_address_leads_where_the_article_jumps(client: Client, url: str) -> None:
    jumping(23, "/tags/")
    assert led(client, url) == (301, "/tags/")


@pytest.mark.parametrize(
    ("jump", "end"),
    [
        ("/a/24.html", "/articles/24/"),
        ("/a/24_2.html", "/articles/24/?page=2"),
        ("/plus/view.php?aid=24", "/articles/24/"),
        ("/stale/24.html", "/articles/24/"),
        ("/articles/24/", "/articles/24/"),
        ("/articles/24/?page=2", "/articles/24/?page=2"),
        ("/plus/list.php?tid=7", "/guandian/"),
        ("/guandian/?page=2", "/guandian/?page=2"),
        ("/index.html", "/"),
        ("/a/25.html", "/consultants/"),
        ("/articles/25/", "/consultants/"),
        ("/nowhere/", "/nowhere/"),
        ("/articles/99/", "/articles/99/"),
    ],
)
def test_a_jump_to_an_old_address_ends_where_that_leads(client: Client, jump: str, end: str) -> None:
    section = make_section("观点", segment="guandian")
    was_imported(24, make_article(pk=24, section=section))
    ImportedSection.objects.create(origin=Import.objects.get(), old_id=7, section=section)
    jumping(25, "/consultants/", pk=25)
    jumping(23, jump, pk=23)
    assert led(client, "/a/23.html") == (301, end)
    assert led(client, "/articles/23/") == (302, end)


def test_a_jump_outside_is_a_page_with_a_link(client: Client) -> None:
    outside = jumping(24, "https://example.com/")
    assert led(client, "/a/24.html") == (301, f"/articles/{outside.pk}/")


@pytest.mark.parametrize("fields", [{"status": "trash"}, {"expire_at": shanghai("2026-02-01 00:00")}])
def test_a_jump_to_what_is_gone_is_gone(client: Client, fields: dict[str, Any]) -> None:
    was_imported(24, make_article(pk=24, **fields))
    jumping(23, "/a/24.html")
    assert led(client, "/a/23.html") == (410, "")


def test_a_jump_back_to_itself_is_no_jump(client: Client) -> None:
    jumping(23, "/a/24.html", pk=23)
    jumping(24, "/plus/view.php?aid=23", pk=24)
    jumping(25, "/a/25.html", pk=25)
    assert led(client, "/a/25.html") == (301, "/articles/25/")
    assert led(client, "/a/23.html") == (301, "/articles/23/")
    for url in ("/articles/23/", "/articles/24/", "/articles/25/"):
        assert led(client, url) == (200, "")


def test_a_chain_of_jumps_has_an_end(client: Client) -> None:
    for number in range(30):
        jumping(100 + number, f"/a/{101 + number}.html", pk=100 + number)
    assert led(client, "/a/100.html") == (301, "/articles/111/")
