"""A published article is changed beside its live page; every version is kept, compared, and brought back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.editing import scheduling
from articles.models import Article, Attachment, PendingChange, RelatedLink, Revision
from tests.articles.admin.forms import errors, messages, typed
from tests.builders import make_article, make_author, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db
BODY = "<p>开头要短。</p><p>中间讲三件事。</p><p>结尾回到听众。</p>"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor(last_name="何", first_name="清"))
    return client


@pytest.fixture
def article() -> Article:
    return make_article("怎样开口", tags=["口才"], body=BODY)


def page(article: Article, name: str = "change/") -> str:
    return f"/admin/articles/article/{article.pk}/{name}"


def save(client: Client, article: Article, button: str = "_save", **values: Any) -> Any:
    return client.post(page(article), typed(client, page(article), **values, **{button: "保存"}))


def live(client: Client, article: Article) -> str:
    return client.get(f"/articles/{article.pk}/").content.decode()


def test_a_saved_change_waits_beside_the_live_page_until_it_is_published(editor: Client, article: Article) -> None:
    before = Article.objects.values().get()
    answer = save(editor, article, title="怎样收尾", body="<p>最后一句。</p>", tags="收尾")
    assert "的修改稿已保存，读者看到的还是原来的网页。" in messages(editor, answer)
    assert Article.objects.values().get() == before
    assert ("怎样开口" in live(editor, article), "怎样收尾" in live(editor, article)) == (True, False)
    form = editor.get(page(article)).content.decode()
    for words in ("下面是<strong>修改稿</strong>", 'value="怎样收尾"', "最后一句。", 'value="收尾"'):
        assert words in form
    save(editor, article, "_publish")
    assert ("怎样收尾" in live(editor, article), "最后一句。" in live(editor, article)) == (True, True)
    assert not PendingChange.objects.exists()
    article.refresh_from_db()
    assert (article.publish_at, list(article.tags.names())) == (before["publish_at"], ["收尾"])


def test_the_form_says_which_of_the_two_it_shows(editor: Client, article: Article) -> None:
    assert "下面是读者正在看的<strong>正式内容</strong>" in editor.get(page(article)).content.decode()
    draft = make_article("草稿", status="draft")
    form = editor.get(page(draft)).content.decode()
    assert ("修改稿" in form, "正式内容" in form, "保存并发布" in form) == (False, False, True)


def test_all_that_belongs_to_it_waits_too(editor: Client, article: Article) -> None:
    other = make_article("另一篇")
    RelatedLink.objects.create(article=article, url="https://example.com/", title="旧的")
    added: dict[str, Any] = {
        "related_links-0-DELETE": "on",
        "related_links-1-target": other.pk,
        "attachments-TOTAL_FORMS": 1,
        "attachments-0-file": SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x"),
        "is_headline": "on",
        "further_sections": make_section("公文", segment="gongwen").pk,
    }
    save(editor, article, **added)
    article.refresh_from_db()
    assert [link.title for link in article.related_links.all()] == ["旧的"]
    assert (article.attachments.count(), article.is_headline, article.further_sections.count()) == (0, False, 0)
    form = editor.get(page(article)).content.decode()
    assert ("讲话稿.pdf" in form, "另一篇" in form, "旧的" in form) == (True, True, False)
    file = Revision.objects.latest("pk").content["attachments"][0]["file"]
    assert b"".join(editor.get(page(article, f"attachments/{file}"))).startswith(b"%PDF")
    save(editor, article, title="又改了题")  # the file is kept without being chosen again
    save(editor, article, "_publish")
    article.refresh_from_db()
    assert [link.target for link in article.related_links.all()] == [other]
    assert [str(attachment) for attachment in Attachment.objects.filter(article=article)] == ["讲话稿.pdf"]
    assert (article.is_headline, article.further_sections.get().name) == (True, "公文")


def test_a_change_is_given_up_and_its_versions_stay(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    seen = PendingChange.objects.get().revision_id
    assert editor.post(page(article, "change/discard/"), {"revision": seen}).status_code == 302
    assert 'value="怎样开口"' in editor.get(page(article)).content.decode()
    assert [revision.content["title"] for revision in Revision.objects.order_by("pk")] == ["怎样开口", "怎样收尾"]


def test_nobody_gives_up_or_schedules_a_change_that_was_not_shown(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    seen = PendingChange.objects.get().revision_id
    save(editor, article, title="怎样再收尾")
    at = {"go_live_at_0": "2090-01-01", "go_live_at_1": "08:00:00"}
    for address, sent in (("change/discard/", {}), ("change/schedule/", at)):
        answer = editor.post(page(article, address), {"revision": seen, **sent})
        assert "修改稿刚刚有人改过" in messages(editor, answer)
    change = PendingChange.objects.get()
    assert (change.revision.content["title"], change.go_live_at) == ("怎样再收尾", None)


def test_a_save_without_a_change_makes_no_version(editor: Client, article: Article) -> None:
    save(editor, article)
    assert not PendingChange.objects.exists()
    save(editor, article, title="怎样收尾")
    versions = Revision.objects.count()
    save(editor, article)
    save(editor, article, "_publish")
    save(editor, article, "_publish")
    assert Revision.objects.filter(article=article).count() - versions in (0, 1)  # going live is a version of its own
    assert Revision.objects.filter(live_at__isnull=False).latest("pk").content["title"] == "怎样收尾"


def test_each_version_says_who_made_it_when_and_why(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾", reason="题目更贴切")
    listed = editor.get(page(article, "versions/")).content.decode()
    for words in ("何清", "题目更贴切", "改了标题", "修改稿", "此前的内容", "网页上的"):
        assert words in listed


def test_another_time_of_publication_needs_a_reason_and_leaves_a_trace(editor: Client, article: Article) -> None:
    sent = {"publish_at_0": "2026-01-10", "publish_at_1": "08:00"}
    answer = save(editor, article, "_publish", **sent)
    assert "改动发布时间，请填写修改原因。" in errors(answer)
    save(editor, article, "_publish", reason="原稿 1 月 10 日已在报纸发表", **sent)
    article.refresh_from_db()
    assert article.publish_at == shanghai("2026-01-10 08:00")
    revision = Revision.objects.latest("pk")
    assert revision.reason == "原稿 1 月 10 日已在报纸发表"
    compared = editor.get(page(article, f"versions/compare/?a={revision.parent_id}&b={revision.pk}")).content.decode()
    assert "发布时间" in compared
    assert ("2026-01-1" in compared, "09:30" in compared or "<del>" in compared) == (True, True)


def test_two_versions_are_compared_character_by_character(editor: Client, article: Article) -> None:
    save(editor, article, body=BODY.replace("三件事", "两件事") + "<p>谢谢大家。</p>")
    for way in ("", "&as=text"):
        compared = editor.get(page(article, f"versions/compare/?a=live&b=now{way}")).content.decode()
        assert "<del>三</del>" in compared
        assert "<ins>两</ins>" in compared
        assert "<ins>谢谢大家。</ins>" in compared
        assert "删 1 字，增 6 字" in compared
    assert "这两个版本没有差别。" in editor.get(page(article, "versions/compare/?a=now&b=now")).content.decode()


@pytest.mark.parametrize("choice", ["a=x", "b=9999999", "a=" + "9" * 40, "a=-1", "b=%E4%B8%80"])
def test_a_version_that_is_none_is_not_found(editor: Client, article: Article, choice: str) -> None:
    assert editor.get(page(article, f"versions/compare/?{choice}")).status_code == 404


def test_a_version_a_field_or_a_paragraph_is_brought_back_into_the_change(editor: Client, article: Article) -> None:
    save(editor, article, "_publish", title="怎样收尾", body="<p>开头要短些。</p><p>另起一段。</p>")
    first = Revision.objects.earliest("pk")
    restore = page(article, f"versions/{first.pk}/restore/")
    editor.post(restore, {"field": "body", "block": "1"})
    form = editor.get(page(article)).content.decode()
    assert ("中间讲三件事。" in form, "开头要短些。" in form, "另起一段。" in form) == (True, True, True)
    editor.post(restore, {"field": "title"})
    editor.post(restore)
    change = PendingChange.objects.get()
    assert (change.revision.content["title"], change.revision.content["body"]) == ("怎样开口", BODY)
    assert "怎样收尾" in live(editor, article)
    assert change.revision.kind == "restored"


def test_a_named_version_stands_out(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    revision = Revision.objects.latest("pk")
    editor.post(page(article, f"versions/{revision.pk}/name/"), {"name": "送审稿"})
    assert "送审稿" in editor.get(page(article, "versions/")).content.decode()
    editor.post(page(article, f"versions/{revision.pk}/name/"), {"name": "长" * 41})
    revision.refresh_from_db()
    assert revision.name == "送审稿"


def test_a_change_goes_live_at_its_time_once(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    late = timezone.localtime() + timedelta(hours=1)
    seen = PendingChange.objects.get().revision_id
    sent = {"go_live_at_0": f"{late:%Y-%m-%d}", "go_live_at_1": f"{late:%H:%M:%S}", "revision": seen}
    assert "自动上线" in messages(editor, editor.post(page(article, "change/schedule/"), sent))
    assert scheduling.put_due_live(late - timedelta(seconds=2)) == 0
    assert scheduling.put_due_live(late) == 1
    assert scheduling.put_due_live(late) == 0
    assert "怎样收尾" in live(editor, article)


def test_a_time_that_is_over_is_refused_in_words(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    sent = {"go_live_at_0": "2026-01-01", "go_live_at_1": "08:00:00"}
    assert "上线时间要晚于现在" in editor.post(page(article, "change/schedule/"), sent).content.decode()
    assert PendingChange.objects.get().go_live_at is None


def test_a_change_that_contradicts_the_live_page_does_not_go_live_unseen(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    PendingChange.objects.update(go_live_at=timezone.now())
    Article.objects.update(title="怎样答谢")
    assert scheduling.put_due_live(timezone.now()) == 0
    assert "网页上的标题后来也被改过" in editor.get(page(article)).content.decode()
    article.refresh_from_db()
    assert article.title == "怎样答谢"


def test_a_change_of_the_live_page_alone_stays_when_a_change_goes_live(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    act = {"action": "add_tags", "tags": "听众", "_selected_action": [article.pk], "confirmed": "yes"}
    editor.post("/admin/articles/article/", act)
    save(editor, article, "_publish")
    article.refresh_from_db()
    assert (article.title, sorted(article.tags.names())) == ("怎样收尾", ["口才", "听众"])


def test_authors_see_and_change_versions_of_their_own_unpublished_articles_alone(client: Client) -> None:
    author = make_author()
    client.force_login(author)
    own, others = make_article("我的", owner=author, status="draft"), make_article("别人的", status="draft")
    save(client, own, title="我改的")
    assert client.get(page(own, "versions/")).status_code == 200
    revision = Revision.objects.earliest("pk")
    assert client.post(page(own, f"versions/{revision.pk}/restore/"), {"field": "title"}).status_code == 302
    own.refresh_from_db()
    assert own.title == "我的"
    for name in ("versions/", "versions/compare/"):
        assert client.get(page(others, name)).status_code == 404
    assert client.post(page(others, "change/discard/")).status_code == 404
    Article.objects.filter(pk=own.pk).update(status="published", publish_at=timezone.now())
    assert client.post(page(own, f"versions/{revision.pk}/restore/")).status_code == 403
    assert client.get(page(own, "change/schedule/")).status_code == 404


def test_saves_of_a_draft_are_no_changes_that_readers_got(editor: Client) -> None:
    draft = make_article("怎样开口", status="draft", publish_at=None)
    for title in ("怎样收尾", "怎样答谢"):
        save(editor, draft, title=title)
    editor.post(page(draft), typed(editor, page(draft), _publish="保存并发布"))
    curve = f"/admin/articles/articlehits/{draft.pk}/change/"
    assert "修改上线" not in editor.get(curve).content.decode()
    editor.post(page(draft), typed(editor, page(draft), title="怎样开场", _publish="发布修改"))
    assert "1 次修改上线" in editor.get(curve).content.decode()


def test_a_summary_that_was_made_follows_a_restored_paragraph(editor: Client) -> None:
    article = make_article("怎样开口", body="<p>早上六点半，天亮了。</p><p>门开了。</p>", status="draft")
    save(editor, article)
    save(editor, article, body="<p>早上七点半，天亮了。</p><p>门开了。</p>", summary="")
    found = Revision.objects.order_by("pk").first()
    assert found
    editor.post(page(article, f"versions/{found.pk}/restore/"), {"field": "body", "block": "0"})
    article.refresh_from_db()
    assert article.body == "<p>早上六点半，天亮了。</p><p>门开了。</p>"
    assert article.summary.startswith("早上六点半，")


def test_a_withdrawal_by_the_form_says_so_and_drops_the_plan_aloud(editor: Client, article: Article) -> None:
    save(editor, article, title="怎样收尾")
    PendingChange.objects.update(go_live_at=shanghai("2090-01-01 08:00"))
    told = messages(editor, save(editor, article, status="draft"))
    assert "已撤回为草稿，读者看不到了，修改稿原定的上线时间也取消了" in told
    assert editor.get(f"/articles/{article.pk}/").status_code == 404
