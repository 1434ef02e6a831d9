"""A form that is sent twice is saved once."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from articles.models import Article, LegacyPath, Section, Tag
from tests.articles.admin.forms import errors, typed
from tests.builders import make_article, make_editor, make_manager, make_section
from tests.home.admin.test_two_editors import opened
from yanjiang.home.models import FriendLink, Page
from yanjiang.sent.models import SentForm

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"

# Form of a new row -> the typed values, and the rows after saving.
NEW: dict[str, tuple[dict[str, Any], Any]] = {
    "articles/section": ({"name": "演讲稿", "segment": "yanjianggao"}, Section),
    "articles/tag": ({"name": "口才"}, Tag),
    "articles/legacypath": ({"path": "/a.html"}, LegacyPath),
    "home/friendlink": ({"name": "友站", "url": "/"}, FriendLink),
    "home/page": ({"title": "关于", "slug": "about", "body": "<p>我们。</p>"}, Page),
    "auth/user": ({"username": "linyi", "password1": "jiang-tai-xia-mian", "password2": "jiang-tai-xia-mian"}, User),
}


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_a_new_row_that_is_sent_twice_is_made_once(manager: Client) -> None:
    for name, (values, model) in NEW.items():
        url = f"/admin/{name}/add/"
        before = model.objects.count()
        mine = {**opened(manager, url), **values, "_save": "保存"}
        answers = [manager.post(url, mine) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], name
        assert answers[0]["Location"] == answers[1]["Location"]
        assert model.objects.count() == before + 1, name


def test_a_new_article_is_made_once_and_a_second_one_on_purpose(manager: Client) -> None:
    section = make_section()
    mine = typed(manager, ADD, title="怎样开口", section=section.pk, _continue="继续")
    mine |= {"related_links-0-url": "https://example.com/", "related_links-0-title": "别处"}
    answers = [manager.post(ADD, mine) for _ in range(3)]
    article = Article.objects.get()
    assert {answer["Location"] for answer in answers} == {change(article)}
    assert article.related_links.count() == 1
    # Back in the browser, something else is typed into the form that was saved already.
    again = manager.post(ADD, {**mine, "title": "怎样收尾"})
    assert "已经保存为“怎样开口”" in errors(again)
    assert f'href="{change(article)}"' in again.content.decode()
    assert Article.objects.count() == 1
    token = again.content.decode().split('name="form_token" value="')[1].split('"')[0]
    assert manager.post(ADD, {**mine, "title": "怎样收尾", "form_token": token}).status_code == 302
    assert set(Article.objects.values_list("title", flat=True)) == {"怎样开口", "怎样收尾"}


def test_a_form_with_an_error_may_be_sent_again(manager: Client) -> None:
    section = make_section()
    mine = typed(manager, ADD, title="", section=section.pk, _save="保存")
    assert [manager.post(ADD, mine).status_code for _ in range(2)] == [200, 200]
    assert manager.post(ADD, {**mine, "title": "怎样开口"}).status_code == 302
    assert (Article.objects.count(), SentForm.objects.count()) == (1, 1)


def test_a_senseless_token_guards_nothing_and_breaks_nothing(manager: Client) -> None:
    section = make_section()
    for token in ("", "x", "0" * 40, "\u200b"):
        mine = typed(manager, ADD, title="怎样开口", section=section.pk, form_token=token, _save="保存")
        assert manager.post(ADD, mine).status_code == 302
    assert Article.objects.count() == 4


def test_anothers_token_is_not_taken_for_ones_own(manager: Client) -> None:
    mine = typed(manager, ADD, title="怎样开口", section=make_section().pk, _save="保存")
    assert manager.post(ADD, mine).status_code == 302
    other = Client()
    other.force_login(make_editor())
    assert other.post(ADD, {**typed(other, ADD), **mine}).status_code == 200
    assert Article.objects.count() == 1


def test_saving_an_article_twice_is_no_conflict_with_oneself(manager: Client) -> None:
    article = make_article("怎样开口", tags=["口才"])
    url = change(article)
    mine = typed(manager, url, title="怎样收尾", tags="收尾，谢辞", body="<p>最后一句。</p>", _publish="发布修改")
    mine |= {"related_links-0-url": "https://example.com/", "related_links-0-title": "别处"}
    assert [manager.post(url, mine).status_code for _ in range(2)] == [302, 302]
    assert article.related_links.count() == 1
    # Back, more is typed into a page that was saved already: nobody else has changed anything.
    mine = typed(manager, url, title="怎样谢幕", _publish="发布修改")
    assert manager.post(url, mine).status_code == 302
    assert manager.post(url, {**mine, "title": "怎样退场", "summary": "我的摘要"}).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.summary) == ("怎样退场", "我的摘要")
    Article.objects.filter(pk=article.pk).update(source="别处")
    assert "文章来源" in errors(manager.post(url, {**mine, "title": "怎样回场"}))


def test_a_draft_is_published_and_saved_again_from_the_same_page(manager: Client) -> None:
    article = make_article("怎样开口", status="draft", publish_at=None)
    url = change(article)
    mine = typed(manager, url)
    assert manager.post(url, {**mine, "_publish": "发布"}).status_code == 302
    # The form of an article that came out has a field more (修改说明), which this page knows nothing of.
    assert manager.post(url, {**mine, "title": "怎样收尾", "_publish": "发布"}).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.status) == ("怎样收尾", "published")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_article() -> None:
    manager = Client()
    manager.force_login(make_manager())
    mine = typed(manager, ADD, title="怎样开口", section=make_section().pk, _save="保存")
    start, codes = threading.Barrier(2), []

    def click() -> None:
        one = Client()
        one.cookies = manager.cookies
        start.wait()
        codes.append(one.post(ADD, mine).status_code)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes, Article.objects.count()) == ([302, 302], 1)
