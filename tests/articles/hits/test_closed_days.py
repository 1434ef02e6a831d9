"""A day that is over keeps its sums, whatever becomes of its articles, sections and tags."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from time import monotonic
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import projections
from articles.editing import changes, sections, tagging
from articles.hits import closing
from articles.hits.closing import close_days
from articles.hits.reconciling import differences
from articles.hits.rollup import roll_up
from articles.models import Article, ClosedDay, Facet, Section, SectionDay, Tag
from tests.articles.hits.sums import assert_all_add_up, by_facet, of
from tests.articles.hits.views import NOON, log, send
from tests.builders import make_article, make_section, shanghai
from yanjiang.lib import pauses

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 9)


@pytest.fixture
def articles() -> list[Article]:
    """Two articles of two sections, read on a day that is closed."""
    top = make_section("演讲稿", segment="yanjiang")
    child, other = make_section("竞聘", segment="jingpin", parent=top), make_section("公文", segment="gongwen")
    make_section("空栏目", segment="kong")
    first = make_article("开场白", section=child, author="周言", tags=["口才", "听众"])
    second = make_article("总结", section=other, author="林一", tags=["口才", "演讲"])
    for article, times in ((first, 2), (second, 1)):
        for visitor in range(times):
            log(article, at=shanghai("2026-03-09 09:30"), visitor=visitor, referrer="百度")
    roll_up(now=NOON)
    assert of(Facet.AUTHOR) == {"周言": 2, "林一": 1}
    return [first, second]


def section(path: str) -> Section:
    return Section.objects.get(path=path)


def move_an_unrelated_section() -> None:
    empty = section("kong")
    empty.parent = section("gongwen")
    empty.save()


def move_a_section_that_was_read() -> None:
    child = section("yanjiang/jingpin")
    child.parent = section("gongwen")
    child.save()


def merge_an_unrelated_tag() -> None:
    tagging.merge_tags(Tag.objects.create(name="空"), Tag.objects.create(name="无"))


def rename_a_tag() -> None:
    tag = Tag.objects.get(name="口才")
    tag.name = "口才训练"
    tag.save()


CHANGES = {
    "an unrelated section is moved": move_an_unrelated_section,
    "an unrelated section is merged": lambda: sections.merge_sections(section("kong"), section("gongwen")),
    "an unrelated section is deleted": lambda: section("kong").delete(),
    "a section that was read is moved": move_a_section_that_was_read,
    "an unrelated tag is merged": merge_an_unrelated_tag,
    "a tag is renamed": rename_a_tag,
    "a tag is deleted": lambda: Tag.objects.filter(name="口才").delete(),
    "an article is moved": lambda: changes.move(Article.objects.filter(title="开场白"), section("gongwen")),
    "all articles are purged": lambda: Article.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_happens_the_past_stays_as_it_was(change: Any, articles: list[Article]) -> None:
    facets, days = by_facet(), list(SectionDay.objects.order_by("pk").values())
    Article.objects.filter(pk=articles[1].pk).update(author="新人")
    articles[1].tags.set(["新词"])
    projections.write([articles[1].pk])
    changes.trash(Article.objects.filter(pk=articles[0].pk))
    changes.purge(Article.objects.filter(pk=articles[0].pk))
    change()
    roll_up(now=NOON)
    assert (by_facet(), list(SectionDay.objects.order_by("pk").values())) == (facets, days)
    assert of(Facet.AUTHOR) == {"周言": 2, "林一": 1}
    assert_all_add_up()


def test_a_section_that_moved_has_its_past_below_the_new_parent(articles: list[Article]) -> None:
    move_a_section_that_was_read()
    assert of(Facet.AUTHOR, section("yanjiang")) == {}
    assert of(Facet.AUTHOR, section("gongwen")) == {"周言": 2, "林一": 1}


def test_a_merged_section_adds_its_past_to_the_others(articles: list[Article]) -> None:
    Article.objects.all().update(author="新人")
    gone, target = section("yanjiang/jingpin"), section("gongwen")
    sections.merge_sections(gone, target)
    roll_up(now=NOON)
    assert of(Facet.AUTHOR, target) == of(Facet.AUTHOR) == {"周言": 2, "林一": 1}
    assert of(Facet.REFERRER, target) == {"百度": 3}
    assert list(SectionDay.objects.values_list("section", "reads", "visitors")) == [(target.pk, 3, 3)]
    assert gone.pk not in {place for _day, place, _facet, _value in by_facet()}
    assert_all_add_up()


def test_a_merged_section_gives_its_past_to_one_that_had_none(articles: list[Article]) -> None:
    sections.merge_sections(section("gongwen"), section("kong"))
    assert of(Facet.AUTHOR, section("kong")) == {"林一": 1}
    assert_all_add_up()


def test_a_merged_tag_adds_its_past_to_the_others(articles: list[Article]) -> None:
    tags = {tag.name: str(tag.pk) for tag in Tag.objects.all()}
    for article in articles:
        article.tags.clear()
    tagging.merge_tags(Tag.objects.get(name="听众"), Tag.objects.get(name="演讲"))
    assert of(Facet.TAG) == {tags["口才"]: 3, tags["演讲"]: 3}
    assert of(Facet.TAG, section("yanjiang")) == {tags["口才"]: 2, tags["演讲"]: 2}
    tagging.merge_tags(Tag.objects.get(name="口才"), Tag.objects.get(name="演讲"))
    roll_up(now=NOON)
    assert of(Facet.TAG) == {tags["演讲"]: 6}
    assert_all_add_up()


def test_a_tag_whose_number_ends_alike_is_another(articles: list[Article]) -> None:
    number = Tag.objects.get(name="口才").pk
    alike = Tag.objects.create(pk=int(f"1{number}"), name="别的")
    articles[0].tags.set([alike])
    log(articles[0], at=shanghai("2026-03-10 09:30"))
    roll_up(now=NOON + timedelta(days=1))
    tagging.merge_tags(Tag.objects.get(name="口才"), Tag.objects.get(name="演讲"))
    assert of(Facet.TAG)[str(alike.pk)] == 1


def test_a_late_view_is_added_once_to_what_was_told_of_its_day(articles: list[Article]) -> None:
    Article.objects.filter(pk=articles[0].pk).update(author="新人")
    event = uuid4()
    for _ in range(2):
        log(articles[0], at=shanghai("2026-03-09 23:59"), visitor=9, referrer="微信", event=event)
        roll_up(now=NOON)
    assert of(Facet.AUTHOR) == {"周言": 2, "林一": 1, "新人": 1}
    assert of(Facet.REFERRER, section("yanjiang")) == {"百度": 2, "微信": 1}
    assert_all_add_up()
    assert differences() == []


def test_a_late_view_of_an_article_that_is_gone_counts_for_its_section(articles: list[Article]) -> None:
    log(articles[0], at=shanghai("2026-03-09 23:59"), visitor=9)
    log(articles[1], at=shanghai("2026-03-09 23:59"), visitor=9, kind="ai")
    articles[0].delete()
    roll_up(now=NOON)
    assert of(Facet.AUTHOR) == {"周言": 2, "林一": 1}
    assert of(Facet.REFERRER, section("yanjiang")) == {"百度": 2, "": 1}
    assert sorted(SectionDay.objects.values_list("reads", "ai")) == [(1, 1), (3, 0)]
    assert_all_add_up()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="who writes to PostgreSQL waits for nobody")
@pytest.mark.django_db(transaction=True)
def test_a_beacon_waits_for_one_day_of_many_that_are_closed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(publish_at=timezone.now() - timedelta(days=1))
    under_way, counted = Event(), Event()
    closed_by_then: list[int] = []
    close = closing._close

    def remember(day: date) -> None:
        close(day)
        under_way.set()

    def report() -> None:
        under_way.wait(60)
        assert send(client, article).status_code == 200
        closed_by_then.append(ClosedDay.objects.count())
        counted.set()
        connection.close()

    monkeypatch.setattr(closing, "_close", remember)
    monkeypatch.setattr(pauses, "GOAL", 0)  # each day takes longer
    # For slow machines, a pause ends when the beacon is counted. Without pauses nothing waits.
    monkeypatch.setattr(pauses, "time", SimpleNamespace(monotonic=monotonic, sleep=lambda _seconds: counted.wait(60)))
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(report)
        close_days([DAY - timedelta(days=ago) for ago in range(60)])
        job.result()
    assert closed_by_then == [1]
