"""A page far down the list of a section or a tag is found by the numbers of its months and days, and is right."""

import re
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import changes
from articles.models import Article, Listing, Section, Tag, TaggedArticle
from articles.pages import lists
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-03-01 00:30")  # in UTC still the day and the month before
_OFFSET = re.compile(r"OFFSET (\d+)")
_COLUMN = re.compile(r'"(articles_\w+)"\."(\w+)"')
INDEXED = {  # the columns of listing_newest, listing_expiring, listing_count and tagged_newest
    "articles_listing": {"section_id", "publish_at", "expire_at"},
    "articles_listingcount": {"section_id", "day", "number"},
    "articles_taggedarticle": {"tag_id", "publish_at", "expire_at"},
}
MOMENTS = (NOW, NOW + timedelta(minutes=30), NOW - timedelta(days=30), NOW + timedelta(days=400))


@pytest.fixture(autouse=True)
def everything_is_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "NEAR", 0)


def some_time(random: Random) -> datetime:
    """Return a time of few days of three months, half of them of the same day, some later than NOW."""
    return NOW + timedelta(days=random.choice([0, 0, 0, 1, -1, -20, -40]), minutes=random.randrange(-90, 90))


def make_list(random: Random) -> Section:
    section = make_section("演讲", segment="yanjiang")
    for number in range(60):
        published, lasting = some_time(random), timedelta(minutes=random.choice([1, 100_000]))
        make_article(
            f"第{number}篇",
            publish_at=published,
            expire_at=published + lasting if random.random() < 0.3 else None,
            pinned_until=NOW + timedelta(days=random.choice([-1, 1])) if random.random() < 0.1 else None,
            status=random.choice(["published"] * 5 + ["draft"]),
            tags=random.choice([["口才"], ["口才", "听众"], ["听众"]]),
        )
    return section


def in_order(section: Section, at: datetime) -> list[int]:
    """Return the ids of the list by reading all its rows."""
    rows = Listing.objects.filter(section=section).visible(at).values_list("pinned_until", "publish_at", "article_id")
    return [pk for *_, pk in sorted(((bool(until and until > at), day, pk) for until, day, pk in rows), reverse=True)]


@pytest.mark.parametrize("seed", range(6))
def test_every_slice_of_a_list_is_what_reading_all_of_it_gives(seed: int) -> None:
    section = make_list(Random(seed))
    for at in MOMENTS:
        listed, wanted = lists.in_section(section, at), in_order(section, at)
        assert len(listed) == len(wanted)
        for start in range(len(wanted)):
            assert [article.pk for article in listed[start : start + 7]] == wanted[start : start + 7], (at, start)


@pytest.mark.parametrize("seed", range(2))
def test_every_slice_of_a_tags_list_is_what_reading_all_of_it_gives(seed: int) -> None:
    make_list(Random(seed))
    tag = Tag.objects.get(name="口才")
    for at in MOMENTS:
        rows = TaggedArticle.objects.filter(tag=tag).visible(at).values_list("publish_at", "content_object")
        listed, wanted = lists.with_tag(tag, at), [pk for _day, pk in sorted(rows, reverse=True)]
        assert len(listed) == len(wanted)
        for start in range(len(wanted)):
            assert [article.pk for article in listed[start : start + 7]] == wanted[start : start + 7], (at, start)


def test_a_list_is_right_after_its_articles_were_withdrawn_moved_and_deleted() -> None:
    section = make_list(Random(7))
    articles = Article.objects.order_by("pk")
    changes.withdraw(articles.filter(title__endswith="3篇"))
    changes.move(articles.filter(title__endswith="4篇"), make_section("公文", segment="gongwen"))
    articles.filter(title__endswith="5篇").delete()
    assert [article.pk for article in lists.in_section(section, NOW)] == in_order(section, NOW)


def ask(listed: lists.ArticleList, wanted: slice) -> list[str]:
    """Return the queries for a slice of a list."""
    with CaptureQueriesContext(connection) as captured:
        assert listed[wanted]
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("kind", ["section", "tag"])
def test_a_deep_page_asks_no_more_of_many_days_than_of_few(kind: str) -> None:
    section = make_section("演讲", segment="yanjiang")

    def asked(days: int) -> int:
        for day in range(days):
            make_article(publish_at=NOW - timedelta(days=day * 20), tags=["口才"])
        listed = lists.in_section(section, NOW) if kind == "section" else lists.with_tag(Tag.objects.get(), NOW)
        return len(ask(listed, slice(len(listed) - 2, None)))

    assert asked(2) == asked(12)


@pytest.mark.parametrize("kind", ["section", "tag"])
def test_a_deep_page_skips_articles_of_its_own_day_alone(kind: str) -> None:
    section = make_section("演讲", segment="yanjiang")
    for number in range(24):
        make_article(publish_at=NOW - timedelta(days=number // 2), tags=["口才"])
    listed = lists.in_section(section, NOW) if kind == "section" else lists.with_tag(Tag.objects.get(), NOW)
    for place in range(24):
        skipped = [int(number) for sql in ask(listed, slice(place, place + 1)) for number in _OFFSET.findall(sql)]
        assert skipped
        assert max(skipped) < 2


def test_numbers_of_lists_are_counted_from_columns_of_their_indexes_alone() -> None:
    section = make_list(Random(8))
    for listed in (lists.in_section(section, NOW), lists.with_tag(Tag.objects.get(name="口才"), NOW)):
        counting = [sql for sql in ask(listed, slice(15, 16)) if "SUM(" in sql or "COUNT(" in sql]
        assert counting
        named = {column for sql in counting for column in _COLUMN.findall(sql)}
        assert {(table, column) for table, column in named if column not in INDEXED[table]} == set()


def test_a_page_whose_articles_are_withdrawn_while_it_is_made_is_empty() -> None:
    section = make_list(Random(9))
    in_section, with_tag = lists.in_section(section, NOW), lists.with_tag(Tag.objects.get(name="口才"), NOW)
    lengths = len(in_section), len(with_tag)
    changes.withdraw(Article.objects.all())
    assert in_section[lengths[0] - 1 :] == with_tag[lengths[1] - 1 :] == []


@pytest.mark.django_db(transaction=True)  # in a transaction no statement is prepared
def test_one_statement_gives_every_page() -> None:
    section = make_section("演讲", segment="yanjiang")
    for title, day, until in (("甲", 1, 1), ("乙", 2, None), ("丙", 3, 2), ("丁", 4, None), ("戊", 5, None)):
        make_article(
            title,
            publish_at=NOW - timedelta(days=day),
            pinned_until=until and NOW + timedelta(days=until),
            tags=["口才"],
        )
    in_section, with_tag = lists.in_section(section, NOW), lists.with_tag(Tag.objects.get(), NOW)
    assert [article.title for n in range(5) for article in in_section[n : n + 1]] == ["甲", "丙", "乙", "丁", "戊"]
    assert [article.title for n in range(5) for article in with_tag[n : n + 1]] == ["甲", "乙", "丙", "丁", "戊"]
