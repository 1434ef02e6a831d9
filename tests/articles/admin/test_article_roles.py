"""The rights of each group on own and others' articles: allowed and refused requests, forged ones included."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_author, make_editor, make_manager, make_section

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def author(client: Client) -> User:
    user = make_author()
    client.force_login(user)
    return user


def act(client: Client, action: str, *articles: Article, **fields: object) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "yes", **fields}
    return client.post(LIST, data, follow=True).content.decode()


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_an_author_writes_drafts_of_their_own(client: Client, author: User) -> None:
    section = make_section()
    url = "/admin/articles/article/add/"
    fields = typed(client, url, title="我的稿子", section=section.pk, _save="保存")
    assert "status" not in fields
    assert client.post(url, fields).status_code == 302
    article = Article.objects.get()
    assert (article.owner, article.responsible_editor, article.status) == (author, None, "draft")
    client.post(change(article), typed(client, change(article), title="改过的稿子", _save="保存"))
    article.refresh_from_db()
    assert article.title == "改过的稿子"


def test_the_person_who_publishes_an_authors_text_is_its_responsible_editor(client: Client, author: User) -> None:
    article = make_article(owner=author, status="draft", publish_at=None)
    editor = make_editor()
    client.force_login(editor)
    client.post(change(article), typed(client, change(article), _publish="保存并发布"))
    article.refresh_from_db()
    assert (article.status, article.responsible_editor) == ("published", editor)
    client.post(change(article), typed(client, change(article), responsible_editor="", _publish="保存"))
    article.refresh_from_db()
    assert article.responsible_editor is None


def test_an_author_cannot_publish_by_any_request(client: Client, author: User) -> None:
    article = make_article(owner=author, status="draft", publish_at=None)
    forged = {"status": "published", "publish_at_0": "2026-01-01", "publish_at_1": "08:00", "_publish": "保存并发布"}
    client.post(change(article), typed(client, change(article), **forged))
    for action in ("publish", "set_flags", "move"):
        act(client, action, article, flags="is_headline", section=article.section_id)
    article.refresh_from_db()
    assert (article.status, article.publish_at, article.is_headline) == ("draft", None, False)


def test_an_author_cannot_give_an_article_to_somebody_else(client: Client, author: User) -> None:
    article = make_article(owner=author, status="draft")
    other = make_author("other")
    client.post(change(article), typed(client, change(article), owner=other.pk, _save="保存"))
    article.refresh_from_db()
    assert article.owner == author


def test_an_author_neither_sees_nor_touches_what_others_wrote(client: Client, author: User) -> None:
    own = make_article("我的稿子", owner=author, status="draft")
    other = make_article("别人的稿子", owner=make_author("other"), status="draft")
    page = client.get(LIST).content.decode()
    assert ("我的稿子" in page, "别人的稿子" in page) == (True, False)
    assert client.get(change(other)).status_code == 302
    assert client.get(f"/admin/articles/article/{other.pk}/delete/").status_code == 302
    assert client.post(change(other), {"title": "抢来的"}).status_code == 302
    preview = client.post(f"/admin/articles/article/preview/?id={other.pk}", typed(client, change(own)))
    assert preview.status_code == 404
    act(client, "trash", other)
    other.refresh_from_db()
    assert (other.title, other.status) == ("别人的稿子", "draft")


def test_an_author_only_looks_at_what_is_published(client: Client, author: User) -> None:
    article = make_article("已发布的", owner=author)
    assert client.get(change(article)).status_code == 200
    assert "作者不能再改" in client.post(change(article), {"title": "偷改的"}).content.decode()
    assert client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    act(client, "trash", article)
    article.refresh_from_db()
    assert (article.title, article.status) == ("已发布的", "published")


def test_an_author_throws_away_a_draft_and_takes_it_back(client: Client, author: User) -> None:
    article = make_article(owner=author, status="draft")
    act(client, "trash", article)
    article.refresh_from_db()
    assert article.status == "trash"
    client.post(f"{LIST}?state=trash", {"action": "restore", "_selected_action": [article.pk], "confirmed": "yes"})
    article.refresh_from_db()
    assert article.status == "draft"


def test_deleting_means_the_trash_and_only_a_manager_empties_it(client: Client) -> None:
    article = make_article("扔掉的")
    delete = f"/admin/articles/article/{article.pk}/delete/"
    client.force_login(make_editor())
    assert "移到回收站" in client.get(delete).content.decode()
    assert "《扔掉的》已移到回收站" in client.post(delete, {"post": "yes"}, follow=True).content.decode()
    article.refresh_from_db()
    assert article.status == "trash"
    assert client.post(delete, {"post": "yes"}).status_code == 403
    purge = {"action": "purge", "_selected_action": [article.pk], "confirmed": "yes"}
    client.post(f"{LIST}?state=trash", purge)
    assert Article.objects.count() == 1
    client.force_login(make_manager())
    client.post(f"{LIST}?state=trash", purge)
    assert not Article.objects.exists()
    assert client.get(f"/articles/{article.pk}/").status_code == 410


def test_even_a_manager_purges_only_the_trash(client: Client) -> None:
    article = make_article()
    client.force_login(make_manager())
    act(client, "purge", article)
    assert Article.objects.exists()
