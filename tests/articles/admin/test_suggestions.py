"""Tags that the form suggests for a text."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing.suggestions import suggest
from articles.models import Tag
from tests.articles.admin.forms import typed
from tests.builders import make_author, make_editor, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db]
URL = "/admin/articles/article/suggest-tags/"
TITLE = "在竞聘护士长岗位上的演讲"
TEXT = "各位领导：我竞聘的是护士长。护理部的工作靠团队，护士长要带好团队。" * 2


def names(title: str, text: str) -> dict[str, bool]:
    return {suggestion.name: suggestion.exists for suggestion in suggest(title, text)}


def test_tags_that_exist_and_stand_in_the_text_come_first() -> None:
    for name in ("护士长", "竞聘", "婚礼致辞", "护士长岗位"):
        Tag.objects.create(name=name)
    suggested = names(TITLE, TEXT)
    assert [name for name, exists in suggested.items() if exists] == list(suggested)[:3]
    assert {name for name, exists in suggested.items() if exists} == {"护士长", "竞聘", "护士长岗位"}
    assert "婚礼致辞" not in suggested


@pytest.mark.parametrize("text", ["用ppt讲，再改PPT模板。ppt", "用 Ppt 讲，再改ppt模板。ppt"])
def test_a_latin_tag_is_found_in_whichever_case_it_is_written(text: str) -> None:
    for name in ("PPT", "PPT模板", "PPTX", "Word"):
        Tag.objects.create(name=name)
    suggested = names("课件", text)
    assert {name for name, exists in suggested.items() if exists} == {"PPT", "PPT模板"}
    assert "ppt" not in {name.lower() for name, exists in suggested.items() if not exists}


def test_a_new_word_is_offered_in_one_case() -> None:
    assert [name for name in names("PPT", "ppt，ppt，PPT") if name.lower() == "ppt"] == ["PPT"]


def test_the_text_says_a_tag_as_often_in_one_case_as_in_another() -> None:
    for name in ("PPT", "课件"):
        Tag.objects.create(name=name)
    assert list(names("课件", "ppt、Ppt、ppt、ppt、ppt"))[:2] == ["PPT", "课件"]


def test_nouns_of_the_text_are_offered_as_new() -> None:
    suggested = names(TITLE, TEXT)
    assert {"护士长", "团队"} <= set(suggested)
    assert not any(suggested.values())
    assert {"的", "我", "各位", "："} & set(suggested) == set()


def test_the_same_text_gets_the_same_tags_and_no_text_none() -> None:
    # Written out, because two calls of one process are alike even if they depend on the order of a set.
    assert list(names(TITLE, TEXT)) == ["护士长", "岗位", "团队", "护理部", "工作", "领导"]
    assert names("", "") == {}


@pytest.mark.parametrize("text", ["𠮷" * 10_000, "\0" * 50, "'\"%_()<script>" * 500, "a" * 100_000, "\ud83d\n\r\t 　"])
def test_any_text_is_answered(client: Client, text: str) -> None:
    client.force_login(make_editor())
    with CaptureQueriesContext(connection) as asked:
        response = client.post(URL, {"title": text[:200].replace("\ud83d", "?"), "text": text.replace("\ud83d", "?")})
    assert response.status_code == 200
    assert len(asked) <= 24


def test_a_long_text_is_asked_about_in_a_few_queries() -> None:
    text = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(8_000))
    with CaptureQueriesContext(connection) as asked:
        suggest("题目", text)
    assert 0 < len(asked) <= 10


def test_writers_alone_are_answered(client: Client) -> None:
    assert client.post(URL, {"title": TITLE}).status_code == 403
    client.force_login(make_user("reader", is_active=True))
    assert client.post(URL, {"title": TITLE}).status_code == 302  # to the login
    helper = make_user("staff")
    helper.is_staff = True
    helper.save()
    client.force_login(helper)
    assert client.post(URL, {"title": TITLE}).status_code == 403
    for user in (make_author(), make_editor()):
        client.force_login(user)
        answer = client.post(URL, {"title": TITLE, "text": TEXT})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert {"name": "团队", "exists": False} in answer.json()["tags"]
    assert client.get(URL).status_code == 405


def test_asking_makes_no_tag(client: Client) -> None:
    client.force_login(make_author())
    client.post(URL, {"title": TITLE, "text": TEXT})
    assert not Tag.objects.exists()


def test_the_form_is_as_before_without_a_script(client: Client) -> None:
    client.force_login(make_author())
    page = client.get("/admin/articles/article/add/").content.decode()
    assert f'data-suggest="{URL}"' in page
    assert "推荐关键字" not in page
    assert typed(client, "/admin/articles/article/add/", tags="口才，听众")["tags"] == "口才，听众"
