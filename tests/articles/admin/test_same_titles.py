"""The warning about a typed title names the articles that a person may know of, and no others."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.articles.admin.kept import signed_in
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db
URL = "/admin/articles/article/same-title/"


def told(client: Client, title: str, **more: Any) -> str:
    return str(client.get(URL, {"title": title, **more}).json()["told"])


def test_an_editor_is_told_of_every_other_article_with_the_title() -> None:
    editor = signed_in(make_editor())
    first, second = make_article("我来竞聘"), make_article("我来竞聘", status="draft")
    assert f"{second.pk} 号</a>、<a href" in told(editor, " 我来竞聘 ")
    assert f'"/admin/articles/article/{first.pk}/change/"' in told(editor, "我来竞聘")
    assert f"{first.pk} 号" not in told(editor, "我来竞聘", id=first.pk)
    assert told(editor, "我来竞") == told(editor, "") == ""


def test_an_author_is_told_of_no_draft_of_others() -> None:
    author = signed_in(make_author())
    make_article("我来竞聘", status="draft")
    assert told(author, "我来竞聘") == ""
    public = make_article("我来竞聘")
    assert f'"/articles/{public.pk}/"' in told(author, "我来竞聘")


@pytest.mark.parametrize("title", ["\0", "<b>", "长" * 3000, "%s%%", "\ud800"])
def test_no_title_breaks_it(title: str) -> None:
    editor = signed_in(make_editor())
    answer = editor.get(URL, {"title": title.encode(errors="replace").decode(), "id": "x"})
    assert answer.status_code == (400 if title == "\0" else 200)  # no address has that character


def test_it_asks_as_much_for_twelve_as_for_three() -> None:
    editor, counts = signed_in(make_editor()), []
    for count in (3, 9):
        for _article in range(count):
            make_article("我来竞聘")
        told(editor, "别的")
        with CaptureQueriesContext(connection) as asked:
            assert told(editor, "我来竞聘").count("<a ") == 3
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nobody_without_a_login_is_told() -> None:
    make_article("我来竞聘")
    assert Client().get(URL, {"title": "我来竞聘"}).status_code == 302
