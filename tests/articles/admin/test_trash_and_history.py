"""Articles saved in the trash stay there, empty ones need a confirmation once, and the history lists all actions."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin.emptiness import is_blank
from articles.editing import changes
from articles.models import Article
from tests.articles.admin.forms import errors, typed
from tests.builders import make_article, make_author, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/articles/article/", "/admin/articles/article/add/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def act(client: Client, action: str, *articles: Article, **fields: Any) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "yes", **fields}
    return client.post(f"{LIST}?state=trash" if action == "restore" else LIST, data, follow=True).content.decode()


def history(article: Article) -> list[str]:
    """Return the lines of the article's history, the oldest first."""
    entries = LogEntry.objects.filter(content_type__model="article", object_id=article.pk).order_by("pk")
    return [entry.get_change_message() for entry in entries]


def status(article: Article) -> str:
    return Article.objects.values_list("status", flat=True).get(pk=article.pk)


@pytest.mark.parametrize("group", ["author", "editor"])
def test_a_save_leaves_an_article_in_the_trash_and_restoring_takes_it_out(group: str, client: Client) -> None:
    user = make_author() if group == "author" else make_editor()
    client.force_login(user)
    article = make_article("扔掉的", owner=user, status="trash")
    page = client.get(change(article)).content.decode()
    assert ("在回收站里" in page, "还原为草稿" in page, "保存并发布" in page) == (True, True, False)
    fields = typed(client, change(article), title="改过的")
    assert "status" not in fields
    # No save takes the article out of the trash, whether it is plain, forged, or would publish.
    for button in (
        {"_save": "保存"},
        {"_save": "保存", "status": "draft"},
        {"_publish": "保存并发布", "status": "published"},
    ):
        fields = typed(client, change(article), title="改过的", **button)
        assert client.post(change(article), fields).status_code == 302
        assert status(article) == "trash"
    fields = typed(client, change(article), title="又改过的", _restore="还原为草稿")
    assert client.post(change(article), fields).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.status) == ("又改过的", "draft")
    assert history(article)[-2:] == ["从回收站恢复为草稿", "已修改标题。"]
    assert "还原为草稿" not in client.get(change(article)).content.decode()


@pytest.mark.parametrize("group", ["author", "editor"])
def test_a_form_that_was_open_when_its_article_was_thrown_away_says_so(group: str, client: Client) -> None:
    user = make_author() if group == "author" else make_editor()
    client.force_login(user)
    article = make_article("写着的", owner=user, status="draft")
    mine = typed(client, change(article), title="改过的", _save="保存")
    changes.trash(Article.objects.all())
    answer = client.post(change(article), mine)
    assert ("状态" in errors(answer), "回收站" in errors(answer)) == (True, True)
    assert 'value="改过的"' in answer.content.decode()
    assert status(article) == "trash"


@pytest.mark.parametrize(
    ("html", "blank"),
    [
        ("", True),
        ("<p></p><p>&nbsp;</p><p>　　</p>", True),
        ("<p>\u200b</p>", True),
        ("<p>\u00ad\u200e \u2060</p>", True),
        ("<table><tr><td> </td></tr></table>", True),
        ("<p>字</p>", False),
        ('<p><img src="/uploads/a.jpg"></p>', False),
    ],
)
def test_a_text_without_words_and_pictures_is_blank(html: str, blank: bool) -> None:  # noqa: FBT001
    assert is_blank(html) is blank


@pytest.mark.parametrize("button", [{"_publish": "保存并发布"}, {"status": "published", "_save": "保存"}])
def test_an_empty_article_is_published_after_one_question(editor: Client, button: dict[str, str]) -> None:
    fields = typed(editor, ADD, title="空的", section=make_section().pk, body="<p>&nbsp;</p>", **button)
    asked = editor.post(ADD, fields)
    assert "还没有正文" in errors(asked)
    assert not Article.objects.exists()
    assert editor.post(ADD, {**fields, "publish_empty": "yes"}).status_code == 302
    article = Article.objects.get()
    assert article.status == "published"
    # The empty article is public already, so later saves do not ask again.
    assert (
        editor.post(change(article), typed(editor, change(article), title="还是空的", _save="保存")).status_code == 302
    )


