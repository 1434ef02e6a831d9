"""A text is replaced in many articles: each occurrence is seen first, and all of it can be undone."""

import re
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, BulkChange, PendingChange, Revision
from tests.articles.admin.forms import messages, typed
from tests.builders import make_article, make_author, make_editor, make_section

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/replace/"
BODY = "<p>请张三来讲。</p><p>谢谢张三。</p>"
ALL = ["title", "summary", "body"]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def sent(page: str) -> dict[str, Any]:
    """Return what the preview's form sends as it stands."""
    form = lxml.html.fromstring(page).xpath('//form[contains(@class, "replace")]')[0]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def preview(client: Client, words: str = "张三", by: str = "李四", **fields: Any) -> str:
    articles = ",".join(map(str, Article.objects.values_list("pk", flat=True)))
    data = {"words": words, "by": by, "names": ALL, "ids": articles, **fields}
    return client.post(PAGE, data).content.decode()


def replace(client: Client, page: str, **changed: Any) -> Any:
    return client.post(PAGE, {**sent(page), "_replace": "替换", **changed})


def test_each_occurrence_is_shown_in_its_context_and_those_that_stay_ticked_are_replaced(editor: Client) -> None:
    article = make_article("张三的开场白", body=BODY, status="draft")
    bystander = make_article("另一篇", status="draft")
    page = preview(editor)
    for words in ("请<mark>张三</mark>来讲。", "谢谢<mark>张三</mark>。", "<mark>张三</mark>的开场白", "找到 3 处"):
        assert words in page
    assert bystander.title not in page
    values = sent(page)
    values["occurrence"].remove(f"{article.pk}:body:1")
    answer = replace(editor, page, occurrence=values["occurrence"])
    assert "已在 1 篇文章里替换。撤销" in messages(editor, answer)
    article.refresh_from_db()
    assert (article.title, article.body) == ("李四的开场白", "<p>请李四来讲。</p><p>谢谢张三。</p>")
    assert Revision.objects.latest("pk").reason == "查找替换：“张三”换成“李四”"
    editor.post(f"/admin/articles/article/actions/{BulkChange.objects.get().pk}/undo/")
    article.refresh_from_db()
    assert (article.title, article.body) == ("张三的开场白", BODY)


def test_a_published_article_gets_a_pending_change_unless_it_is_to_go_live(editor: Client) -> None:
    article = make_article(body=BODY)
    page = preview(editor)
    assert "存为修改稿" in page
    replace(editor, page)
    article.refresh_from_db()
    assert article.body == BODY
    assert "李四来讲" in PendingChange.objects.get().revision.content["body"]
    editor.post(f"/admin/articles/article/actions/{BulkChange.objects.get().pk}/undo/")
    assert not PendingChange.objects.exists()
    replace(editor, preview(editor), goes="live")
    assert "李四来讲" in editor.get(f"/articles/{article.pk}/").content.decode()
    editor.post(f"/admin/articles/article/actions/{BulkChange.objects.latest('pk').pk}/undo/")
    article.refresh_from_db()
    assert article.body == BODY


def test_a_pending_change_that_waits_already_is_kept_with_what_is_replaced(editor: Client) -> None:
    article = make_article(body=BODY)
    replace(editor, preview(editor, "谢谢", "多谢"))
    replace(editor, preview(editor, "请张三", "请王五"))
    content = PendingChange.objects.get().revision.content
    assert content["body"] == "<p>请王五来讲。</p><p>多谢张三。</p>"
    editor.post(f"/admin/articles/article/actions/{BulkChange.objects.earliest('pk').pk}/undo/")
    assert PendingChange.objects.get().revision.content["body"] == "<p>请王五来讲。</p><p>谢谢张三。</p>"
    article.refresh_from_db()
    assert article.body == BODY


def test_an_occurrence_that_the_pending_change_rewrote_is_told_of_and_left_alone(editor: Client) -> None:
    article = make_article("开场白", body=BODY)
    url = f"/admin/articles/article/{article.pk}/change/"
    editor.post(url, typed(editor, url, body="<p>今天请张三先生来讲。</p><p>谢谢张三。</p>"))
    told = messages(editor, replace(editor, preview(editor)))
    assert "《开场白》有修改稿，而且修改稿已经改写了同一段，没有动。" in told
    assert "再查找一次" not in told
    body = PendingChange.objects.get().revision.content["body"]
    assert body == "<p>今天请张三先生来讲。</p><p>谢谢张三。</p>"


def test_an_article_that_somebody_changed_after_the_preview_is_left_alone(editor: Client) -> None:
    first = make_article("第一篇", body=BODY, status="draft")
    second = make_article("第二篇", body=BODY, status="draft")
    page = preview(editor)
    Article.objects.filter(pk=first.pk).update(body="<p>刚刚张三改的。</p>")
    told = messages(editor, replace(editor, page))
    assert "已在 1 篇文章里替换。" in told
    assert "《第一篇》刚刚有人改过，没有动。请再查找一次。" in told
    assert "刚刚张三改的" in Article.objects.get(pk=first.pk).body
    assert "李四" in Article.objects.get(pk=second.pk).body


