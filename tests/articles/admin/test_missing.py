"""The inbox of missing addresses in the admin: its list, and the click that makes a redirect."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import LegacyPath, MissingPath
from tests.builders import make_article, make_author, make_editor, shanghai

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-01-15 09:30")
INBOX = "/admin/articles/missingpath/"


@pytest.fixture(autouse=True)
def no_limits_of_other_tests() -> None:
    cache.clear()


def note(path: str, *, times: int = 1, referrer: str = "") -> MissingPath:
    for _ in range(times):
        MissingPath.objects.note(path, referrer, NOW)
    return MissingPath.objects.get(path=path)


def test_the_inbox_shows_what_is_asked_for_most_with_the_nearest_article(client: Client) -> None:
    make_article("怎样写好开场白")
    make_article("公文写作十忌")
    note("/a/gongwen.html")
    note("/开场白怎样写/", times=3, referrer="https://other.example.com/links")
    note("/xyz.html")
    client.force_login(make_editor())
    rows = client.get(INBOX).content.decode()
    assert rows.index("/开场白怎样写/") < rows.index("/a/gongwen.html")
    assert "https://other.example.com/links" in rows
    assert rows.index("怎样写好开场白") < rows.index("公文写作十忌")
    assert rows.count("转到这篇") == 2
    assert rows.count("转到别处…") == 3


def test_a_click_makes_a_redirect(client: Client) -> None:
    article = make_article("怎样写好开场白")
    missing = note("/开场白怎样写.html")
    client.force_login(make_editor())
    url = f"{INBOX}{missing.pk}/redirect/"
    assert f'formaction="{url}" name="article" value="{article.pk}"' in client.get(INBOX).content.decode()
    answer = client.post(url, {"article": article.pk}, follow=True)
    assert "从现在起转到“怎样写好开场白”" in answer.content.decode()
    assert client.get("/开场白怎样写.html")["Location"] == f"/articles/{article.pk}/"
    assert not MissingPath.objects.exists()


def test_a_second_click_does_no_harm(client: Client) -> None:
    article = make_article()
    client.force_login(make_editor())
    answer = client.post(f"{INBOX}99/redirect/", {"article": article.pk}, follow=True)
    assert "已经处理过了" in answer.content.decode()
    assert not LegacyPath.objects.exists()


def test_looking_makes_no_redirect(client: Client) -> None:
    article, missing = make_article(), note("/a/1.html")
    client.force_login(make_editor())
    assert client.get(f"{INBOX}{missing.pk}/redirect/?article={article.pk}").status_code == 405
    assert not LegacyPath.objects.exists()


@pytest.mark.parametrize("article", ["", "x", "99", "9" * 40])
def test_an_article_that_is_not_there_is_not_found(client: Client, article: str) -> None:
    missing = note("/a/1.html")
    client.force_login(make_editor())
    assert client.post(f"{INBOX}{missing.pk}/redirect/", {"article": article}).status_code == 404
    assert not LegacyPath.objects.exists()


def test_paths_can_be_marked_as_gone(client: Client) -> None:
    rows = [note("/a/1.html"), note("/a/2.html")]
    client.force_login(make_editor())
    client.post(INBOX, {"action": "mark_gone", "_selected_action": [row.pk for row in rows]})
    assert [client.get(path).status_code for path in ("/a/1.html", "/a/2.html")] == [410, 410]
    assert not MissingPath.objects.exists()


def test_an_author_has_no_inbox(client: Client) -> None:
    article, missing = make_article(), note("/a/1.html")
    client.force_login(make_author())
    assert client.get(INBOX).status_code == 403
    assert client.post(f"{INBOX}{missing.pk}/redirect/", {"article": article.pk}).status_code == 403
    assert not LegacyPath.objects.exists()


def test_the_inbox_asks_as_much_for_many_rows_as_for_few(client: Client) -> None:
    make_article("怎样写好开场白")
    client.force_login(make_editor())
    asked = []
    for count in (2, 12):
        for number in range(count):
            note(f"/开场白{number}/")
        client.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INBOX)
        asked.append(len(queries))
    assert asked[0] == asked[1]
