"""Somebody without an account writes a remark under a preview, and editors find it with their own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.editing import sharing
from articles.models import ArticleEvent, PreviewLink, Remark
from tests.articles.admin.handed_over import page, shown, signed_in
from tests.articles.pages.shared import (
    READER,
    address,
    make_draft,
    opened,
    remark,
    save,
    share,
    times_opened,
    typed_remark,
)
from tests.builders import make_editor
from yanjiang.lib import per_minute

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> PreviewLink:
    return share(make_draft(), takes_remarks=True, name="许念")


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("he"))


def test_a_remark_on_a_paragraph_stands_beside_it_for_the_editors(link: PreviewLink, he: Client) -> None:
    answer = remark(link, name=" 许念 ", place="1", text="哪三件事？")
    assert (answer.status_code, answer["Location"]) == (302, f"{address(link)}?sent=1#remark")
    written = Remark.objects.get()
    assert (written.visitor, written.place, written.quote, written.by) == ("许念", 1, "中间讲三件事。", None)
    remarks = shown(he, link.article, "remarks/")
    for words in ("许念（从预览链接）", "哪三件事？"):
        assert words in remarks, words
    assert "哪三件事？" in shown(he, link.article)
    assert "许念（从预览链接）：哪三件事？" in shown(he, link.article, "history/")


def test_a_remark_on_the_whole_is_thanked_for_and_not_counted_as_an_opening(link: PreviewLink) -> None:
    answer = remark(link, text="好")
    before = times_opened(link)
    thanks = Client().get(answer["Location"], HTTP_USER_AGENT=READER).content.decode()
    assert "收到了，谢谢" in thanks
    assert (times_opened(link), Remark.objects.get().place) == (before, None)


def test_a_second_click_writes_it_once(link: PreviewLink) -> None:
    for _click in range(2):
        remark(link, text="好")
    assert (Remark.objects.count(), ArticleEvent.objects.filter(kind="remarked").count()) == (1, 1)
    remark(link, name="林一", text="好")
    assert Remark.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "请写上怎么称呼您。"),
        ({"name": "\u200b"}, "请写上怎么称呼您。"),
        ({"text": "  "}, "还没有写批注。"),
        ({"text": "字" * 1_001}, "1000"),
        ({"name": "名" * 41}, "40"),
        ({"place": "99"}, "99"),
        ({"place": "1", "seen": ""}, "刚刚被改过"),
        ({"place": "1", "seen": "0" * 400}, "刚刚被改过"),
    ],
)
def test_a_wrong_remark_is_told_in_words_and_stays_typed(link: PreviewLink, fields: dict[str, str], told: str) -> None:
    answer = remark(link, **{"text": "留着这句", **fields})
    html = answer.content.decode()
    assert (answer.status_code, Remark.objects.count()) == (422, 0)
    assert told in html
    if "text" not in fields:
        assert "留着这句</textarea>" in html


def test_markup_in_a_remark_is_text(link: PreviewLink, he: Client) -> None:
    remark(link, name="<b>许念</b>", text="<script>alert(1)</script>")
    html = shown(he, link.article, "remarks/")
    assert ("&lt;script&gt;alert(1)" in html, "<script>alert(1)" in html) == (True, False)


def test_an_article_that_was_changed_since_is_shown_again(link: PreviewLink, he: Client) -> None:
    fields = typed_remark(link, place="1", text="哪三件事？")
    save(he, link.article, body="<p>新的第一段。</p><p>开头要短。</p>")
    answer = Client().post(address(link), fields)
    assert (answer.status_code, Remark.objects.count()) == (422, 0)
    assert "刚刚被改过" in answer.content.decode()
    fields["seen"] = answer.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert Client().post(address(link), fields).status_code == 302
    assert Remark.objects.get().quote == "开头要短。"


def test_a_link_without_remarks_takes_none() -> None:
    link = share(make_draft())
    assert "提交批注" not in opened(link)
    Client().post(address(link), {"name": "许念", "text": "好"})
    assert Remark.objects.count() == 0


def test_too_many_remarks_in_a_minute_wait(link: PreviewLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_minute, "minute_of", lambda _at: 1)
    for number in range(5):
        assert remark(link, text=f"第 {number} 条").status_code == 302
    answer = remark(link, text="第六条")
    assert ("过一分钟" in answer.content.decode(), "第六条</textarea>" in answer.content.decode()) == (True, True)
    assert Remark.objects.count() == 5


def test_a_link_takes_a_limited_number_of_remarks(link: PreviewLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_REMARKS", 1)
    remark(link, text="第一条")
    assert "批注已经太多" in remark(link, text="第二条").content.decode()
    assert Remark.objects.count() == 1


def test_a_withdrawn_link_takes_no_remark(link: PreviewLink) -> None:
    fields = typed_remark(link)
    sharing.withdraw(link.article_id, link.pk, by=User.objects.get(username="editor"))
    answer = Client().post(address(link), fields)
    assert (answer.status_code, Remark.objects.count()) == (410, 0)


def test_a_remark_needs_no_cookie_and_leaves_none(link: PreviewLink) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address(link), typed_remark(link), HTTP_ORIGIN="null")
    assert (answer.status_code, dict(strict.cookies)) == (302, {})


def test_an_editor_answers_the_remark_and_ticks_it_off(link: PreviewLink, he: Client) -> None:
    remark(link, text="再短些")
    he.post(page(link.article, f"remarks/{Remark.objects.get().pk}/"), {"reply": "已删两段"})
    answered = Remark.objects.get()
    assert (answered.reply, answered.done_at is not None) == ("已删两段", True)
