"""A form that can no longer be saved is answered with the typed text."""

import pytest
from django.test import Client

from articles.editing import changes
from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_author, make_editor, make_manager, make_section
from tests.home.admin.test_two_editors import opened
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_text_typed_into_a_purged_article_is_given_back(client: Client) -> None:
    client.force_login(make_manager())
    article = make_article("怎样开口")
    link = {"related_links-0-url": "https://example.com/", "related_links-0-title": "别处的文章"}
    words = {"title": "怎样收尾", "summary": "我的摘要", "tags": "收尾，谢辞", "source": "本报"}
    body = "<p>最后一<strong>句</strong>。</p><script>x()</script>"
    mine = typed(client, change(article), body=body, **words, **link, _save="保存")
    changes.trash(Article.objects.all())
    changes.purge(Article.objects.all())
    answer = client.post(change(article), mine)
    page = answer.content.decode()
    assert answer.status_code == 403
    for text in (*words.values(), *link.values(), "最后一<strong>句</strong>。", "没有保存"):
        assert text in page, text
    assert ("x()" in page) is False


def test_text_typed_into_an_article_that_was_given_away_is_given_back(client: Client) -> None:
    author = make_author()
    client.force_login(author)
    article = make_article("怎样开口", owner=author, status="draft", section=make_section())
    mine = typed(client, change(article), title="怎样收尾", body="<p>最后一句。</p>", _save="保存")
    Article.objects.update(owner=make_editor(), title="别人的题目")
    page = client.post(change(article), mine).content.decode()
    assert ("怎样收尾" in page, "最后一句。" in page, "别人的题目" in page) == (True, True, False)
    # A request that no form of ours sent gets no information.
    assert client.post(change(article), {"title": "抢来的"}).status_code == 302


def test_typed_text_is_given_back_to_a_person_who_lost_the_right_to_save_it(client: Client) -> None:
    page = Page.objects.create(title="关于", slug="about")
    editor = make_editor()
    groups = list(editor.groups.all())
    for url in (f"/admin/home/page/{page.pk}/change/", "/admin/home/page/add/"):
        editor.groups.set(groups)
        client.force_login(editor)
        mine = {**opened(client, url), "body": "<p>我们的来历。</p>", "_save": "保存"}
        editor.groups.clear()
        answer = client.post(url, mine)
        assert (answer.status_code, "我们的来历。" in answer.content.decode()) == (403, True), url
        refused = client.post(url, {"body": "<p>我们的来历。</p>"})
        assert (refused.status_code, "我们的来历。" in refused.content.decode()) == (403, False)
    assert Page.objects.get().body == ""
