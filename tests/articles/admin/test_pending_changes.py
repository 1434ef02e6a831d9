"""A pending change (修改稿) is in sight wherever its article is listed, and is compared in both directions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, PendingChange, Revision
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def change(client: Client, article: Article, body: str) -> None:
    url = f"{LIST}{article.pk}/change/"
    client.post(url, typed(client, url, body=body))


def test_the_list_marks_it_with_its_time_and_can_show_such_articles_alone(editor: Client) -> None:
    make_article("没有改过的")
    article = make_article("改到一半的", body="<p>原来。</p>")
    change(editor, article, "<p>后来。</p>")
    assert editor.get(LIST).content.decode().count("修改稿</small>") == 1
    PendingChange.objects.update(go_live_at=timezone.now() + timedelta(days=2))
    listed = editor.get(f"{LIST}?state=changed").content.decode()
    assert (' 上线">待上线</small>' in listed, "改到一半的" in listed, "没有改过的" in listed) == (True, True, False)


def test_the_front_page_lists_the_one_that_goes_live_next_first(editor: Client) -> None:
    assert "desk-changed" not in editor.get("/admin/").content.decode()
    later, planned = make_article("还没定时间"), make_article("后天上线")
    change(editor, planned, "<p>后天。</p>")
    change(editor, later, "<p>再说。</p>")
    PendingChange.objects.filter(article=planned).update(go_live_at=timezone.now() + timedelta(days=2))
    desk = editor.get("/admin/").context["desk"]
    assert [article.title for article in desk.changed] == ["后天上线", "还没定时间"]
    page = editor.get("/admin/").content.decode()
    assert ("还没有定上线时间" in page, " 上线</time>" in page) == (True, True)
    Article.objects.filter(pk=later.pk).update(status="trash")
    assert [article.title for article in editor.get("/admin/").context["desk"].changed] == ["后天上线"]


def test_the_live_content_is_taken_back_into_it_by_field_and_paragraph(editor: Client) -> None:
    article = make_article(body="<p>开头。</p><p>结尾。</p>", title="原题")
    url = f"{LIST}{article.pk}/change/"
    editor.post(url, typed(editor, url, title="新题", body="<p>新的开头。</p><p>新的结尾。</p>"))
    compare = f"{LIST}{article.pk}/versions/compare/"
    page = editor.get(compare)
    live = page.context["restores"]
    assert Revision.objects.get(pk=live).content["title"] == "原题"
    editor.post(f"{LIST}{article.pk}/versions/{live}/restore/", {"field": "title"})
    content = PendingChange.objects.get().revision.content
    assert (content["title"], content["body"]) == ("原题", "<p>新的开头。</p><p>新的结尾。</p>")
    assert "?a=now&amp;b=live" in page.content.decode()
    swapped = editor.get(f"{compare}?a=now&b=live")
    assert (swapped.status_code, swapped.context["restores"]) == (200, None)


def test_live_rows_that_no_version_has_are_not_offered(editor: Client) -> None:
    article = make_article(body="<p>开头。</p>")
    change(editor, article, "<p>新的开头。</p>")
    Article.objects.update(body="<p>别处写的。</p>")
    assert editor.get(f"{LIST}{article.pk}/versions/compare/").context["restores"] is None