def test_a_paragraph_that_was_changed_since_stays_when_it_is_undone(editor: Client) -> None:
    article = make_article(body=BODY, status="draft")
    replace(editor, preview(editor))
    Article.objects.filter(pk=article.pk).update(body="<p>请李四来讲两句。</p><p>谢谢李四。</p>")
    answer = editor.post(f"/admin/articles/article/actions/{BulkChange.objects.get().pk}/undo/")
    assert "有 1 篇后来又改过，那几处没有动。" in messages(editor, answer)
    assert Article.objects.get().body == "<p>请李四来讲两句。</p><p>谢谢张三。</p>"


def test_a_section_is_searched_with_those_below_it(editor: Client) -> None:
    above, beside = make_section("演讲", segment="kaikou"), make_section("公文", segment="gongwen")
    below = make_section("婚礼", segment="hunli", parent=above)
    for title, section in (("上面的", above), ("下面的", below), ("旁边的", beside)):
        make_article(title, section=section, body=BODY)
    page = editor.post(PAGE, {"words": "张三", "by": "", "names": ["body"], "section": above.pk}).content.decode()
    assert ("上面的" in page, "下面的" in page, "旁边的" in page, "找到 4 处" in page) == (True, True, False, True)


def test_an_author_replaces_in_their_own_drafts_alone(client: Client) -> None:
    author = make_author()
    own = make_article("自己的草稿", owner=author, status="draft", body=BODY)
    make_article("自己发布的", owner=author, body=BODY)
    other = make_article("别人的草稿", status="draft", body=BODY)
    client.force_login(author)
    page = preview(client)
    assert ("自己的草稿" in page, "自己发布的" in page, "别人的草稿" in page) == (True, False, False)
    replace(client, page, occurrence=[f"{own.pk}:body:0", f"{other.pk}:body:0"])
    assert ["李四" in body for body in Article.objects.order_by("pk").values_list("body", flat=True)] == [
        True,
        False,
        False,
    ]


def test_the_list_offers_it_for_chosen_articles(editor: Client) -> None:
    article = make_article(body=BODY)
    asked = {"action": "replace", "_selected_action": [article.pk]}
    page = editor.post("/admin/articles/article/", asked).content.decode()
    assert "在清单里选的 1 篇" in page
    assert sent(page)["ids"] == [str(article.pk)]
    assert PAGE in editor.get("/admin/articles/article/").content.decode()


def test_an_occurrence_across_formats_and_a_title_that_grows_too_long_are_told(editor: Client) -> None:
    article = make_article(f"张三{'字' * 117}", body="<p>请张<b>三</b>来。</p>", status="draft")
    page = preview(editor, by="诸葛孔明")
    assert ("跨格式，不替换" in page, "标题会太长" in page) == (True, True)
    told = messages(editor, replace(editor, page))
    assert "的标题替换后太长或者空了，没有动。" in told
    article.refresh_from_db()
    assert (article.title[:2], article.body) == ("张三", "<p>请张<b>三</b>来。</p>")


def test_more_than_500_occurrences_are_shown_in_turn(editor: Client) -> None:
    make_article("往前的", body=f"<p>{'张三' * 30}</p>", status="draft")
    make_article("最新的", body=f"<p>{'张三' * 490}</p>", status="draft")
    page = preview(editor)
    assert ("找到 500 处" in page, "还有 20 处没有列出" in page) == (True, True)
    following = replace(editor, page).content.decode()
    assert "找到 20 处" in following
    replace(editor, following)
    assert not Article.objects.filter(body__contains="张三").exists()


@pytest.mark.parametrize(
    ("words", "by"),
    [("\0", "a"), ("张三", "\0"), (".*", "\\1"), ("&amp;", "<"), ("😀", "👩‍👩‍👧"), ("张" * 200, ""), ("", "a")],
)
def test_odd_words_are_searched_as_they_are(editor: Client, words: str, by: str) -> None:
    make_article(body="<p>.* &amp;amp; 😀</p>", status="draft")
    page = preview(editor, words, by)
    assert not re.search(r"Server Error|Traceback", page)
    if "_replace" in page:
        replace(editor, page)
    assert "<script" not in Article.objects.get().body


@pytest.mark.parametrize(
    "fields",
    [
        {"occurrence": ["x", "1", "1:body:x", f"{'9' * 30}:body:0", "1:body:-1", ":", "1:owner:0"]},
        {"seen": "["},
        {"seen": "[1]"},
        {"seen": '{"x": 1, "1": {}}'},
        {"ids": "x,-1,99999999999999999999999"},
        {"below": "x"},
        {"names": ["owner"]},
        {"after": "9" * 40},
    ],
)
def test_forged_requests_change_nothing(editor: Client, fields: dict[str, Any]) -> None:
    make_article(body=BODY, status="draft")
    page = preview(editor)
    values = {**sent(page), "_replace": "替换", **({"occurrence": []} if "after" in fields else {}), **fields}
    assert editor.post(PAGE, values).status_code in (200, 302)
    assert Article.objects.filter(body=BODY).exists() or "below" in fields


def test_the_same_words_twice_are_refused_and_nothing_typed_is_lost(editor: Client) -> None:
    make_article(body=BODY, updated_at=timezone.now())
    page = preview(editor, "张三", "张三")
    assert ("没有要改的" in page, page.count('value="张三"')) == (True, 2)


def test_a_person_who_may_change_no_article_is_turned_away(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
