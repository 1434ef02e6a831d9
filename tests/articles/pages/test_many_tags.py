"""Tags of a large site: found by an index, listed and offered in small numbers, one tag for all similar spellings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.dedecms.load import tags as imported
from articles.editing import changes, suggestions, tagging
from articles.models import Article, Tag, look_of
from articles.pages import lists
from articles.search import nearest
from tests.builders import make_article, shanghai
from tests.test_plans import reads_all

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-03-01 12:00")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("PPT", "ppt"),
        ("ＰＰＴ", "PPT"),
        ("马克·吐温", "马克•吐温"),
        ("两学“一做”", "两学“一做”\u200b"),
        ("京-津", "京－津"),
        ("Straße", "STRASSE"),
        ("⻢克思", "马克思"),
    ],
)
def test_names_that_look_alike_are_one_tag(name: str, other: str) -> None:
    one, two = make_article(tags=[name]), make_article(tags=[other, name])
    assert [tag.name for tag in Tag.objects.all()] == [name]
    assert list(one.tags.all()) == list(two.tags.all())
    assert set(imported.found_or_made(imported.names([other]))) == {look_of(name)}
    assert imported.names([name, other]) == [name]


@pytest.mark.parametrize(("name", "other"), [("演講", "演讲"), ("C", "C++"), ("马克吐温", "马克·吐温"), ("十", "10")])
def test_names_that_are_only_alike_to_a_search_stay_two(name: str, other: str) -> None:
    make_article(tags=[name, other])
    assert sorted(Tag.objects.values_list("name", flat=True)) == sorted([name, other])


def test_a_new_name_is_found_by_what_it_looks_like() -> None:
    make_article(tags=["讲话"])
    tag = Tag.objects.get()
    tag.name = "演讲・口才"
    tag.save()
    make_article(tags=["演讲·口才"])
    assert Tag.objects.get() == tag


def queries(act: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    return [query["sql"] for query in asked]


@pytest.mark.usefixtures("many_tags")
def test_saving_suggesting_searching_and_listing_read_no_table_of_tags(client: Client) -> None:
    article = make_article("竞聘演讲", tags=["口才", "竞聘演讲稿"])
    acts = {
        "three new tags": lambda: tagging.add_tags(Article.objects.filter(pk=article.pk), ["新的", "New", "更新的"]),
        "suggestions": lambda: suggestions.suggest("口才 PPT", "口才，PPT"),
        "near tags": lambda: nearest.nearest_tags("竞聘演讲结尾", NOW),
        "an empty search": lambda: client.get("/search/?q=竞聘演讲结尾"),
        "a search with a tag": lambda: client.get("/search/?q=竞聘&tag=口才"),
        "an import": lambda: imported.found_or_made(["口才", "Php", "全新的"]),
        "all tags": lambda: client.get("/tags/"),
    }
    read = {
        what: [sql for sql in queries(act) if sql.startswith("SELECT") and reads_all(sql)] for what, act in acts.items()
    }
    assert {what: [sql for sql in found if "LIMIT 2000" not in sql] for what, found in read.items()} == {
        what: [] for what in acts
    }


def test_an_article_with_many_tags_asks_the_same_for_finding_them() -> None:
    names = [f"关键字{number}" for number in range(12)]
    make_article(tags=names)
    few, many = make_article("一"), make_article("二")
    asked = (
        queries(lambda: tagging.add_tags(Article.objects.filter(pk=few.pk), names[:2])),
        queries(lambda: tagging.add_tags(Article.objects.filter(pk=many.pk), names)),
    )
    assert [len([sql for sql in found if '"look" IN' in sql]) for found in asked] == [1, 1]


def test_all_tags_are_listed_by_name_and_counted_to_an_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(tags=[f"t{number:02}" for number in range(30)])
    Tag.objects.create(name="t99", slug="t99")
    assert [tag.name for tag in lists.TagList(NOW)[:3]] == ["t00", "t01", "t02"]
    assert len(lists.TagList(NOW)) == 30
    monkeypatch.setattr(lists, "TAGS_LISTED", 12)
    assert len(lists.TagList(NOW)) == 12
    assert [tag.name for tag in lists.TagList(NOW)[10:20]] == ["t10", "t11"]


def publish_at_once() -> None:
    make_article(tags=["口才"])


def publish_later() -> None:
    make_article(tags=["口才"], status="draft")
    changes.publish(Article.objects.all(), NOW)


def save_as_published() -> None:
    article = make_article(tags=["口才"], status="draft")
    article.status = Article.Status.PUBLISHED
    article.save()


def merge_into() -> None:
    make_article(tags=["讲话"])
    tagging.merge_tags(Tag.objects.get(), Tag.objects.create(name="口才", slug="口才"))


@pytest.mark.parametrize("way", [publish_at_once, publish_later, save_as_published, merge_into])
def test_a_tag_is_listed_however_its_article_came_out(way: Callable[[], None]) -> None:
    way()
    assert [tag.name for tag in lists.TagList(NOW)] == ["口才"]
    changes.withdraw(Article.objects.all())
    assert list(lists.TagList(NOW)) == []


def test_tags_of_generated_articles_are_listed() -> None:
    call_command("fill", articles=20, without_search=True, verbosity=0)
    in_use = set(Tag.objects.in_use(shanghai("2090-01-01 00:00")).values_list("pk", flat=True))
    assert in_use
    assert in_use <= set(Tag.objects.filter(was_published=1).values_list("pk", flat=True))
