"""An article that has not come out yet is moved to another day, which is recorded and can be undone."""

from typing import Any

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from articles.editing import contents, revisions
from articles.models import Article, BulkChange, HandingOver, Listing, PendingChange, Revision
from tests.articles.admin.forms import errors, messages
from tests.builders import make_article, make_author, make_editor, shanghai

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
SEEN = "2090-01-01T09:30:00+08:00"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def planned(title: str = "元旦献词", **fields: Any) -> Article:
    return make_article(title, **{"publish_at": shanghai("2090-01-01 09:30"), **fields})


def with_change(at: str = "2090-01-01 09:30") -> Article:
    article = make_article("怎样开口")
    content = contents.read([article.pk])[article.pk]
    revisions.save_change(article, {**content, "title": "怎样收尾"}, by=User.objects.get(username="editor"))
    PendingChange.objects.filter(article=article).update(go_live_at=shanghai(at))
    return article


def move(client: Client, article: Article, day: str, *, at: str = "09:30", seen: str = SEEN, what: str = "") -> Any:
    address = f"{LIST}{article.pk}/{what}plan/?view=week&from=2090-01-01"
    return client.post(address, {"at_0": day, "at_1": at, "seen": seen})


def test_a_scheduled_article_moves_with_its_lists_and_says_so(editor: Client) -> None:
    article = planned()
    answer = move(editor, article, "2090-01-05")
    assert answer["Location"] == f"{LIST}calendar/?view=week&from=2090-01-01"
    assert "《元旦献词》改到了 2090-01-05 09:30。撤销" in messages(editor, answer)
    article.refresh_from_db()
    assert (article.publish_at, article.status) == (shanghai("2090-01-05 09:30"), "published")
    assert Listing.objects.get().publish_at == shanghai("2090-01-05 09:30")


def test_a_move_is_a_version_and_a_line_of_the_history(editor: Client) -> None:
    article = planned()
    move(editor, article, "2090-01-05")
    told = "改日期：2090-01-01 09:30 → 2090-01-05 09:30"
    assert list(Revision.objects.order_by("pk").values_list("kind", "reason")) == [("found", ""), ("action", told)]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [told]
    assert told in editor.get(f"{LIST}{article.pk}/history/").content.decode()


def test_a_move_is_undone_from_its_message(editor: Client) -> None:
    article = planned()
    move(editor, article, "2090-01-05")
    change = BulkChange.objects.get()
    assert change.words == "《元旦献词》改日期：2090-01-01 09:30 → 2090-01-05 09:30"
    assert "改回了 1 篇文章" in messages(editor, editor.post(f"{LIST}actions/{change.pk}/undo/"))
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-01 09:30")


def test_a_move_is_not_undone_once_the_article_has_come_out(editor: Client) -> None:
    article = planned()
    move(editor, article, "2090-01-05")
    Article.objects.filter(pk=article.pk).update(publish_at=shanghai("2026-01-15 09:30"))
    change = BulkChange.objects.get()
    assert "没有撤销：文章已经发布" in messages(editor, editor.post(f"{LIST}actions/{change.pk}/undo/"))
    article.refresh_from_db()
    assert article.publish_at == shanghai("2026-01-15 09:30")


def test_a_draft_moves_and_stays_a_draft(editor: Client) -> None:
    article = planned(status="draft")
    assert "它还是草稿，到时不会自己出现。" in messages(editor, move(editor, article, "2090-01-05"))
    article.refresh_from_db()
    assert (article.publish_at, article.status) == (shanghai("2090-01-05 09:30"), "draft")


def test_a_draft_without_a_date_gets_one(editor: Client) -> None:
    article = planned(status="draft", publish_at=None)
    assert "现在没有日期" in editor.get(f"{LIST}{article.pk}/plan/").content.decode()
    move(editor, article, "2090-01-05", seen="")
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-05 09:30")


def test_a_pending_change_moves_and_the_live_page_does_not(editor: Client) -> None:
    article = with_change()
    answer = move(editor, article, "2090-01-05", what="change/")
    assert "《怎样开口》的修改稿改到了 2090-01-05 09:30。" in messages(editor, answer)
    assert PendingChange.objects.get().go_live_at == shanghai("2090-01-05 09:30")
    article.refresh_from_db()
    assert article.publish_at == shanghai("2026-01-15 09:30")


@pytest.mark.parametrize("what", ["", "change/"])
def test_nobody_overwrites_a_time_unseen(editor: Client, what: str) -> None:
    article = with_change("2090-01-03 08:00") if what else planned(publish_at=shanghai("2090-01-03 08:00"))
    answer = move(editor, article, "2090-01-05", what=what)
    assert "刚才有人改过，现在是 2090-01-03 08:00" in errors(answer)
    form = lxml.html.fromstring(answer.content.decode()).forms[-1]
    assert (form.fields["at_0"], form.fields["at_1"]) == ("2090-01-05", "09:30")  # what was typed
    assert move(editor, article, "2090-01-05", what=what, seen=form.fields["seen"]).status_code == 302


