"""Every bulk action can be undone for 30 days; what others changed since is left alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import contents, undoing
from articles.models import (
    Article,
    ArticleDay,
    ArticleHits,
    Attachment,
    BulkChange,
    BulkItem,
    LegacyPath,
    Listing,
    RelatedLink,
    Revision,
    Tag,
)
from tests.articles.admin.forms import messages
from tests.builders import make_article, make_author, make_editor, make_manager, make_section, shanghai

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
DONE = f"{LIST}actions/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor(last_name="何", first_name="清"))
    return client


def act(client: Client, action: str, *articles: Article, query: str = "", **fields: Any) -> Any:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "yes", **fields}
    return client.post(f"{LIST}{query}", data, follow=True)


def undo(client: Client, change: BulkChange | None = None) -> str:
    change = change or BulkChange.objects.latest("pk")
    return messages(client, client.post(f"{DONE}{change.pk}/undo/"))


def everything() -> list[Any]:
    """Return the contents of all articles, and of the lists that are derived from them."""
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    places = Listing.objects.order_by("article", "section").values_list("article", "section", "publish_at")
    return [contents.read(ids), list(places)]


@pytest.mark.parametrize(
    ("action", "status", "fields"),
    [
        ("publish", "draft", {}),
        ("withdraw", "published", {}),
        ("move", "published", {"section": "gongwen"}),
        ("set_flags", "published", {"flags": ["is_headline", "is_bold"]}),
        ("clear_flags", "published", {"flags": ["is_recommended"]}),
        ("add_tags", "published", {"tags": "演讲稿，口才"}),
        ("remove_tags", "published", {"tags": "收尾"}),
        ("trash", "published", {}),
        ("restore", "trash", {}),
    ],
)
def test_each_action_is_undone(editor: Client, action: str, status: str, fields: dict[str, Any]) -> None:
    there = make_section("公文", segment="gongwen")
    mine: dict[str, Any] = {"status": status, "section": make_section("演讲", segment="kaikou")}
    if status == "draft":
        mine["publish_at"] = None
    first = make_article("怎样开口", tags=["口才", "收尾"], further=[there], is_recommended=True, **mine)
    second = make_article("怎样收尾", tags=["收尾"], is_headline=True, is_recommended=action == "clear_flags", **mine)
    bystander = make_article("旁观的", tags=["收尾"], status=status)
    sent = {**fields}
    if "section" in sent:
        sent["section"] = there.pk
    if action == "remove_tags":
        sent["tags"] = Tag.objects.get(name="收尾").pk
    before = everything()
    answer = act(editor, action, first, second, query="?state=trash" if status == "trash" else "", **sent)
    change = BulkChange.objects.get()
    assert f'<a class="undo" href="{DONE}{change.pk}/undo/">撤销</a>' in answer.content.decode()
    assert everything() != before
    for words in ("怎样开口", "怎样收尾", change.words):
        assert words in editor.get(f"{DONE}{change.pk}/undo/").content.decode()
    assert f"已撤销“{change.words}”，改回了 {change.count} 篇文章。" in undo(editor)
    assert everything() == before
    assert str(bystander) not in " ".join(str(item.article) for item in BulkItem.objects.all())


def test_a_later_change_by_others_is_left_alone_and_told(editor: Client) -> None:
    there, elsewhere = make_section("公文", segment="gongwen"), make_section("别处", segment="biechu")
    here = make_section("演讲", segment="kaikou")
    moved, moved_again, retitled = (make_article(f"第{n}篇", section=here) for n in range(3))
    act(editor, "move", moved, moved_again, retitled, section=there.pk)
    Article.objects.filter(pk=retitled.pk).update(title="换了题目")
    Article.objects.filter(pk=moved_again.pk).update(section=elsewhere)
    told = undo(editor)
    assert "改回了 2 篇文章。有 1 篇后来又改过，那几处没有动。" in told
    assert list(Article.objects.order_by("pk").values_list("section__name", "title")) == [
        ("演讲", "第0篇"),
        ("别处", "第1篇"),
        ("演讲", "换了题目"),
    ]


def test_only_the_tags_that_the_action_gave_are_taken_back(editor: Client) -> None:
    article = make_article(tags=["口才"])
    act(editor, "add_tags", article, tags="演讲稿，口才")
    article.tags.add("后来的")
    undo(editor)
    assert sorted(article.tags.names()) == ["口才", "后来的"]


def test_a_summary_that_was_cleared_since_stays_as_it_is(editor: Client) -> None:
    article = make_article(summary="写好的摘要。", body="<p>开头。</p>")
    act(editor, "trash", article)
    Article.objects.get(pk=article.pk).save()
    changed = Article.objects.get(pk=article.pk)
    changed.summary = ""
    changed.save()
    undo(editor)
    article.refresh_from_db()
    assert (article.status, article.summary) == ("published", "开头。")


def test_an_article_that_lost_its_time_since_stays_a_draft(editor: Client) -> None:
    article = make_article()
    act(editor, "withdraw", article)
    Article.objects.filter(pk=article.pk).update(publish_at=None)
    assert "后来又改过" in undo(editor)
    article.refresh_from_db()
    assert article.status == "draft"


def test_it_is_undone_once(editor: Client) -> None:
    act(editor, "trash", make_article())
    change = BulkChange.objects.get()
    undo(editor, change)
    assert f"“{change.words}”已经由何清撤销了。" in undo(editor, change)
    assert undoing.undo(change.pk, by=User.objects.get(username="editor"), at=timezone.now(), among=[1]) is None
    page = editor.get(DONE).content.decode()
    assert ("已由何清撤销" in page, "/undo/" in page) == (True, False)


def test_it_can_be_undone_for_30_days(editor: Client) -> None:
    act(editor, "trash", make_article())
    change = BulkChange.objects.get()
    BulkChange.objects.update(at=timezone.now() - timedelta(days=29, hours=23))
    assert f"{DONE}{change.pk}/undo/" in editor.get(DONE).content.decode()
    BulkChange.objects.update(at=timezone.now() - timedelta(days=30))
    assert change.words not in editor.get(DONE).content.decode()
    assert editor.post(f"{DONE}{change.pk}/undo/").status_code == 404


def test_the_list_says_what_was_done_to_how_many_by_whom(editor: Client) -> None:
    act(editor, "add_tags", make_article(), make_article("另一篇"), tags="口才")
    page = editor.get(DONE).content.decode()
    for words in ("添加关键字：口才", "2 篇", "何清"):
        assert words in page
    for address in (LIST, "/admin/"):
        assert DONE in editor.get(address).content.decode()


def test_an_action_that_changed_nothing_is_no_action(editor: Client) -> None:
    act(editor, "add_tags", make_article(tags=["口才"]), tags="口才")
    assert not BulkChange.objects.exists()


def test_a_final_deletion_cannot_be_undone(client: Client) -> None:
    client.force_login(make_manager())
    article = make_article(status="trash")
    sent = {"action": "purge", "_selected_action": [article.pk]}
    assert "这一步不能撤销" in client.post(f"{LIST}?state=trash", sent).content.decode()
    page = act(client, "purge", article, query="?state=trash").content.decode()
    assert ("已彻底删除 1 篇文章。" in page, "/undo/" in page, BulkChange.objects.count()) == (True, False, 0)


def test_an_undone_action_is_told_in_the_histories(editor: Client) -> None:
    article = make_article()
    act(editor, "trash", article)
    undo(editor)
    assert LogEntry.objects.latest("pk").change_message == "撤销：移到回收站"
    revision = Revision.objects.latest("pk")
    assert (revision.reason, revision.kind, revision.content["status"]) == ("撤销：移到回收站", "action", "published")


def test_an_author_undoes_only_what_they_did_and_still_may_change(client: Client) -> None:
    author, other = make_author(), make_author("other")
    mine, published = (make_article(f"第{n}篇", status="draft", owner=author) for n in range(2))
    client.force_login(author)
    act(client, "trash", mine, published)
    change = BulkChange.objects.get()
    client.force_login(other)
    assert change.words not in client.get(DONE).content.decode()
    assert client.post(f"{DONE}{change.pk}/undo/").status_code == 404
    Article.objects.filter(pk=published.pk).update(status="published", publish_at=timezone.now())
    client.force_login(author)
    assert "改回了 1 篇文章。有 1 篇后来又改过" in undo(client)
    assert list(Article.objects.order_by("pk").values_list("status", flat=True)) == ["draft", "published"]


def test_an_author_undoes_nothing_that_an_editor_did(client: Client) -> None:
    author = make_author()
    article = make_article(owner=author)
    client.force_login(make_editor())
    act(client, "withdraw", article)
    change = BulkChange.objects.get()
    client.force_login(author)
    assert client.post(f"{DONE}{change.pk}/undo/").status_code == 404
    # An editor who became an author may not publish by undoing.
    BulkChange.objects.update(by=author)
    assert client.post(f"{DONE}{change.pk}/undo/").status_code == 403
    BulkChange.objects.update(action="trash")
    assert "没有撤销" in undo(client)
    article.refresh_from_db()
    assert article.status == "draft"


def test_an_editor_undoes_what_others_did(editor: Client, client: Client) -> None:
    article = make_article(status="draft", owner=make_author())
    client.force_login(User.objects.get(username="author"))
    act(client, "trash", article)
    client.force_login(User.objects.get(username="editor"))
    assert "改回了 1 篇文章。" in undo(client)


def test_a_visitor_learns_nothing(client: Client) -> None:
    for address in (DONE, f"{DONE}1/undo/"):
        assert client.get(address).status_code == 302


def test_hits_addresses_and_files_stay_through_an_undone_trash(editor: Client) -> None:
    article = make_article()
    ArticleHits.objects.filter(article=article).update(total=2014)
    LegacyPath.objects.create(path="/a/1.html", article=article)
    act(editor, "trash", article)
    undo(editor)
    assert ArticleHits.objects.get(article=article).total == 2014
    assert editor.get("/a/1.html").headers["Location"] == f"/articles/{article.pk}/"


@pytest.mark.parametrize("action", ["trash", "set_flags", "add_tags", "withdraw", "move"])
def test_an_action_and_its_undoing_ask_as_much_for_20_articles_as_for_2(editor: Client, action: str) -> None:
    here, there = make_section("演讲", segment="kaikou"), make_section("公文", segment="gongwen")
    fields = {"flags": "is_headline", "tags": "收尾", "section": there.pk}
    asked = []
    for count in (1, 2, 20):  # the first time sections and permissions are read as well
        articles = [make_article(f"第{count}-{n}篇", section=here, is_slide=True) for n in range(count)]
        act(editor, "clear_flags", *articles, flags="is_slide")  # later actions find a version of each article
        with CaptureQueriesContext(connection) as doing:
            data = {"action": action, "_selected_action": [one.pk for one in articles], "confirmed": "yes", **fields}
            assert editor.post(LIST, data).status_code == 302
        with CaptureQueriesContext(connection) as undoing_it:
            editor.post(f"{DONE}{BulkChange.objects.latest('pk').pk}/undo/")
        asked.append((len(doing), len(undoing_it)))
    assert asked[1] == asked[2]
    assert max(asked[2]) <= 60


def test_the_list_of_articles_is_one_page(client: Client) -> None:
    """Django looks for the list's menu of actions under a name that a page of ours must not have."""
    make_article()
    client.force_login(make_editor("one"))
    assert client.get("/admin/articles/article/").content.decode().count("<!DOCTYPE html>") == 1


def test_the_trash_gives_everything_back(editor: Client) -> None:
    target = make_article("相关的")
    article = make_article(tags=["口才"], body="<p>原来的话。</p>")
    ArticleHits.objects.filter(article=article).update(total=2014)
    ArticleDay.objects.create(
        article=article, section=article.section, day=shanghai("2026-01-15 08:00").date(), reads=7
    )
    LegacyPath.objects.create(path="/a/1.html", article=article)
    RelatedLink.objects.create(article=article, target=target)
    file = Attachment(article=article, name="讲话稿")
    file.file.save("x.pdf", ContentFile(b"%PDF-1.4 x"))
    before = contents.read([article.pk])[article.pk]
    act(editor, "trash", article)
    act(editor, "restore", article, query="?state=trash")
    act(editor, "publish", article)
    assert contents.read([article.pk])[article.pk] == before
    assert ArticleHits.objects.get(article=article).total == 2014
    assert ArticleDay.objects.get(article=article).reads == 7
    assert editor.get("/a/1.html").headers["Location"] == f"/articles/{article.pk}/"
    page = editor.get(f"/articles/{article.pk}/").content.decode()
    for words in ("原来的话。", "口才", "相关的", "讲话稿"):
        assert words in page
