"""Authors hand drafts over (交稿), take them back, and see why they were returned; editors return or publish them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, Remark, Revision
from tests.articles.admin.forms import errors, messages, typed
from tests.articles.admin.handed_over import (
    BODY,
    LIST,
    events,
    hand_over,
    listed,
    page,
    send_back,
    shown,
    signed_in,
    state,
)
from tests.builders import make_article, make_author, make_editor, make_manager, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return make_author(last_name="许", first_name="念", email="xu@example.com")


@pytest.fixture
def article(author: User) -> Article:
    return make_article("怎样开口", owner=author, status="draft", publish_at=None, body=BODY)


@pytest.fixture
def xu(author: User) -> Client:
    return signed_in(author)


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor(last_name="何", first_name="清", email="he@example.com"))


def test_a_draft_goes_to_the_editors_and_comes_back_with_remarks(xu: Client, he: Client, article: Article) -> None:
    url = page(article)
    sent = xu.post(url, typed(xu, url, title="怎样开口好", _hand_over="保存并交稿"))
    assert sent["Location"] == page(article, "hand-over/")
    assert "已交稿" in messages(xu, hand_over(xu, article, "引文核对过了"))
    front = he.get("/admin/").content.decode()
    for words in ("怎样开口好", "许念", "已等 不到 1 分钟", "引文核对过了"):
        assert words in front, words
    form = shown(he, article)
    for words in ("<strong>待审</strong>", "引文核对过了", "批注与退回", "保存并发布"):
        assert words in form, words
    answer = send_back(he, article, "开头太短", **{"1": "哪三件？", "whole": "题目再想想"})
    assert "已退回给作者" in messages(he, answer)
    assert state(article) == "returned"
    for where in (xu.get("/admin/").content.decode(), shown(xu, article)):
        assert ("开头太短" in where, "退回" in where) == (True, True)
    form = shown(xu, article)
    for words in ("哪三件？", "中间讲三件事。", "题目再想想", "保存并交稿", "看退回以后改了什么"):
        assert words in form, words
    assert events(article) == [("handed_over", "引文核对过了"), ("returned", "开头太短（附 2 条批注）")]


def test_an_author_is_warned_before_an_empty_draft_is_handed_over(xu: Client, article: Article) -> None:
    assert "正文还是空的" not in shown(xu, article, "hand-over/")
    for body, is_empty in (("<p>&nbsp;</p><p>　</p>", True), ('<p><img src="/uploads/a.jpg" alt="台下"></p>', False)):
        Article.objects.update(body=body)
        assert ("正文还是空的" in shown(xu, article, "hand-over/")) is is_empty, body


def test_a_remark_stands_beside_what_its_paragraph_became(xu: Client, he: Client, article: Article) -> None:
    hand_over(xu, article)
    send_back(he, article, **{"0": "再短些", "1": "哪三件？", "2": "回到谁？"})
    url = page(article)
    xu.post(url, typed(xu, url, body="<p>新的第一段。</p><p>开头要更短。</p><p>中间要讲三件事。</p>"))
    beside = {
        paragraph.number: [remark.text for remark in paragraph.remarks]
        for paragraph in xu.get(page(article, "remarks/")).context["annotated"].paragraphs
    }
    assert beside == {0: [], 1: ["再短些"], 2: ["哪三件？"]}
    html = shown(xu, article, "remarks/")
    assert "原来的段落已改：<q>结尾回到听众。</q>" in html


def test_an_author_ticks_remarks_off_with_a_reply_and_hands_over_again(
    xu: Client, he: Client, article: Article
) -> None:
    hand_over(xu, article)
    send_back(he, article, **{"1": "哪三件？"})
    remark = Remark.objects.get()
    assert "还有 1 条批注没有处理" in shown(xu, article, "hand-over/")
    tick = page(article, f"remarks/{remark.pk}/")
    xu.post(tick, {"reply": "已写明"})
    remark.refresh_from_db()
    assert (remark.reply, remark.done_by, remark.done_at is not None) == ("已写明", article.owner, True)
    assert "这条批注已经处理过" in messages(xu, xu.post(tick, {"reply": "再来"}))
    assert "条批注没有处理" not in shown(xu, article, "hand-over/")
    he.post(tick, {"_open": "1"})
    remark.refresh_from_db()
    assert (remark.done_at, remark.reply) == (None, "已写明")
    xu.post(tick, {"reply": "字" * 1_001})
    assert Remark.objects.get().done_at is None
    hand_over(xu, article)
    assert state(article) == "waiting"
    kinds = [kind for kind, _text in events(article)]
    assert kinds == ["handed_over", "returned", "done", "reopened", "handed_over"]


def test_a_return_needs_a_reason_and_keeps_what_was_typed(xu: Client, he: Client, article: Article) -> None:
    hand_over(xu, article)
    answer = send_back(he, article, "", **{"1": "哪三件？"})
    html = answer.content.decode()
    assert ("请写明退回的原因" in html, "哪三件？</textarea>" in html) == (True, True)
    assert (state(article), Remark.objects.count()) == ("waiting", 0)
    answer = send_back(he, article, "长" * 1_001, **{"1": "哪三件？"})
    assert ("1000" in answer.content.decode(), state(article)) == (True, "waiting")


def test_remarks_are_left_without_returning_and_sent_twice_are_written_once(he: Client, article: Article) -> None:
    fields = typed(he, page(article, "remarks/"), whole="好题目", **{"2": "回到谁？"})
    for _click in range(2):
        assert he.post(page(article, "remarks/"), fields).status_code == 302
    assert {*Remark.objects.values_list("place", "text")} == {(None, "好题目"), (2, "回到谁？")}
    assert Remark.objects.count() == 2
    assert events(article) == [("remarked", "2 条")]
    assert "还没有写批注" in he.post(page(article, "remarks/"), typed(he, page(article, "remarks/"))).content.decode()


def test_remarks_go_to_the_paragraphs_that_their_writer_saw(xu: Client, he: Client, article: Article) -> None:
    url = page(article)
    xu.post(url, typed(xu, url, title="有版本的"))
    fields = typed(he, page(article, "remarks/"), **{"1": "哪三件？"})
    xu.post(url, typed(xu, url, body="<p>前面加了一段，很长的一段。</p>" + BODY))
    he.post(page(article, "remarks/"), fields)
    remark = Remark.objects.get()
    assert (remark.place, remark.quote) == (1, "中间讲三件事。")
    annotated = he.get(page(article, "remarks/")).context["annotated"]
    assert [len(paragraph.remarks) for paragraph in annotated.paragraphs] == [0, 0, 1, 0]


def test_remarks_beside_a_text_that_nobody_recorded_are_asked_for_again(he: Client, article: Article) -> None:
    fields = typed(he, page(article, "remarks/"), **{"1": "哪三件？", "2": "回到谁？"})
    Article.objects.filter(pk=article.pk).update(body="<p>全换了。</p>")
    answer = he.post(page(article, "remarks/"), fields)
    html = answer.content.decode()
    for words in ("正文刚刚被别人改过", "哪三件？", "回到谁？", "全换了。"):
        assert words in html
    assert not Remark.objects.exists()
    he.post(page(article, "remarks/"), dict(answer.context["form"].data))
    assert [(remark.place, remark.text) for remark in Remark.objects.order_by("pk")] == [
        (None, "哪三件？"),
        (None, "回到谁？"),
    ]


def test_an_author_cannot_change_what_waits_before_taking_it_back(xu: Client, article: Article) -> None:
    url = page(article)
    opened = typed(xu, url, title="改了一半")
    hand_over(xu, article)
    form = shown(xu, article)
    assert ("撤回交稿" in form, 'name="_save"' in form, "怎样开口" in form) == (True, False, True)
    assert "已经交稿，作者不能再改" in errors(xu.post(url, opened)) + xu.post(url, opened).content.decode()
    act = {"action": "trash", "_selected_action": [article.pk], "confirmed": "yes"}
    xu.post(LIST, act)
    assert xu.post(page(article, "delete/"), {"post": "yes"}).status_code == 403
    article.refresh_from_db()
    assert (article.title, article.status) == ("怎样开口", "draft")
    assert "已撤回" in messages(xu, xu.post(page(article, "take-back/")))
    assert state(article) == ""
    xu.post(url, typed(xu, url, title="改好了"))
    article.refresh_from_db()
    assert article.title == "改好了"
    assert "不在待审的稿子里" in messages(xu, xu.post(page(article, "take-back/")))


def test_an_editor_changes_what_waits_and_it_goes_on_waiting(xu: Client, he: Client, article: Article) -> None:
    hand_over(xu, article)
    he.post(page(article), typed(he, page(article), title="编辑改的", _save="保存"))
    article.refresh_from_db()
    assert (article.title, state(article)) == ("编辑改的", "waiting")


@pytest.mark.parametrize("way", ["form", "list", "later"])
def test_publishing_ends_the_handing_over(xu: Client, he: Client, article: Article, way: str) -> None:
    hand_over(xu, article)
    if way == "list":
        he.post(LIST, {"action": "publish", "_selected_action": [article.pk], "confirmed": "yes"})
    else:
        later = {"publish_at_0": "2090-01-01", "publish_at_1": "08:00", "reason": "元旦"} if way == "later" else {}
        assert he.post(page(article), typed(he, page(article), **later, _publish="保存并发布")).status_code == 302
    article.refresh_from_db()
    assert (article.status, state(article)) == ("published", "")
    he.post(LIST, {"action": "withdraw", "_selected_action": [article.pk], "confirmed": "yes"})
    assert (state(article), "怎样开口" in listed(he, "handed_over")) == ("", False)


def test_the_trash_keeps_that_a_draft_waits(xu: Client, he: Client, article: Article) -> None:
    hand_over(xu, article)
    he.post(LIST, {"action": "trash", "_selected_action": [article.pk], "confirmed": "yes"})
    assert (
        "怎样开口" not in he.get("/admin/").content.decode().partition("最近操作")[0].partition('id="desk-latest"')[0]
    )
    assert "不在待审的稿子里" in send_back(he, article).content.decode()
    he.post(f"{LIST}?state=trash", {"action": "restore", "_selected_action": [article.pk], "confirmed": "yes"})
    assert "怎样开口" in listed(he, "handed_over")


def test_the_list_tells_what_waits_and_what_was_returned(xu: Client, he: Client, author: User) -> None:
    waiting, returned, plain = (
        make_article(title, owner=author, status="draft", publish_at=None) for title in ("交了的", "退了的", "写着的")
    )
    hand_over(xu, waiting)
    hand_over(xu, returned)
    send_back(he, returned)
    for client in (he, xu):
        for asked, title, word in (("handed_over", "交了的", "待审"), ("returned", "退了的", "已退回")):
            table = listed(client, asked)
            assert [name in table for name in ("交了的", "退了的", "写着的")] == [
                name == title for name in ("交了的", "退了的", "写着的")
            ]
            assert word in table
    assert client.get(f"{LIST}?state=draft").content.decode().count("field-state_now") == 3
    assert plain.status == "draft"


def test_a_new_article_is_handed_over_by_one_button(xu: Client) -> None:
    section = make_section()
    url = f"{LIST}add/"
    answer = xu.post(url, typed(xu, url, title="新的", section=section.pk, body=BODY, _hand_over="保存并交稿"))
    article = Article.objects.get()
    assert answer["Location"] == page(article, "hand-over/")
    hand_over(xu, article)
    assert (state(article), Revision.objects.count()) == ("waiting", 1)


# --- Who may --------------------------------------------------------------------------------------------------------


def test_authors_hand_over_their_own_drafts_alone(xu: Client, author: User) -> None:
    others = make_article("别人的", owner=make_author("other"), status="draft")
    published = make_article("已发布的", owner=author)
    for name in ("hand-over/", "take-back/", "remarks/", "history/"):
        assert xu.get(page(others, name)).status_code in (302, 404), name
        assert "别人的" not in xu.get(page(others, name), follow=True).content.decode()
        assert xu.post(page(others, name)).status_code in (302, 404), name
    assert hand_over(xu, published).status_code == 403
    assert (state(others), state(published)) == ("", "")


def test_an_author_returns_nothing_and_an_editor_takes_nothing_back(xu: Client, he: Client, article: Article) -> None:
    assert hand_over(he, article).status_code == 403
    hand_over(xu, article)
    fields = typed(xu, page(article, "remarks/"), reason="不想要了", _return="退回给作者")
    assert xu.post(page(article, "remarks/"), fields).status_code == 403
    assert "退回给作者" not in shown(xu, article, "remarks/")
    assert he.post(page(article, "take-back/")).status_code == 403
    assert xu.get(page(article, "take-back/")).status_code == 403
    assert state(article) == "waiting"
    manager = signed_in(make_manager())
    assert send_back(manager, article).status_code == 302
    assert state(article) == "returned"


def test_a_visitor_and_a_user_without_rights_reach_none_of_it(xu: Client, article: Article) -> None:
    hand_over(xu, article)
    plain = signed_in(make_user("plain"))
    staff = signed_in(User.objects.create_user("guest", is_staff=True))
    for client in (Client(), plain, staff):
        for name in ("hand-over/", "take-back/", "remarks/", "remarks/1/", "history/"):
            assert client.get(page(article, name)).status_code in (302, 403, 404)
            answer = client.post(page(article, name), {"_return": "1", "reason": "x", "seen": "x"})
            assert answer.status_code in (302, 401, 403, 404), name
            assert answer.get("Location", "/admin/login/").startswith(("/admin/login/", "/admin/"))
    assert (state(article), Remark.objects.count()) == ("waiting", 0)
    assert Client().get(f"/articles/{article.pk}/").status_code == 404


def test_somebody_elses_remark_is_not_found_below_another_article(he: Client, xu: Client, article: Article) -> None:
    other = make_article("另一篇", status="draft")
    he.post(page(other, "remarks/"), typed(he, page(other, "remarks/"), whole="秘密的批注"))
    remark = Remark.objects.get()
    assert xu.post(page(article, f"remarks/{remark.pk}/")).status_code == 404
    assert xu.post(page(other, f"remarks/{remark.pk}/")).status_code == 404
    assert Remark.objects.get().done_at is None
