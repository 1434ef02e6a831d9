from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.editing import changes
from articles.models import Article, ArticleHits, LegacyPath, Listing
from tests.builders import make_article, make_section, make_user, shanghai

pytestmark = pytest.mark.django_db
NOON = shanghai("2026-03-01 12:00")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"publish_at": NOON}, True),
        ({"publish_at": NOON + SECOND}, False),
        ({"publish_at": NOON - SECOND, "expire_at": NOON + SECOND}, True),
        ({"publish_at": NOON - SECOND, "expire_at": NOON}, False),
        ({"publish_at": NOON, "status": "draft"}, False),
        ({"publish_at": NOON, "status": "trash"}, False),
    ],
)
def test_visibility_is_a_matter_of_status_and_seconds(fields: dict[str, Any], seen: bool) -> None:  # noqa: FBT001
    article = make_article(**fields)
    assert Article.objects.published(at=NOON).exists() is seen
    assert article.is_visible(NOON) is seen
    assert Listing.objects.visible(NOON).exists() is seen


def test_a_missing_summary_is_made_from_the_body() -> None:
    sentence = "好的开场白，一句话就够。"
    article = make_article(summary="", body=f"<h2>一、开场</h2><p>{sentence * 20}</p>")
    assert article.summary.startswith("一、开场　好的开场白")
    assert article.summary.endswith("就够。")
    assert 60 <= len(article.summary) <= 120


LISTED = (
    "<h2>一、微信小标题</h2><p>正文第一段。</p><ul><li>第一条内容</li><li>第二条内容</li></ul>"
    '<figure class="table"><table><tbody><tr><td>甲</td><td><table><tbody><tr><td>乙</td></tr></tbody></table></td>'
    "</tr></tbody></table></figure><p>（一）中文序号条</p>"
)


def test_a_made_summary_keeps_blocks_apart_and_leaves_tables_out() -> None:
    article = make_article(summary="", body=LISTED)
    assert article.summary == "一、微信小标题　正文第一段。第一条内容　第二条内容　（一）中文序号条"
    assert (article.is_summary_made, article.is_summed_up_by_itself) == (True, True)
    # An old page may be one table.
    assert make_article(summary="", body="<table><tr><td>甲。</td><td>乙。</td></tr></table>").summary == "甲。乙。"


def test_a_summary_that_was_made_before_blocks_were_kept_apart_is_no_editors_own() -> None:
    before = "一、微信小标题正文第一段。第一条内容第二条内容甲乙（一）中文序号条"
    article = make_article(summary=before, body=LISTED)
    assert (article.summary, article.is_summary_made, article.is_summed_up_by_itself) == (before, True, True)
    own = make_article(summary="一、微信小标题：正文第一段。", body=LISTED)
    assert (own.is_summary_made, own.is_summed_up_by_itself) == (False, False)


def test_the_first_picture_of_the_body_stands_in_for_a_cover() -> None:
    article = make_article(body='<p>图：</p><p><img src="/uploads/a.jpg" alt=""></p><p><img src="/uploads/b.jpg"></p>')
    assert article.picture_url == "/uploads/a.jpg"


def test_a_body_is_clean_whatever_path_it_comes_by() -> None:
    article = make_article(body="<p onclick=x()>好<script>alert(1)</script></p>")
    assert Article.objects.get().body == "<p>好</p>"
    Article.objects.filter(pk=article.pk).update(body="<p>又<iframe src=//evil></iframe></p>")
    assert Article.objects.get().body == "<p>又</p>"


def test_publishing_without_a_time_means_now() -> None:
    assert make_article(publish_at=None).publish_at is not None


def test_the_database_refuses_what_no_form_may_let_through() -> None:
    article = make_article()
    for wrong in (
        {"publish_at": None},
        {"expire_at": article.publish_at},
        {"is_jump": True, "redirect_url": ""},
        {"title": ""},
        {"status": "lost"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**wrong)


def test_a_form_is_told_which_field_is_wrong() -> None:
    article = make_article()
    article.is_jump, article.expire_at = True, shanghai("2020-01-01 00:00")
    with pytest.raises(ValidationError) as refused:
        article.full_clean()
    assert set(refused.value.message_dict) == {"redirect_url", "expire_at"}


def test_hits_are_a_row_of_their_own_that_saving_never_touches() -> None:
    article = make_article()
    ArticleHits.objects.filter(article=article).update(opening=120, total=345)
    article.title = "改过的标题"
    article.save()
    changes.withdraw(Article.objects.all())
    changes.publish(Article.objects.all(), NOON)
    assert list(ArticleHits.objects.values_list("opening", "total")) == [(120, 345)]
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleHits.objects.update(total=1)


def test_an_article_is_listed_in_its_sections_and_all_above_once_each() -> None:
    top = make_section("个人业务馆", segment="guan")
    one, two = make_section("佳作", segment="a", parent=top), make_section("求稿", segment="b", parent=top)
    article = make_article(section=one, further=[two])
    listed = Listing.objects.filter(article=article).values_list("section__path", flat=True)
    assert sorted(listed) == ["guan", "guan/a", "guan/b"]
    changes.withdraw(Article.objects.all())
    assert not Listing.objects.exists()


def test_bulk_verbs_keep_the_lists_true() -> None:
    old, new = make_section("旧", segment="old"), make_section("新", segment="new")
    draft = make_article("草稿", section=old, status="draft", publish_at=None, tags=["演讲"])
    assert changes.publish(Article.objects.all(), NOON) == 1
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == ("published", NOON)
    assert changes.move(Article.objects.all(), new) == 1
    assert [listing.section for listing in Listing.objects.all()] == [new]
    assert list(draft.tagged.values_list("publish_at", flat=True)) == [NOON]
    assert changes.trash(Article.objects.all()) == 1
    assert list(draft.tagged.values_list("publish_at", flat=True)) == [None]
    assert changes.set_flags(Article.objects.all(), ["is_recommended"], on=True) == 1
    assert Article.objects.get().is_recommended


def test_moving_to_a_further_section_leaves_no_double() -> None:
    one, two = make_section("一", segment="one"), make_section("二", segment="two")
    article = make_article(section=one, further=[two])
    changes.move(Article.objects.all(), two)
    assert not article.further_sections.exists()
    assert [listing.section for listing in Listing.objects.all()] == [two]


def test_only_the_trash_can_be_emptied_and_its_addresses_are_gone() -> None:
    kept, thrown = make_article("留下的"), make_article("扔掉的", status="trash")
    assert changes.purge(Article.objects.all()) == 1
    assert list(Article.objects.all()) == [kept]
    assert LegacyPath.objects.get().path == f"/articles/{thrown.pk}/"


def test_the_responsible_editor_is_shown_by_name() -> None:
    named = make_user("wanglin", last_name="王", first_name="临")
    assert make_article(responsible_editor=named).editor_name == "王临"
    assert make_article(responsible_editor=make_user("yanjiangcn")).editor_name == "yanjiangcn"
    assert make_article().editor_name == ""


def test_a_jump_leads_from_every_list_to_its_target() -> None:
    article = make_article(is_jump=True, redirect_url="https://example.com/a")
    assert article.get_absolute_url() == "https://example.com/a"