def test_a_published_text_is_emptied_after_one_question(editor: Client) -> None:
    article = make_article("有字的")
    asked = editor.post(change(article), typed(editor, change(article), body="", _save="保存"))
    assert "还没有正文" in errors(asked)
    article.refresh_from_db()
    assert article.body != ""


def test_nobody_is_asked_where_nothing_empty_comes_out(editor: Client) -> None:
    section = make_section()
    ways: list[dict[str, Any]] = [
        {"_save": "保存"},
        {"_publish": "发布", "body": "<p>一句话。</p>"},
        {"_publish": "发布", "is_jump": "on", "redirect_url": "https://example.com/"},
        {"_publish": "发布", "body": '<p><img src="/uploads/a.jpg" alt="讲台"></p>'},
    ]
    for number, way in enumerate(ways):
        assert editor.post(ADD, typed(editor, ADD, title=f"第{number}篇", section=section.pk, **way)).status_code == 302
    preview = typed(editor, ADD, title="空的", section=section.pk, status="published")
    assert editor.post("/admin/articles/article/preview/", preview).status_code == 200


def test_the_list_asks_about_empty_articles_too(editor: Client) -> None:
    full, empty = make_article("有字的", status="draft"), make_article("没字的", status="draft", body="<p> </p>")
    jump = make_article("跳转的", status="draft", body="", is_jump=True, redirect_url="https://example.com/")
    page = editor.post(LIST, {"action": "publish", "_selected_action": [full.pk, empty.pk, jump.pk]}).content.decode()
    assert ("《没字的》 1 篇没有正文" in page, "《跳转的》" in page) == (True, False)
    assert "都没有正文" in act(editor, "publish", empty)
    assert "已发布 2 篇文章" in act(editor, "publish", full, empty, jump)
    assert [status(article) for article in (full, empty, jump)] == ["published", "draft", "published"]
    assert "已发布 1 篇文章" in act(editor, "publish", empty, empty_too="on")
    assert (status(empty), history(empty)) == ("published", ["发布"])


def test_an_unchanged_save_is_no_line_of_the_history(editor: Client) -> None:
    body = "<h2>开头</h2>\n<p>第一句。</p><ul><li>一</li></ul>"
    article = make_article(
        "怎样开口",
        body=body,
        summary="第一行\n第二行",
        tags=["演讲", "口才", "PPT"],
        publish_at=shanghai("2026-01-15 09:30"),
    )
    for _ in range(2):
        fields = typed(editor, change(article), _save="保存")
        # Browsers and the editor send other line ends, tags with spaces, and markup that is not yet clean.
        sent = body.replace("\n", "").replace("<p>", '<p onclick="x()">')
        fields |= {"body": f"{sent}\r\n<script>1</script>", "tags": "PPT， 口才，演讲"}
        fields |= {"summary": "第一行\r\n第二行 "}
        assert editor.post(change(article), fields).status_code == 302
    assert history(article) == []


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"title": "怎样收尾"}, "已修改标题。"),
        ({"tags": "演讲"}, "已修改关键字。"),
        ({"tags": "口才，演讲，听众"}, "已修改关键字。"),
        ({"body": "<p>第一<strong>句</strong>。</p>"}, "已修改正文。"),
        ({"body": "<p>第二句。</p>", "source": "本报"}, "已修改正文 和 文章来源。"),
    ],
)
def test_the_history_says_what_was_changed(editor: Client, values: dict[str, str], line: str) -> None:
    article = make_article("怎样开口", body="<p>第一句。</p>", tags=["演讲", "口才"])
    assert editor.post(change(article), typed(editor, change(article), **values, _save="保存")).status_code == 302
    assert [told.replace(" ", "") for told in history(article)] == [line.replace(" ", "")]