@pytest.mark.parametrize(
    ("day", "at", "told"),
    [
        ("2026-01-15", "09:30", "这个时间已经过去了"),
        ("0001-01-01", "00:00", ""),
        ("9999-12-31", "23:59", "年份要在 1900 到 2999 之间"),
        ("后天", "09:30", "输入一个有效的日期"),
        ("2090-01-05", "25:00", "输入一个有效的时间"),
        ("", "", "必填"),
    ],
)
def test_wrong_times_are_refused_in_words_and_stay_typed(editor: Client, day: str, at: str, told: str) -> None:
    article = planned()
    answer = move(editor, article, day, at=at)
    assert answer.status_code == 200
    assert errors(answer)
    assert told in errors(answer)
    assert f'value="{day}"' in answer.content.decode() or not day
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-01 09:30")


def test_an_article_does_not_come_out_after_it_expires(editor: Client) -> None:
    article = planned(expire_at=shanghai("2090-01-04 00:00"))
    assert "它 2090-01-04 00:00 下线，发布时间要早于下线时间。" in errors(move(editor, article, "2090-01-05"))


def test_an_article_that_readers_have_is_not_moved(editor: Client) -> None:
    article = make_article("出来的")
    answer = move(editor, article, "2090-01-05", seen="2026-01-15T09:30:00+08:00")
    assert "《出来的》已经发布。已经发布的文章在表单里改发布时间，并写明原因。" in messages(editor, answer)
    trashed = planned("扔掉的", status="trash")
    assert "在回收站里" in messages(editor, move(editor, trashed, "2090-01-05"))
    assert "这份修改稿已经上线，或者已经放弃。" in messages(editor, move(editor, article, "2090-01-05", what="change/"))
    article.refresh_from_db()
    assert article.publish_at == shanghai("2026-01-15 09:30")


@pytest.mark.parametrize("what", ["", "change/"])
def test_an_author_moves_nothing_by_any_address(client: Client, what: str) -> None:
    make_editor()
    author = make_author()
    own = planned(owner=author, status="draft")
    other = with_change() if what else planned("别人的")
    client.force_login(author)
    assert move(client, own, "2090-01-05", what=what).status_code == 403
    assert client.get(f"{LIST}{own.pk}/{what}plan/").status_code == 403
    assert move(client, other, "2090-01-05", what=what).status_code == 404
    own.refresh_from_db()
    assert own.publish_at == shanghai("2090-01-01 09:30")


def test_the_form_shows_the_present_time_and_leads_back(editor: Client) -> None:
    article = planned()
    page = lxml.html.fromstring(editor.get(f"{LIST}{article.pk}/plan/?view=week&from=2090-01-01").content.decode())
    fields = page.forms[-1].fields
    assert (fields["at_0"], fields["at_1"], fields["seen"]) == ("2090-01-01", "09:30", SEEN)
    assert page.xpath("//a[text()='返回日历']/@href") == [f"{LIST}calendar/?view=week&from=2090-01-01"]


def test_a_draft_that_was_handed_over_is_moved_by_editors(editor: Client) -> None:
    author = make_author()
    article = planned(owner=author, status="draft")
    HandingOver.objects.create(article=article, state="waiting", by=author)
    assert move(editor, article, "2090-01-05").status_code == 302
    assert HandingOver.objects.get().is_waiting


@pytest.mark.parametrize("seen", ["", "x", "2026-13-45T99:99", "0001-01-01T00:00:00+14:00", "9" * 500, "2090-01-01"])
def test_a_senseless_time_that_was_seen_moves_nothing(editor: Client, seen: str) -> None:
    article = planned()
    assert "刚才有人改过" in errors(move(editor, article, "2090-01-05", seen=seen))
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-01 09:30")


@pytest.mark.parametrize("number", ["0", "9" * 30])
@pytest.mark.parametrize("what", ["", "change/"])
def test_no_article_is_not_found(editor: Client, number: str, what: str) -> None:
    assert editor.get(f"{LIST}{number}/{what}plan/").status_code == 404


def test_an_author_cannot_undo_what_an_editor_moved(client: Client) -> None:
    author, editor = make_author(), make_editor()
    article = planned(owner=author)
    client.force_login(editor)
    move(client, article, "2090-01-05")
    change = BulkChange.objects.get()
    client.force_login(author)
    assert client.post(f"{LIST}actions/{change.pk}/undo/").status_code == 404
    article.refresh_from_db()
    assert article.publish_at == shanghai("2090-01-05 09:30")
