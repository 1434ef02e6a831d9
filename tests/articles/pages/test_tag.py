import pytest

from articles.editing import tagging
from articles.models import Tag, TaggedArticle, tags_from_string
from tests.builders import make_article, shanghai

pytestmark = pytest.mark.django_db


def test_tags_are_split_at_chinese_and_latin_marks() -> None:
    typed = "基层党员干部,党的群众路线，心得体会、 开场白 ；演讲;演讲\n口才"
    assert tags_from_string(typed) == ["基层党员干部", "党的群众路线", "心得体会", "开场白", "演讲", "口才"]


def test_a_tags_address_is_its_chinese_name() -> None:
    make_article(tags=["党的群众路线"])
    assert Tag.objects.get().slug == "党的群众路线"


def test_names_without_letters_still_get_addresses_of_their_own() -> None:
    make_article(tags=["——", "！！", "C++", "C"])
    slugs = list(Tag.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["tag", "tag-1", "c", "c-1"]


def test_latin_case_makes_no_second_tag() -> None:
    make_article(tags=["PPT"])
    make_article(tags=["ppt"])
    assert Tag.objects.get().name == "PPT"


def test_merging_leaves_each_article_tagged_once() -> None:
    one, two = make_article(tags=["讲话", "演讲"]), make_article(tags=["讲话"])
    tagging.merge_tags(Tag.objects.get(name="讲话"), Tag.objects.get(name="演讲"))
    assert [list(article.tags.names()) for article in (one, two)] == [["演讲"], ["演讲"]]


def test_only_tags_of_readable_articles_are_in_use() -> None:
    make_article(tags=["演讲"])
    make_article(tags=["草稿"], status="draft")
    make_article(tags=["将来"], publish_at=shanghai("2030-01-01 00:00"))
    now = shanghai("2026-03-01 12:00")
    assert [tag.name for tag in Tag.objects.in_use(now)] == ["演讲"]


def test_popular_tags_come_most_used_first() -> None:
    for tags in (["口才"], ["演讲", "口才"], ["演讲", "口才", "公文"]):
        make_article(tags=tags)
    make_article(tags=["公文", "草稿"], status="draft")
    assert [tag.name for tag in TaggedArticle.objects.popular_tags()] == ["口才", "演讲", "公文"]