def test_the_history_says_where_an_article_went(editor: Client) -> None:
    article = make_article("怎样开口", status="draft", publish_at=None)
    elsewhere = make_section("公文")
    editor.post(change(article), typed(editor, change(article), _publish="保存并发布"))
    act(editor, "withdraw", article)
    act(editor, "publish", article)
    act(editor, "publish", article)  # it is: nothing to tell
    act(editor, "move", article, section=elsewhere.pk)
    act(editor, "move", article, section=elsewhere.pk)
    act(editor, "set_flags", article, flags=["is_headline", "is_bold"])
    act(editor, "set_flags", article, flags=["is_headline"])
    act(editor, "clear_flags", article, flags=["is_bold"])
    act(editor, "clear_flags", article, flags=["is_bold"])
    act(editor, "add_tags", article, tags="口才，听众")
    act(editor, "add_tags", article, tags="口才")
    act(editor, "trash", article)
    act(editor, "restore", article)
    editor.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
    assert history(article) == [
        "发布",
        "撤回为草稿",
        "发布",
        "移动到栏目“公文”",
        "设置标记：头条、加粗",
        "取消标记：加粗",
        "添加关键字：口才，听众",
        "移到回收站",
        "从回收站恢复为草稿",
        "移到回收站",
    ]
    page = editor.get(f"{LIST}{article.pk}/history/").content.decode()
    assert page.count("移到回收站") >= 2


@pytest.mark.parametrize(
    ("was", "values", "line"),
    [
        ({}, {"status": "draft"}, "撤回为草稿"),
        ({"status": "draft"}, {"status": "published"}, "发布"),
        (
            {"status": "draft"},
            {"status": "published", "publish_at_0": "2090-01-01", "publish_at_1": "08:00"},
            "排定发布",
        ),
    ],
)
def test_the_history_says_what_the_form_did_to_the_status(
    editor: Client, was: dict[str, Any], values: dict[str, str], line: str
) -> None:
    article = make_article("怎样开口", **was)
    assert editor.post(change(article), typed(editor, change(article), **values, _save="保存")).status_code == 302
    assert history(article)[0] == line
    assert "状态" not in "".join(history(article))


NOTHING = "<p>&nbsp;</p>" * 1_000
CUTS = (4, 12, 13, 14, 15, 16, 20)  # in the address, in the tag and behind it
LONG_BODIES = {
    "空段": (NOTHING, True),
    "空表": (f"<table><tbody><tr>{'<td> </td>' * 1_000}</tr></tbody></table>", True),
    "末字": (f"{NOTHING}<p>完</p>", False),
    "末图": (f'{NOTHING}<p><img src="/uploads/a.jpg" alt=""></p>', False),
    "一段": (f"<p>{'说' * 5_000}</p>", False),
    **{f"断在{cut}": (f'<p><a href="/{"a" * (1_980 + cut)}/">\u200b</a>&nbsp;</p>', True) for cut in CUTS},
    **{f"断后{cut}": (f'<p><a href="/{"a" * (1_980 + cut)}/">链接</a></p>', False) for cut in CUTS},
}


def test_the_list_asks_about_markup_that_says_nothing_however_long(editor: Client) -> None:
    bodies = {name: body for name, (body, _is_empty) in LONG_BODIES.items()}
    rows = {name: make_article(f"{name}稿", status="draft", body=body) for name, body in bodies.items()}
    assert all(len(article.body) > 1_900 for article in rows.values())
    for name, (_body, is_empty) in LONG_BODIES.items():
        page = editor.post(LIST, {"action": "publish", "_selected_action": [rows[name].pk]}).content.decode()
        assert ("没有正文" in page) == is_empty, name
    everything = {"action": "publish", "_selected_action": [article.pk for article in rows.values()]}
    assert f"等 {2 + len(CUTS)} 篇没有正文" in editor.post(LIST, everything).content.decode()


def test_asking_about_empty_articles_takes_as_many_queries_for_many(editor: Client) -> None:
    asked = []
    for count in (1, 2, 12):  # the first time sections and permissions are read as well
        while Article.objects.count() < count:
            make_article(f"第{Article.objects.count()}篇", status="draft", body=NOTHING)
        chosen = {"action": "publish", "_selected_action": list(Article.objects.values_list("pk", flat=True))}
        with CaptureQueriesContext(connection) as queries:
            assert f"{count} 篇没有正文" in editor.post(LIST, chosen).content.decode()
        asked.append(len(queries))
    assert asked[1] == asked[2]
