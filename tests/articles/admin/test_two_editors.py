"""Two editors with one form open: the second is told what the first has saved, and loses nothing."""

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from articles.editing import changes
from articles.models import Article, RelatedLink, Revision
from tests.articles.admin.forms import errors, messages, typed
from tests.builders import make_article, make_author, make_editor, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def he() -> Client:
    client = Client()
    client.force_login(make_editor("heqing", last_name="何", first_name="清"))
    return client


@pytest.fixture
def lin() -> Client:
    client = Client()
    client.force_login(make_editor("linyi", last_name="林", first_name="一"))
    return client


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", tags=["口才"], body="<p>开头一句。</p>")


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def overwrite(response: Any) -> str:
    """Return the value of the checkbox that confirms overwriting the other's changes."""
    return str(response.content.decode().split('name="overwrite" value="')[1].split('"')[0])


def test_the_second_is_told_and_loses_nothing(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    mine = typed(lin, url, title="怎样收尾", tags="收尾，谢辞", body="<p>最后一句。</p>", summary="我的摘要")
    he.post(url, typed(he, url, body="<p>开头两句。</p>", tags="口才，听众", _publish="发布修改"))
    answer = lin.post(url, {**mine, "_publish": "发布修改"})
    told = errors(answer)
    assert "何清 在 20" in told
    for words in ("正文 用对方的：开头两句。 用我的：最后一句。", "其余的已经合并：关键字"):
        assert words in told
    assert "标题" not in told
    assert "摘要" not in told  # the other's was made from the body
    page = answer.content.decode()
    for words in ('value="怎样收尾"', "收尾，谢辞", "&lt;p&gt;最后一句。&lt;/p&gt;", "我的摘要"):
        assert words in page
    article.refresh_from_db()
    assert (article.title, article.body) == ("怎样开口", "<p>开头两句。</p>")


def test_saving_over_it_is_a_choice(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    mine = typed(lin, url, body="<p>最后一句。</p>", _publish="发布修改")
    he.post(url, typed(he, url, body="<p>开头两句。</p>", _publish="发布修改"))
    first = lin.post(url, mine)
    again = lin.post(url, mine)
    assert (first.status_code, again.status_code) == (200, 200)
    he.post(url, typed(he, url, body="<p>开头三句。</p>", _publish="发布修改"))
    # The confirmation covers the version that was shown, not a third one.
    assert "开头三句" in errors(lin.post(url, {**mine, "overwrite": overwrite(first)}))
    assert lin.post(url, {**mine, "overwrite": overwrite(lin.post(url, mine))}).status_code == 302
    article.refresh_from_db()
    assert article.body == "<p>最后一句。</p>"


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ({"action": "set_flags", "flags": ["is_headline"]}, "头条"),
        ({"action": "add_tags", "tags": "听众"}, "关键字"),
        ({"action": "move"}, "栏目"),
    ],
)
def test_an_action_of_the_list_is_merged_with_an_open_form(
    he: Client, lin: Client, article: Article, action: dict[str, Any], told: str
) -> None:
    url, section = change(article), make_section("公文")
    mine = typed(lin, url, title="怎样收尾", _publish="发布修改")
    act = {**action, "section": section.pk, "_selected_action": [article.pk], "confirmed": "yes"}
    he.post("/admin/articles/article/", act)
    assert f"已与他人的修改合并：{told}。" in messages(lin, lin.post(url, mine))
    article.refresh_from_db()
    assert article.title == "怎样收尾"
    moved = article.section == section
    assert (article.is_headline, "听众" in article.tags.names(), moved) == tuple(
        told == name for name in ("头条", "关键字", "栏目")
    )


