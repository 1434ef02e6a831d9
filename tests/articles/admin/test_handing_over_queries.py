"""The pages about handing over ask the database as often for many drafts and remarks as for few."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import HandingOver
from tests.articles.admin.forms import typed
from tests.articles.admin.handed_over import LIST, page, signed_in
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return make_author()


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor())


@pytest.mark.parametrize("address", ["/admin/", f"{LIST}?state=handed_over", "remarks/", "history/"])
def test_pages_ask_no_more_for_twelve_than_for_two(he: Client, author: User, address: str) -> None:
    article = make_article("问的", owner=author, status="draft", body="<p>一段。</p>" * 40)
    asked = []
    for count in (2, 12):
        for number in range(count):
            other = make_article(f"稿{count}-{number}", owner=make_author(f"a{count}-{number}"), status="draft")
            HandingOver.objects.create(article=other, state="waiting", by=other.owner)
            person = make_editor(f"e{count}-{number}")
            for place in (number, None):
                fields = typed(signed_in(person), page(article, "remarks/"), **{str(number): f"第{place}"})
                signed_in(person).post(page(article, "remarks/"), fields)
            he.post(page(article), typed(he, page(article), title=f"题{count}-{number}"))
        url = address if address.startswith("/") else page(article, address)
        he.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert he.get(url).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
