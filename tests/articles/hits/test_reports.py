"""The reports show the same reads before and after a day is closed."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import sections, tagging
from articles.hits import closing, reports, rollup
from articles.hits.closing import close_days
from articles.hits.periods import Period
from articles.hits.rollup import catch_up, roll_up
from articles.models import Article, ClosedDay, FacetDay, Hit, HourReads, Section, SectionDay, Tag
from tests.articles.hits.views import NOON, log
from tests.builders import make_article, make_consultant, make_section, make_user, shanghai

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
READING = ("SELECT", "(SELECT", "WITH found", "SAVEPOINT", "RELEASE", "SET LOCAL jit")
WEEK = Period(date(2026, 3, 4), TODAY)


def ask(period: Period = WEEK, section: Section | None = None, *, now: datetime = NOON) -> reports.Question:
    catch_up(now=now)
    return reports.ask(period, section, now=now)


def told(code: str, question: reports.Question) -> list[tuple[str, int, int]]:
    reader = User(username="reader", is_superuser=True)
    return [(row.named.name, row.reads, row.before) for row in reports.rows(code, question, count=10, asker=reader)]


def read(article: Article, day: str, times: int, *, referrer: str = "") -> None:
    for visitor in range(times):
        log(article, at=shanghai(f"2026-{day} 09:30"), visitor=visitor, referrer=referrer)


@pytest.fixture
def articles() -> list[Article]:
    """Two articles, read today, yesterday and the week before."""
    top = make_section("演讲稿", segment="yanjiang")
    child, other = make_section("竞聘", segment="jingpin", parent=top), make_section("公文", segment="gongwen")
    editor = make_user("he", last_name="何", first_name="清")
    first = make_article(
        "开场白",
        section=child,
        author="王临",
        source="本站原创",
        tags=["口才", "听众"],
        responsible_editor=editor,
        consultant=make_consultant("周言"),
    )
    second = make_article("总结", section=other, author="林知远", source="本站原创", tags=["口才"])
    read(first, "03-10", 3, referrer="百度")
    read(first, "03-09", 2, referrer="百度")
    read(first, "03-01", 4, referrer="微信")
    read(second, "03-09", 4)
    return [first, second]


EXPECTED = {
    "articles": [("开场白", 5, 4), ("总结", 4, 0)],
    "sections": [("演讲稿", 5, 4), ("演讲稿 > 竞聘", 5, 4), ("公文", 4, 0)],
    "authors": [("王临", 5, 4), ("林知远", 4, 0)],
    "editors": [("何清", 5, 4)],
    "consultants": [("周言", 5, 4)],
    "tags": [("口才", 9, 4), ("听众", 5, 4)],
    "sources": [("本站原创", 9, 4)],
    "referrers": [("百度", 5, 0), ("直接打开，或来处未知", 4, 0)],
}


@pytest.mark.parametrize("code", EXPECTED)
def test_each_list_adds_up_today_and_the_days_before(code: str, articles: list[Article]) -> None:
    assert told(code, ask()) == EXPECTED[code]


def test_there_is_a_test_of_every_list() -> None:
    assert EXPECTED.keys() == reports.LISTS.keys()


@pytest.mark.parametrize("code", EXPECTED)
def test_a_section_has_what_is_below_it_and_nothing_else(code: str, articles: list[Article]) -> None:
    top, other = Section.objects.get(path="yanjiang"), Section.objects.get(path="gongwen")
    assert sum(reads for _name, reads, _before in told(code, ask(section=top))[:1]) == 5
    expected = 0 if code in ("editors", "consultants") else 4
    assert sum(reads for _name, reads, _before in told(code, ask(section=other))[:1]) == expected


def test_totals_are_of_the_days_and_say_what_was_left_out(articles: list[Article]) -> None:
    log(articles[0], kind="staff", visitor=70)
    log(articles[0], kind="ai", visitor=71, at=NOON - timedelta(days=1))
    totals = reports.totals(ask())
    assert {name: count for name, count in totals.sums.items() if count} == {
        "reads": 9,
        "visitors": 9,
        "staff": 1,
        "ai": 1,
    }
    assert totals.before["reads"] == 4
    assert totals.change == 125
    assert totals.by_day == {date(2026, 3, 1): 4, date(2026, 3, 9): 6, TODAY: 3}


def test_today_is_compared_with_the_same_full_hours(articles: list[Article]) -> None:
    read(articles[0], "03-03", 1)
    for hour, visitor in (("11:59", 50), ("12:00", 51)):
        log(articles[0], at=shanghai(f"2026-03-10 {hour}"), visitor=visitor)
        log(articles[0], at=shanghai(f"2026-03-09 {hour}"), visitor=visitor)
    at = shanghai("2026-03-10 12:30")
    today = reports.today(ask(now=at), now=at)
    assert (today.reads, today.hour) == (5, 12)
    assert (today.until_hour, today.yesterday, today.week_ago) == (4, 7, 1)
    assert today.from_week_ago == 300


def test_hours_are_forgotten_after_two_weeks(articles: list[Article]) -> None:
    roll_up(now=NOON)
    assert HourReads.objects.count() == 4
    roll_up(now=NOON + timedelta(days=14))
    assert set(HourReads.objects.values_list("day", flat=True)) == {TODAY}


def test_later_edits_change_no_report_of_a_closed_day(articles: list[Article]) -> None:
    ask()
    Article.objects.filter(pk=articles[1].pk).update(author="另一人", section=articles[0].section_id)
    yesterday = Period(date(2026, 3, 9), date(2026, 3, 9))
    assert told("authors", ask(yesterday)) == [("林知远", 4, 0), ("王临", 2, 0)]
    assert told("sections", ask(yesterday))[0] == ("公文", 4, 0)


def test_a_read_that_comes_late_is_added_to_its_day(articles: list[Article]) -> None:
    ask()
    log(articles[1], at=shanghai("2026-03-09 23:00"), visitor=99)
    assert told("authors", ask()) == [("林知远", 5, 0), ("王临", 5, 4)]
    assert reports.totals(ask()).sums["reads"] == 10


def test_a_section_that_moves_takes_its_past_along(articles: list[Article]) -> None:
    other, child = Section.objects.get(path="gongwen"), Section.objects.get(path="yanjiang/jingpin")
    assert told("authors", ask(section=other)) == [("林知远", 4, 0)]
    child.parent = other
    child.save()
    assert told("authors", ask(section=other)) == [("王临", 5, 4), ("林知远", 4, 0)]
    assert reports.totals(ask(section=other)).sums["reads"] == 9


def test_a_merged_section_leaves_its_reads_to_the_other(articles: list[Article]) -> None:
    ask()
    sections.merge_sections(Section.objects.get(path="yanjiang/jingpin"), Section.objects.get(path="gongwen"))
    assert told("sections", ask()) == [("公文", 9, 4)]


def test_a_merged_section_leaves_views_that_wait_and_todays_hours_to_the_other(articles: list[Article]) -> None:
    gone, target = Section.objects.get(path="yanjiang/jingpin"), Section.objects.get(path="gongwen")
    ask()
    log(articles[0], at=shanghai("2026-03-11 09:00"), visitor=77)
    sections.merge_sections(gone, target)
    at = shanghai("2026-03-11 12:30")
    assert told("sections", ask(Period(date(2026, 3, 4), at.date()), now=at)) == [("公文", 10, 4)]
    assert reports.today(ask(section=target, now=at), now=at).until_hour == 1
    assert not HourReads.objects.exclude(section=target.pk).filter(day=TODAY).exists()


def test_a_merged_tag_leaves_its_reads_to_the_other(articles: list[Article]) -> None:
    before = {name: reads for name, reads, _before in told("tags", ask())}
    tagging.merge_tags(Tag.objects.get(name="口才"), Tag.objects.create(name="演讲"))
    after = {name: reads for name, reads, _before in told("tags", ask())}
    assert after["演讲"] == before["口才"] > 0
    assert "口才" not in after
    assert not any("已删除" in name for name in after)


def test_an_article_that_is_gone_keeps_its_reads(articles: list[Article]) -> None:
    ask()
    editor = User.objects.get(username="he")
    Article.objects.filter(pk=articles[0].pk).update(responsible_editor=None)
    pk = articles[0].pk
    Article.objects.get(pk=pk).delete()
    number = editor.pk
    editor.delete()
    assert told("articles", ask())[0] == (f"（已删除的文章 {pk}）", 5, 4)
    yesterday = Period(date(2026, 3, 9), date(2026, 3, 9))
    assert told("editors", ask(yesterday)) == [(f"（已删除的责任编辑 {number}）", 2, 0)]


def test_days_are_closed_once_the_latest_first_and_as_many_as_time_allows(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    roll_up(now=NOON)
    ClosedDay.objects.all().delete()
    closed: list[date] = []
    monkeypatch.setattr(closing, "_close", closed.append)
    days = [date(2026, 3, day) for day in (7, 9, 8)]
    assert close_days(days, seconds=0) == sorted(days)
    assert close_days(days) == []
    assert closed == sorted(days, reverse=True)


def test_days_that_wait_are_told_and_not_counted(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    roll_up(now=NOON)
    ClosedDay.objects.all().delete()
    monkeypatch.setattr(rollup, "CLOSING", 0.0)
    question = ask()
    assert len(question.waiting) == 9
    assert told("authors", question) == [("王临", 3, 0)]
    assert told("articles", question) == [("开场白", 3, 0)]
    assert reports.totals(question).sums["reads"] == 3


@pytest.mark.parametrize("code", EXPECTED)
def test_a_report_writes_nothing(code: str, articles: list[Article]) -> None:
    with CaptureQueriesContext(connection) as asked:
        question = reports.ask(WEEK, None, now=NOON)
        told(code, question)
        reports.totals(question)
        reports.today(question, now=NOON)
    assert [query["sql"] for query in asked if not query["sql"].startswith(READING)] == []
    assert Hit.objects.count() == 13


def test_a_waiting_view_is_counted_once_and_then_nothing_is_written(articles: list[Article]) -> None:
    assert catch_up(now=NOON)
    with CaptureQueriesContext(connection) as asked:
        assert catch_up(now=NOON)
    assert [query["sql"] for query in asked if not query["sql"].startswith(READING)] == []


def test_a_log_too_long_for_a_request_is_told(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollup, "BATCH", 6)
    monkeypatch.setattr(rollup, "ROLLING_UP", 0.0)
    assert [catch_up(now=NOON) for _ in range(3)] == [False, False, True]
    assert reports.totals(reports.ask(WEEK, None, now=NOON)).sums["reads"] == 9


def test_today_is_never_closed(articles: list[Article]) -> None:
    ask()
    assert not ClosedDay.objects.filter(day__gte=TODAY).exists()
    assert set(SectionDay.objects.values_list("day", flat=True)) == {date(2026, 3, 1), date(2026, 3, 9)}
    assert not FacetDay.objects.filter(day=TODAY).exists()


def test_days_that_are_over_are_closed_by_cron(articles: list[Article]) -> None:
    roll_up(now=NOON)
    assert {str(closed) for closed in ClosedDay.objects.all()} == {"2026-03-01", "2026-03-09"}


def test_a_period_of_all_time_is_that_of_the_figures(articles: list[Article]) -> None:
    question = ask(Period(date(1900, 1, 1), date(2999, 12, 31)))
    assert (question.days[0], question.days[-1]) == (date(2026, 3, 1), TODAY)
    assert told("authors", question)[0] == ("王临", 9, 0)
