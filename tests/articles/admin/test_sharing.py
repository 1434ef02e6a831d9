"""Those who may change an article make, list and withdraw its preview links, and nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import changes, sharing
from articles.models import Article, PreviewLink, Revision
from tests.articles.admin.forms import errors, messages, typed
from tests.articles.admin.handed_over import events, hand_over, page, shown, signed_in
from tests.articles.pages.shared import address, make_draft, opened, remark, save, share
from tests.builders import make_author, make_editor, make_user, shanghai

pytestmark = pytest.mark.django_db


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("he", last_name="何", first_name="清"))


@pytest.fixture
def draft() -> Article:
    return make_draft()


def make_link(client: Client, article: Article, **fields: str) -> PreviewLink:
    answer = client.post(page(article, "sharing/"), typed(client, page(article, "sharing/"), **fields))
    assert answer.status_code == 302
    return PreviewLink.objects.latest("pk")


def test_an_editor_makes_a_link_that_opens_for_seven_days(he: Client, draft: Article) -> None:
    assert page(draft, "sharing/") in shown(he, draft)
    link = make_link(he, draft, name="张主任")
    assert (link.name, link.takes_remarks, link.revision, link.expires_at - link.at) == (
        "张主任",
        False,
        None,
        timedelta(days=7),
    )
    listed = shown(he, draft, "sharing/")
    for words in ("张主任", "能打开", "何清", "还没有打开过", f"http://127.0.0.1:8000{address(link)}"):
        assert words in listed, words
    opened(link)
    assert "打开 1 次" in shown(he, draft, "sharing/")
    assert events(draft) == [("shared", "张主任，7 天有效")]


def test_an_editor_chooses_how_long_which_version_and_whether_remarks_are_taken(he: Client, draft: Article) -> None:
    save(he, draft, title="第二稿", summary="摘要二")
    revision = Revision.objects.latest("pk")
    assert f"?version={revision.pk}" in shown(he, draft, "versions/")
    fields = typed(he, f"{page(draft, 'sharing/')}?version={revision.pk}", days="1", takes_remarks="on")
    he.post(page(draft, "sharing/"), fields)
    link = PreviewLink.objects.get()
    assert (link.revision, link.takes_remarks, link.expires_at - link.at) == (revision, True, timedelta(days=1))
    assert "可以写批注　" in shown(he, draft, "sharing/")
    for number in range(2):
        assert remark(link, text=f"第 {number} 条").status_code == 302
    assert "收到 2 条批注</a>" in shown(he, draft, "sharing/")


def test_a_withdrawn_link_opens_nothing_and_is_told_once(he: Client, draft: Article) -> None:
    link = make_link(he, draft, name="张主任")
    withdraw = page(draft, f"sharing/{link.pk}/withdraw/")
    assert he.get(withdraw).status_code == 403
    assert "链接已收回" in messages(he, he.post(withdraw))
    assert Client().get(address(link)).status_code == 410
    assert "已经收回过了" in messages(he, he.post(withdraw))
    listed = shown(he, draft, "sharing/")
    assert ("已收回" in listed, address(link) in listed) == (True, False)
    assert events(draft)[-1] == ("unshared", "张主任")


def test_a_link_of_another_article_is_not_withdrawn(he: Client, draft: Article) -> None:
    other = share(make_draft("另一篇"))
    he.post(page(draft, f"sharing/{other.pk}/withdraw/"))
    assert "怎样" not in opened(other)
    other.refresh_from_db()
    assert other.withdrawn_at is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"days": "400"}, "400"),
        ({"days": ""}, "必填"),
        ({"name": "长" * 61}, "60"),
        ({"revision": "999999999"}, "这个版本已经没有了"),
        ({"revision": "x"}, "这个版本已经没有了"),
    ],
)
def test_a_wrong_form_is_told_in_words(he: Client, draft: Article, fields: dict[str, str], told: str) -> None:
    url = page(draft, "sharing/")
    answer = he.post(url, {**typed(he, url, name="张主任"), **fields})
    assert told in errors(answer)
    assert PreviewLink.objects.count() == 0


def test_a_version_of_another_article_cannot_be_shared(he: Client, draft: Article) -> None:
    other = make_draft("秘密")
    save(he, other, title="别人的秘密")
    revision = Revision.objects.filter(article=other).latest("pk")
    url = page(draft, "sharing/")
    he.get(url)  # shows the message about the save
    assert "别人的秘密" not in he.get(f"{url}?version={revision.pk}").content.decode()
    assert "这个版本已经没有了" in errors(he.post(url, typed(he, url, revision=str(revision.pk))))


def test_an_author_shares_an_own_draft_until_it_is_handed_over() -> None:
    author = make_author()
    own, other = make_draft("自己的", owner=author), make_draft("别人的", owner=make_user("x"))
    xu = signed_in(author)
    link = make_link(xu, own)
    assert "自己的" in opened(link)
    assert xu.get(page(other, "sharing/")).status_code == 404
    assert xu.post(page(other, "sharing/"), {"days": "7"}).status_code == 404
    hand_over(xu, own)
    for address_ in ("sharing/", f"sharing/{link.pk}/withdraw/"):
        assert xu.post(page(own, address_), {"days": "7"}).status_code == 403, address_
    assert page(own, "sharing/") not in shown(xu, own)
    assert PreviewLink.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_else_reaches_the_page(client: Client, draft: Article) -> None:
    assert client.get(page(draft, "sharing/")).status_code == 302
    staff = signed_in(make_user("staff", group=""))
    assert staff.get(page(draft, "sharing/")).status_code == 302


def test_the_trash_is_not_shared(he: Client, draft: Article) -> None:
    url = page(draft, "sharing/")
    fields = typed(he, url)
    changes.trash(Article.objects.filter(pk=draft.pk))
    assert "回收站" in shown(he, draft, "sharing/")
    assert "回收站里的文章不能分享" in he.post(url, fields).content.decode()
    assert PreviewLink.objects.count() == 0


def test_an_article_has_a_limited_number_of_open_links(
    he: Client, draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_OPEN", 2)
    for _number in range(2):
        make_link(he, draft)
    url = page(draft, "sharing/")
    assert "请先收回不用的" in he.post(url, typed(he, url, name="第三个")).content.decode()
    PreviewLink.objects.filter(pk=PreviewLink.objects.first().pk).update(  # type: ignore[union-attr]
        expires_at=shanghai("2026-01-01 00:00")
    )
    make_link(he, draft, name="第三个")


def test_old_links_are_deleted_long_after_they_expired(draft: Article) -> None:
    link = share(draft)
    sharing.tidy(link.expires_at + timedelta(days=89))
    assert PreviewLink.objects.count() == 1
    sharing.tidy(link.expires_at + timedelta(days=91))
    assert PreviewLink.objects.count() == 0


def test_the_list_asks_the_same_queries_for_many_links(he: Client, draft: Article) -> None:
    numbers = []
    for count in (2, 12):
        for _number in range(count):
            share(draft, revision=Revision.objects.filter(article=draft).first())
        shown(he, draft, "sharing/")
        with CaptureQueriesContext(connection) as queries:
            shown(he, draft, "sharing/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
