"""Drafts stay hidden from visitors, in the trash or not."""

import pytest
from django.test import Client

from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor, make_picture, make_section, shanghai

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


def test_a_visitor_is_not_told_that_a_draft_was_thrown_away(client: Client) -> None:
    section = make_section()
    never, gone = (
        make_article(status="trash", section=section, publish_at=at) for at in (None, shanghai("2026-01-15 09:30"))
    )
    assert [client.get(f"/articles/{article.pk}/").status_code for article in (never, gone)] == [404, 410]


@pytest.mark.parametrize(("status", "alt"), [("draft", ""), ("published", "秘密的题目")])
def test_a_picture_of_a_draft_is_not_described_by_its_title(client: Client, status: str, alt: str) -> None:
    picture = make_picture("")
    client.force_login(make_editor())
    fields = {"title": "秘密的题目", "section": make_section().pk, "status": status, "_save": "保存"}
    body = f'<p>正文。</p><figure class="image"><img src="{picture.file.url}" alt="会场"></figure>'
    assert client.post(ADD, typed(client, ADD, body=body, **fields)).status_code == 302
    picture.refresh_from_db()
    assert picture.alt == alt
