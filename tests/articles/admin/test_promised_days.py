"""The form of a section takes the number of days within which the section promises something new."""

import pytest
from django.test import Client

from tests.articles.admin.forms import errors, typed
from tests.builders import make_editor, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def test_a_section_promises_a_number_of_days_or_nothing(editor: Client) -> None:
    section = make_section("竞聘演讲")
    url = f"/admin/articles/section/{section.pk}/change/"
    for days, kept in (("7", 7), ("", None), ("999", 999)):
        assert editor.post(url, typed(editor, url, promised_days=days)).status_code == 302
        section.refresh_from_db()
        assert section.promised_days == kept


@pytest.mark.parametrize("days", ["0", "-1", "1000", "99999999999999999999", "七", "7.5"])
def test_a_promise_of_no_sensible_length_is_refused_in_words(editor: Client, days: str) -> None:
    section = make_section("竞聘演讲")
    url = f"/admin/articles/section/{section.pk}/change/"
    answer = editor.post(url, typed(editor, url, promised_days=days))
    assert errors(answer)
    assert f'value="{days}"' in answer.content.decode()
    section.refresh_from_db()
    assert section.promised_days is None