def test_a_withdrawal_stands_though_the_article_was_open(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    mine = typed(lin, url, title="怎样收尾", _publish="发布修改")
    he.post("/admin/articles/article/", {"action": "withdraw", "_selected_action": [article.pk], "confirmed": "yes"})
    answer = lin.post(url, mine)
    assert "何清 在 20" in errors(answer)
    assert "状态 现在是“草稿”。" in errors(answer)
    article.refresh_from_db()
    assert (article.status, article.title) == ("draft", "怎样开口")


def test_a_publication_stands_though_a_draft_was_open(he: Client, lin: Client, article: Article) -> None:
    changes.withdraw(Article.objects.filter(pk=article.pk))
    url = change(article)
    mine = typed(lin, url, title="怎样收尾", _save="保存")
    he.post("/admin/articles/article/", {"action": "publish", "_selected_action": [article.pk], "confirmed": "yes"})
    assert "状态 现在是“已发布”。" in errors(lin.post(url, mine))
    article.refresh_from_db()
    assert (article.status, article.title) == ("published", "怎样开口")


def test_rows_beside_it_count_too(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    link = RelatedLink.objects.create(article=article, url="https://example.com/", title="旧的")
    mine = typed(lin, url, title="怎样收尾", _publish="发布修改")
    he.post(url, typed(he, url, **{"related_links-0-DELETE": "on", "_publish": "发布修改"}))
    assert not RelatedLink.objects.filter(pk=link.pk).exists()
    assert "已与他人的修改合并：相关链接。" in messages(lin, lin.post(url, mine))
    article.refresh_from_db()
    assert (article.title, article.related_links.count()) == ("怎样收尾", 0)


def test_a_form_that_nobody_changed_is_saved_without_a_word(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    he.post(url, typed(he, url, title="怎样收尾", _publish="发布修改"))
    assert lin.post(url, typed(lin, url, _publish="发布修改")).status_code == 302


def test_a_change_by_no_editor_is_told_without_a_name(lin: Client, article: Article) -> None:
    url = change(article)
    mine = typed(lin, url, _publish="发布修改")
    Article.objects.filter(pk=article.pk).update(title="导入的标题")
    assert "这里的内容在您打开以后被修改过" in errors(lin.post(url, mine))


def test_a_preview_does_not_mind(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    mine = typed(lin, url, title="怎样收尾")
    he.post(url, typed(he, url, body="<p>开头两句。</p>", _publish="发布修改"))
    answer = lin.post(f"/admin/articles/article/preview/?id={article.pk}", mine)
    assert (answer.status_code, "怎样收尾" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("seen", ["x", "[]", "{}", '{"fields":1}', "[" * 100_000, '{"at":"x","fields":{"title":[1]}}'])
def test_a_senseless_token_is_answered(lin: Client, article: Article, seen: str) -> None:
    url = change(article)
    assert lin.post(url, typed(lin, url, seen=seen, _publish="发布修改")).status_code in (200, 302)


def test_an_author_who_was_published_meanwhile_is_told_and_loses_nothing(he: Client) -> None:
    author = make_author()
    writing = Client()
    writing.force_login(author)
    article = make_article("怎样开口", owner=author, status="draft", section=make_section())
    mine = typed(writing, change(article), title="怎样收尾", _publish="发布修改")
    changes.publish(Article.objects.filter(pk=article.pk), article.created_at)
    answer = writing.post(change(article), mine)
    assert "作者不能再改" in errors(answer)
    assert 'value="怎样收尾"' in answer.content.decode()
    article.refresh_from_db()
    assert article.title == "怎样开口"


def test_a_merged_version_names_the_two_that_it_was_made_from(he: Client, lin: Client, article: Article) -> None:
    url = change(article)
    opened = typed(lin, url, summary="林写的摘要。", _save="保存")
    he.post(url, typed(he, url, title="何写的标题", _save="保存"))
    lin.post(url, opened)
    found, first, merged = Revision.objects.order_by("pk")
    assert (merged.kind, merged.parent, merged.merged) == ("merged", first, found)
    page = lin.get(f"/admin/articles/article/{article.pk}/versions/").content.decode()
    assert f"与 {localtime(found.at):%Y-%m-%d %H:%M:%S} 的版本合并" in page
