from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.test import Client

from articles.editing import sections
from articles.models import (
    ArticleDay,
    Hit,
    Import,
    ImportedSection,
    LegacyPath,
    Listing,
    ListingCount,
    ReferrerDay,
    Section,
    section_tree,
)
from consultants.models import Hotline
from tests.builders import make_article, make_editor, make_hotline, make_section, shanghai
from yanjiang.accounts.models import SectionRight
from yanjiang.home.models import Block

pytestmark = pytest.mark.django_db


def paths() -> list[str]:
    return list(Section.objects.without_tree_fields().order_by("path").values_list("path", flat=True))


def test_a_path_is_made_of_the_name_in_pinyin() -> None:
    make_section("佳作摘登", parent=make_section("个人业务馆"))
    assert paths() == ["gerenyewuguan", "gerenyewuguan/jiazuozhaideng"]


def test_a_made_path_avoids_its_siblings_and_reserved_words() -> None:
    make_section("演讲")
    make_section("演讲")
    make_section("Search")
    make_section("！！")
    assert paths() == ["lanmu", "search-2", "yanjiang", "yanjiang-2"]


@pytest.mark.parametrize("segment", ["a.html", "two words", "演讲", "-a", "a--b", "a/b", "a_b"])
def test_a_segment_has_letters_digits_and_hyphens_alone(segment: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Section(name="演讲", segment=segment).full_clean()
    assert "路径只能用字母、数字和连字符" in str(refused.value)


@pytest.mark.parametrize("segment", ["admin", "articles", "tags", "Search", "uploads", "feed"])
def test_a_reserved_word_is_refused(segment: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Section(name="演讲", segment=segment).full_clean()
    assert "系统保留" in str(refused.value)


def test_a_reserved_first_word_is_allowed_below_another_section() -> None:
    top = make_section("演讲", segment="yanjiang")
    Section(name="文章", segment="articles", parent=top).full_clean()
    with pytest.raises(ValidationError):
        Section(name="订阅", segment="feed", parent=top).full_clean()


def test_siblings_may_not_share_a_path() -> None:
    make_section("演讲", segment="yanjiang")
    with pytest.raises(ValidationError) as refused:
        Section(name="讲演", segment="YanJiang").full_clean()
    assert "已被同级栏目“演讲”使用" in str(refused.value)


def test_renaming_moves_the_whole_subtree_and_remembers_the_old_paths() -> None:
    top = make_section("口才", segment="koucai")
    middle = make_section("训练", segment="xunlian", parent=top)
    make_section("发声", segment="fasheng", parent=middle)
    top.segment = "kc"
    top.save()
    assert paths() == ["kc", "kc/xunlian", "kc/xunlian/fasheng"]
    assert list(LegacyPath.objects.order_by("path").values_list("path", "section__path")) == [
        ("/koucai/", "kc"),
        ("/koucai/xunlian/", "kc/xunlian"),
        ("/koucai/xunlian/fasheng/", "kc/xunlian/fasheng"),
    ]


def test_moving_a_section_lists_its_articles_under_the_new_parent() -> None:
    old, new = make_section("旧馆", segment="old"), make_section("新馆", segment="new")
    child = make_section("佳作", segment="jiazuo", parent=old)
    article = make_article(section=child)
    child.parent = new
    child.save()
    assert paths() == ["new", "new/jiazuo", "old"]
    listed = Listing.objects.filter(article=article).values_list("section__path", flat=True)
    assert sorted(listed) == ["new", "new/jiazuo"]


def test_a_section_cannot_come_below_itself() -> None:
    top = make_section("口才", segment="koucai")
    below = make_section("训练", segment="xunlian", parent=make_section("基础", parent=top))
    top.parent = below
    with pytest.raises(ValidationError) as refused:
        top.full_clean()
    assert "下级栏目之下" in str(refused.value)
    with pytest.raises(ValidationError):
        top.save()
    assert "koucai" in paths()


def test_a_link_section_needs_an_address() -> None:
    with pytest.raises(ValidationError) as refused:
        Section(name="友站", kind=Section.Kind.LINK).full_clean()
    assert "请填写链接地址" in str(refused.value)
    with pytest.raises(ValidationError):
        Section(name="友站", kind=Section.Kind.LINK, link_url="javascript:alert(1)").full_clean()
    section = make_section("友站", kind=Section.Kind.LINK, link_url="https://example.com/")
    assert section.get_absolute_url() == "https://example.com/"


def test_a_section_with_articles_cannot_be_deleted() -> None:
    section = make_section()
    make_article(section=section)
    with pytest.raises(ProtectedError):
        section.delete()
    assert Section.objects.filter(pk=section.pk).exists()


def test_the_address_of_a_deleted_section_is_gone_for_good() -> None:
    make_section("旧馆", segment="old").delete()
    assert LegacyPath.objects.get(path="/old/").target_url == ""


def test_merging_hands_over_articles_children_and_hotlines() -> None:
    old, new = make_section("旧馆", segment="old"), make_section("新馆", segment="new")
    make_section("佳作", segment="jiazuo", parent=old)
    make_section("佳作", segment="jiazuo", parent=new)
    other = make_section("别馆", segment="other")
    own = make_article("旧馆的文章", section=old)
    further = make_article("别馆的文章", section=other, further=[old, new])
    hotline = make_hotline(is_everywhere=False, sections=[old])
    sections.merge_sections(old, new)
    own.refresh_from_db()
    assert own.section == new
    assert list(further.further_sections.all()) == [new]
    assert list(hotline.sections.all()) == [new]
    assert paths() == ["new", "new/jiazuo", "new/jiazuo-2", "other"]
    assert LegacyPath.objects.get(path="/old/").section == new
    assert LegacyPath.objects.get(path="/old/jiazuo/").target_url == "/new/jiazuo-2/"
    assert sorted(Listing.objects.filter(section=new).values_list("article__title", flat=True)) == [
        "别馆的文章",
        "旧馆的文章",
    ]


def test_a_merged_section_leaves_the_addresses_that_it_ever_had_to_the_other(client: Client) -> None:
    old, new = make_section("旧馆", segment="old"), make_section("新馆", segment="new")
    old.segment = "lao"
    old.save()
    origin = Import.objects.create(host="www.old.example.com")
    ImportedSection.objects.create(origin=origin, old_id=7, section=old)
    sections.merge_sections(old, new)
    for path in ("/old/", "/lao/", "/plus/list.php?tid=7"):
        response = client.get(path)
        assert (response.status_code, response.headers.get("Location")) == (301, "/new/"), path


def test_everything_that_points_at_a_merged_section_is_handed_over() -> None:
    old, new = make_section("旧馆", segment="old"), make_section("新馆", segment="new")
    day, at = date(2026, 1, 15), shanghai("2026-01-15 09:30")
    article = make_article(section=old, further=[old])
    origin = Import.objects.create(host="www.old.example.com")
    rows: list[Model] = [
        article,
        ArticleDay.objects.create(day=day, article=article, section=old, reads=3),
        Block.objects.create(kind=Block.Kind.SECTION, section=old),
        Hit.objects.create(event=UUID(int=1), article=article, section=old, at=at, kind=Hit.Kind.READER, visitor=1),
        ImportedSection.objects.create(origin=origin, old_id=7, section=old),
        LegacyPath.objects.create(path="/a/jiu/", section=old),
        ReferrerDay.objects.create(day=day, referrer="", article=article, section=old, reads=3),
        SectionRight.objects.create(user=make_editor(), section=old),
    ]
    relations: Any = Section._meta.get_fields(include_hidden=True)
    pointing = {
        relation.field.model
        for relation in relations
        if relation.auto_created and not relation.concrete and not relation.related_model._meta.auto_created
    }
    # Children, listings and their numbers are followed; of hotlines the test above tells.
    assert pointing == {type(row) for row in rows} | {Section, Listing, ListingCount, Hotline}
    sections.merge_sections(old, new)
    for row in rows:
        row.refresh_from_db()
        assert row.section == new, row  # type: ignore[attr-defined]
    assert not Section.objects.filter(path="old").exists()


def test_a_section_is_not_merged_into_its_own_child() -> None:
    top = make_section("口才")
    with pytest.raises(ValidationError):
        sections.merge_sections(top, make_section("训练", parent=top))
    with pytest.raises(ValidationError):
        sections.merge_sections(top, top)


def test_the_tree_keeps_the_editors_order_and_follows_changes() -> None:
    second, first = make_section("乙", position=20), make_section("甲", position=10)
    below = make_section("丙", parent=first)
    assert [section.name for section in section_tree().walk()] == ["甲", "丙", "乙"]
    assert [section.name for section in section_tree().ancestors(below)] == ["甲", "丙"]
    assert section_tree().subtree_ids(first) == [first.pk, below.pk]
    second.position = 5
    second.save()
    assert [section.name for section in section_tree().roots()] == ["乙", "甲"]
