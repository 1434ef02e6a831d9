"""Typed text is kept before it is saved, and offered to its editor alone."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, PendingChange, RelatedLink, Revision, WorkingCopy
from tests.articles.admin.forms import errors, messages, typed
from tests.articles.admin.kept import ADD, filled, form, keep, offers, signed_in
from tests.builders import make_article, make_author, make_editor, make_section

pytestmark = pytest.mark.django_db
BODY = "<p>开头要短。</p><p>中间讲三件事。</p><p>结尾回到听众。</p>"


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("heqing", last_name="何", first_name="清"))


@pytest.fixture
def lin() -> Client:
    return signed_in(make_editor("linyi", last_name="林", first_name="一"))


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", tags=["口才"], body=BODY, status="draft")


def test_a_typed_text_is_kept_and_saves_nothing(he: Client, article: Article) -> None:
    before = Article.objects.values().get()
    answer = keep(he, article, typed(he, form(article), title="怎样收尾"))
    assert len(answer.json()["kept"]) == len("12:04:31")
    assert Article.objects.values().get() == before
    assert (Revision.objects.count(), PendingChange.objects.count()) == (0, 0)
    keep(he, article, {**typed(he, form(article)), "form_token": WorkingCopy.objects.get().page, "title": "又一题"})
    assert WorkingCopy.objects.get().title == "又一题"


def test_it_is_offered_with_what_differs_and_fills_the_form(he: Client, article: Article) -> None:
    sent = typed(he, form(article), title="怎样收尾", body=BODY.replace("三件", "四件"), tags="收尾", is_headline="on")
    sent |= {"related_links-0-url": "https://example.com/", "related_links-0-title": "旁证"}
    keep(he, article, {**sent, "attachments-TOTAL_FORMS": "1", "attachments-0-file-chosen": "讲话稿.pdf"})
    offer = offers(he, form(article))[0]
    for words in (
        "您有一份没有保存的草稿",
        "标题、正文、摘要、头条、关键字、相关链接",
        "怎样开口收尾",
        "中间讲三四件事。",
        "旁证",
    ):
        assert words in offer, words
    page = he.get(filled(he, form(article))).content.decode()
    for words in (
        'value="怎样收尾"',
        "中间讲四件事",
        'value="收尾"',
        'value="旁证"',
        "“讲话稿.pdf”没有传上去",
        "还没有保存",
    ):
        assert words in page, words
    article.refresh_from_db()
    assert (article.title, RelatedLink.objects.count(), Revision.objects.count()) == ("怎样开口", 0, 0)


def test_taking_it_and_saving_saves_it_and_deletes_it(he: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="怎样收尾"))
    url = filled(he, form(article))
    assert he.post(url, {**typed(he, url), "_save": "保存"}).status_code == 302
    article.refresh_from_db()
    assert (article.title, WorkingCopy.objects.count(), offers(he, form(article))) == ("怎样收尾", 0, [])


def test_a_save_deletes_it_and_a_refused_one_does_not(he: Client, article: Article) -> None:
    sent = typed(he, form(article), title="怎样收尾")
    sent["copies"] = sent["form_token"]
    keep(he, article, sent)
    assert "这个字段" in errors(he.post(form(article), {**sent, "title": "", "_save": "保存"}))
    assert WorkingCopy.objects.count() == 1
    assert he.post(form(article), {**sent, "_save": "保存"}).status_code == 302
    assert not WorkingCopy.objects.exists()


def test_an_earlier_state_that_arrives_after_the_save_is_not_kept(he: Client, article: Article) -> None:
    sent = typed(he, form(article), title="怎样收尾")
    he.post(form(article), {**sent, "_save": "保存"})
    late = keep(he, article, {**sent, "title": "怎样"})
    assert (late.status_code, late.json()["outcome"]) == (409, "saved")
    assert not WorkingCopy.objects.exists()
    # Going "back" to the saved form, and typing there again, is another page.
    again = {**sent, "title": "再改", "page": uuid.uuid4().hex}
    assert keep(he, article, again).status_code == 200


def test_a_new_article_has_one_for_each_form(he: Client) -> None:
    section = make_section()
    one, other = (typed(he, ADD, title=title, body="<p>各位来宾。</p>") for title in ("第一篇", "第二篇"))
    for sent in (one, other, {**one, "title": "第一篇，改过"}):
        assert keep(he, None, sent).status_code == 200
    told = offers(he, ADD)
    assert len(told) == 2
    assert ("没有保存的新文章：第一篇，改过" in told[0], "各位来宾。" in told[0]) == (True, True)
    url = filled(he, ADD)
    sent = typed(he, url, section=section.pk)
    assert (sent["title"], sent["form_token"] == one["form_token"]) == (["第一篇，改过"], False)
    he.post(url, {**sent, "_save": "保存"})
    assert Article.objects.get().title == "第一篇，改过"
    assert [copy.title for copy in WorkingCopy.objects.all()] == ["第二篇"]


def test_it_may_be_dropped(he: Client, lin: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="怎样收尾"))
    url = f"/admin/articles/article/working-copy/{WorkingCopy.objects.get().pk}/drop/"
    assert (lin.post(url).status_code, he.get(url).status_code, WorkingCopy.objects.count()) == (404, 302, 1)
    assert he.post(url)["Location"] == form(article)
    assert offers(he, form(article)) == []


def test_nobody_else_sees_or_takes_it(he: Client, lin: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="怎样收尾"))
    copy = WorkingCopy.objects.get()
    page = lin.get(f"{form(article)}?copy={copy.pk}").content.decode()
    assert ("怎样收尾" in page, 'value="怎样开口"' in page, offers(lin, form(article))) == (False, True, [])
    # Not even with the number of the other's page.
    keep(lin, article, {**typed(lin, form(article), title="林的题"), "form_token": str(copy.page)})
    assert sorted(copy.title for copy in WorkingCopy.objects.all()) == ["怎样收尾", "林的题"]
    assert he.get(f"{ADD}?copy={copy.pk}").status_code == 200


def test_only_who_may_write_the_article_keeps_a_copy(article: Article) -> None:
    author = make_author("zuozhe")
    client = signed_in(author)
    sent = {"title": "怎样收尾", "form_token": str(uuid.uuid4())}
    assert keep(client, article, sent).status_code == 403
    assert keep(client, None, sent).status_code == 200
    Article.objects.filter(pk=article.pk).update(owner=author)
    assert keep(client, article, {**sent, "form_token": str(uuid.uuid4())}).status_code == 200
    Article.objects.filter(pk=article.pk).update(status="published", publish_at=timezone.now())
    refused = keep(client, article, sent)
    assert (refused.status_code, "不再由您修改" in refused.json()["problem"]) == (403, True)
    assert keep(client, Article(pk=987654), sent).status_code == 403


def test_an_author_whose_article_was_published_meanwhile_still_gets_the_text(article: Article) -> None:
    author = make_author("zuozhe")
    client = signed_in(author)
    Article.objects.filter(pk=article.pk).update(owner=author)
    keep(client, article, typed(client, form(article), title="怎样收尾"))
    Article.objects.filter(pk=article.pk).update(status="published", publish_at=timezone.now())
    assert "怎样开口收尾" in offers(client, form(article))[0]  # 开口 is struck through
    page = client.get(filled(client, form(article))).content.decode()
    assert ("这篇文章已经发布，作者不能再改" in page, 'value="怎样收尾"' in page) == (True, True)


def test_an_expired_login_is_told_and_a_new_one_goes_on(he: Client, article: Article) -> None:
    sent = typed(he, form(article), title="怎样收尾")
    he.logout()
    answer = he.post(
        f"/admin/articles/article/{article.pk}/working-copy/", sent, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, "登录已经过期" in answer.content.decode()) == (403, True)
    assert not WorkingCopy.objects.exists()


def test_a_second_device_overwrites_nothing_and_may_take_it_over(he: Client, article: Article) -> None:
    desk = typed(he, form(article), title="桌上写的")
    phone = typed(he, form(article), title="手机上写的")
    keep(he, article, desk)
    refused = keep(he, article, phone)
    assert (refused.status_code, refused.json()["outcome"]) == (409, "elsewhere")
    taken = typed(he, filled(he, form(article)), title="桌上写的，手机上接着写")
    assert keep(he, article, taken).status_code == 200
    assert keep(he, article, {**desk, "title": "桌上又写"}).json()["outcome"] == "elsewhere"
    assert WorkingCopy.objects.get().title == "桌上写的，手机上接着写"


def test_a_text_typed_on_after_another_device_took_it_is_not_deleted_by_its_save(he: Client, article: Article) -> None:
    desk = typed(he, form(article), title="桌上写的")
    keep(he, article, desk)
    url = filled(he, form(article))
    phone = typed(he, url)
    keep(he, article, {**desk, "title": "桌上又写"})
    assert he.post(url, {**phone, "_save": "保存"}).status_code == 302
    assert WorkingCopy.objects.get().title == "桌上又写"


def test_a_save_by_others_meanwhile_is_told_and_merged(he: Client, lin: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), body=BODY.replace("三件", "四件")))
    sent = typed(lin, form(article), body=BODY.replace("要短", "要快"))
    lin.post(form(article), {**sent, "_save": "保存"})
    assert "这篇文章又保存过" in offers(he, form(article))[0]
    url = filled(he, form(article))
    answer = he.post(url, {**typed(he, url), "_save": "保存"})
    assert "已与他人的修改合并：正文" in messages(he, answer)
    article.refresh_from_db()
    assert article.body == BODY.replace("三件", "四件").replace("要短", "要快")


def test_a_conflict_is_shown_after_recovery(he: Client, lin: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="何的题"))
    lin.post(form(article), {**typed(lin, form(article), title="林的题"), "_save": "保存"})
    url = filled(he, form(article))
    told = errors(he.post(url, {**typed(he, url), "_save": "保存"}))
    assert ("林一" in told, "标题" in told) == (True, True)
    assert WorkingCopy.objects.count() == 1


def test_one_that_cannot_be_saved_as_it_is_says_so(he: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="", body="<p>新的正文。</p>"))
    offer = offers(he, form(article))[0]
    assert ("还有要改好才能保存的：标题" in offer, "正文" in offer) == (True, True)
    assert "这个字段是必填项" in he.get(filled(he, form(article))).content.decode()


def test_old_ones_are_tidied_away(he: Client, article: Article) -> None:
    keep(he, article, typed(he, form(article), title="怎样收尾"))
    keep(he, None, typed(he, ADD, title="新的"))
    WorkingCopy.objects.filter(article=article).update(typed_at=timezone.now() - timedelta(days=31))
    call_command("roll_up_hits")
    assert [copy.title for copy in WorkingCopy.objects.all()] == ["新的"]
