"""The choices of an article's form: those that stay as they are ask nothing, and any other is checked."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Section
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_consultant, make_editor, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db

CHOSEN = ("articles_section", "auth_user", "consultants_consultant", "pictures_picture")


@pytest.fixture
def article(client: Client) -> Article:
    client.force_login(make_editor())
    return make_article(
        owner=make_user("luru"),
        responsible_editor=make_user("zebian"),
        consultant=make_consultant("周言"),
        cover=make_picture(),
    )


def asked_of(client: Client, url: str, data: dict[str, Any]) -> list[str]:
    """Return the tables from which the save reads single rows, in their order."""
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url, data).status_code == 302
    starts = [(table, f'FROM "{table}" WHERE') for table in CHOSEN]
    return [table for query in asked for table, start in starts if start in query["sql"]]


def test_choices_that_stay_as_they_are_ask_nothing(client: Client, article: Article) -> None:
    url = f"/admin/articles/article/{article.pk}/change/"
    data = typed(client, url, title="收尾", _publish="发布")
    assert asked_of(client, url, data) == ["auth_user"]  # the person who saves


def test_a_new_choice_is_looked_up_and_saved(client: Client, article: Article) -> None:
    section, url = make_section("公文"), f"/admin/articles/article/{article.pk}/change/"
    data = typed(client, url, section=section.pk, consultant="", _publish="发布")
    assert "articles_section" in asked_of(client, url, data)
    article.refresh_from_db()
    assert (article.section, article.consultant) == (section, None)


def test_a_choice_that_does_not_exist_is_refused(client: Client, article: Article) -> None:
    url = f"/admin/articles/article/{article.pk}/change/"
    missing = Section.objects.latest("pk").pk + 1
    response = client.post(url, typed(client, url, section=missing, _publish="发布"))
    assert response.context["adminform"].form.errors["section"]
