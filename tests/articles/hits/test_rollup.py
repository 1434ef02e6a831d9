"""The roll-up: days, totals, repeats and replays. No view is lost or counted twice."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from articles import visitors
from articles.editing import changes
from articles.hits import rollup
from articles.hits.reconciling import Difference, differences
from articles.hits.rollup import roll_up
from articles.models import ArticleDay, ArticleHits, ClosedDay, Hit, HitState, LastRead, ReferrerDay, SeenEvent
from tests.articles.hits.views import NOON, counted, log
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_column_and_readers_alone_their_total() -> None:
    article = make_article()
    for number, kind in enumerate(Hit.Kind.values):
        log(article, kind=kind, visitor=number)
    expected = {"reads": 1, "visitors": 1, "staff": 1, "search": 1, "ai": 1, "machine": 1, "prefetch": 1}
    assert counted(article) == expected
    assert ArticleHits.objects.get(article=article).total == 1
    assert not Hit.objects.exists()


def test_the_total_is_the_opening_balance_and_all_days() -> None:
    article = make_article()
    ArticleHits.objects.filter(article=article).update(opening=187, total=187)
    for day in (8, 9, 10):
        log(article, at=shanghai(f"2026-03-{day:02} 12:00"), visitor=day)
    roll_up(now=NOON)
    assert list(ArticleHits.objects.values_list("opening", "total")) == [(187, 190)]
    assert list(ArticleDay.objects.order_by("day").values_list("day", "reads")) == [
        (date(2026, 3, day), 1) for day in (8, 9, 10)
    ]


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    article = make_article()
    log(article, at=shanghai("2026-03-10 23:59") + timedelta(seconds=59, milliseconds=999), visitor=1)
    log(article, at=shanghai("2026-03-11 00:00"), visitor=2)
    roll_up(now=NOON)
    assert list(ArticleDay.objects.order_by("day").values_list("day", "reads")) == [
        (date(2026, 3, 10), 1),
        (date(2026, 3, 11), 1),
    ]


@pytest.mark.parametrize(("minutes", "reads"), [([0, 29], 1), ([0, 30], 2), ([0, 20, 40], 2), ([40, 20, 0], 2)])
def test_half_an_hour_makes_a_repeat_a_read(minutes: list[int], reads: int) -> None:
    article = make_article()
    for minute in minutes:
        log(article, at=NOON + timedelta(minutes=minute))
    sums = counted(article)
    assert (sums["reads"], sums["visitors"]) == (reads, 1)
    assert sums["reads"] + sums.get("repeats", 0) == len(minutes)


def test_repeats_are_known_across_batches() -> None:
    article = make_article()
    for minute in (0, 20, 40):
        log(article, at=NOON + timedelta(minutes=minute))
        roll_up(now=NOON)
    assert counted(article) == {"reads": 2, "repeats": 1, "visitors": 1}


def test_the_same_visitor_reads_two_articles() -> None:
    first, second = make_article("一"), make_article("二")
    log(first)
    log(second)
    assert counted(first) == counted(second) == {"reads": 1, "visitors": 1}


def test_a_replay_counts_once_in_a_batch_and_in_later_ones() -> None:
    article, event = make_article(), uuid.uuid4()
    for visitor in range(3):
        log(article, event=event, visitor=visitor)
    roll_up(now=NOON)
    log(article, event=event, visitor=4)
    roll_up(now=NOON + timedelta(hours=47))
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_a_seen_event_is_forgotten_after_two_days() -> None:
    log(make_article())
    roll_up(now=NOON)
    assert (SeenEvent.objects.count(), LastRead.objects.count()) == (1, 1)
    roll_up(now=NOON + timedelta(hours=48, seconds=1))
    assert (SeenEvent.objects.count(), LastRead.objects.count()) == (0, 0)


def test_batches_are_bounded_and_all_are_rolled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollup, "BATCH", 3)
    article = make_article()
    for visitor in range(10):
        log(article, visitor=visitor)
    assert roll_up(now=NOON, seconds=0) == rollup.RolledUp(rows=3, is_all=False)
    assert roll_up(now=NOON) == rollup.RolledUp(rows=7, is_all=True)
    assert counted(article) == {"reads": 10, "visitors": 10}


def test_a_batch_that_fails_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("gone")

    article = make_article()
    log(article)
    monkeypatch.setattr(rollup, "_increase_totals", fail)
    with pytest.raises(DatabaseError):
        roll_up(now=NOON)
    assert (Hit.objects.count(), SeenEvent.objects.count(), ArticleDay.objects.count()) == (1, 0, 0)
    monkeypatch.undo()
    assert counted(article) == {"reads": 1, "visitors": 1}


def test_reads_stay_in_the_section_of_their_day() -> None:
    old, new = make_section("旧", segment="jiu"), make_section("新", segment="xin")
    article = make_article(section=old)
    log(article, at=shanghai("2026-03-09 12:00"), referrer="百度")
    roll_up(now=NOON)
    article.section = new
    article.save()
    log(article, at=shanghai("2026-03-09 15:00"), visitor=2, referrer="必应")
    log(article, at=NOON, visitor=3, referrer="百度")
    roll_up(now=NOON)
    days = ArticleDay.objects.order_by("day").values_list("section__name", "reads")
    assert list(days) == [("旧", 2), ("新", 1)]
    referrers = ReferrerDay.objects.order_by("day", "pk").values_list("section__name", "referrer", "reads")
    assert sorted(referrers) == sorted([("旧", "百度", 1), ("旧", "必应", 1), ("新", "百度", 1)])


def test_counts_survive_a_rename_a_withdrawal_and_the_trash() -> None:
    article = make_article()
    log(article)
    roll_up(now=NOON)
    article.title = "新标题"
    article.save()
    changes.trash(type(article).objects.filter(pk=article.pk))
    log(article, visitor=2)  # on its way when it was withdrawn
    roll_up(now=NOON)
    changes.withdraw(type(article).objects.filter(pk=article.pk))
    changes.publish(type(article).objects.filter(pk=article.pk), NOON)
    assert ArticleHits.objects.get(article=article).total == 2


def test_a_view_of_an_article_deleted_since_stops_nothing() -> None:
    gone, article = make_article("一"), make_article("二")
    log(gone)
    log(article)
    gone.delete()
    assert counted(article) == {"reads": 1, "visitors": 1}
    assert ArticleDay.objects.count() == 2  # the reads stay counted


def test_reads_of_the_last_7_and_30_days_are_kept_beside_the_total() -> None:
    article = make_article()
    for day in ("02-08", "02-09", "03-03", "03-04", "03-10"):
        log(article, at=shanghai(f"2026-{day} 12:00"), visitor=int(day[3:]))
    roll_up(now=NOON)
    assert windows() == (2, 4, 5)
    roll_up(now=NOON + timedelta(days=1))
    assert windows() == (1, 3, 5)
    roll_up(now=NOON + timedelta(days=23))
    assert windows() == (0, 2, 5)
    roll_up(now=NOON + timedelta(days=400))
    assert windows() == (0, 0, 5)


def windows() -> tuple[int, int, int]:
    hits = ArticleHits.objects.get()
    return hits.week, hits.month, hits.total


def test_a_beacon_goes_on_at_once_while_somebody_is_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    log(make_article())
    roll_up(now=NOON)

    def fail(**_: object) -> None:
        raise AssertionError("rolled up again")

    monkeypatch.setattr(rollup, "roll_up", fail)
    rollup.roll_up_if_due(now=NOON + timedelta(seconds=29))  # for cron, a report and a beacon alike


def test_a_roll_up_that_was_cut_off_is_due_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollup, "BATCH", 1)
    monkeypatch.setattr(rollup, "BESIDE_A_REQUEST", 0)
    for visitor in range(3):
        log(make_article(), visitor=visitor)
    rollup.roll_up_if_due(now=NOON)
    rollup.roll_up_if_due(now=NOON)
    assert Hit.objects.count() == 1


def test_beacons_leave_days_that_are_over_to_cron_and_reports() -> None:
    for day in (8, 9):
        log(make_article(), at=shanghai(f"2026-03-{day:02} 12:00"))
    rollup.roll_up_if_due(now=NOON)
    assert not ClosedDay.objects.exists()
    roll_up(now=NOON)
    assert {str(closed) for closed in ClosedDay.objects.all()} == {"2026-03-08", "2026-03-09"}


def test_yesterdays_salt_goes_also_where_nobody_reads() -> None:
    visitors.salt(date(2026, 3, 9))
    yesterday = bytes(HitState.objects.get().salt)
    roll_up(now=NOON)
    assert bytes(HitState.objects.get().salt) != yesterday


def test_the_command_says_how_much_it_rolled_up(capsys: pytest.CaptureFixture[str]) -> None:
    log(make_article())
    call_command("roll_up_hits")
    call_command("roll_up_hits")
    assert capsys.readouterr().out.splitlines() == [
        "已汇总 1 条点击，上线 0 篇修改稿，并清理了过期的内容。",
        "已汇总 0 条点击，上线 0 篇修改稿，并清理了过期的内容。",
    ]


def test_the_check_finds_every_difference(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = make_article("一"), make_article("二")
    ArticleHits.objects.update(opening=100, total=100)
    log(first)
    roll_up(now=NOON)
    call_command("check_hits")
    ArticleHits.objects.filter(article=second).update(total=103)
    with pytest.raises(CommandError, match="1 篇文章的点击次数有出入"):
        call_command("check_hits")
    assert capsys.readouterr().out.splitlines() == [
        "点击次数全部相符。",
        f"文章 {second.pk}：期初 100 + 每天合计 0 = 100，记录为 103。",
    ]


def test_the_check_finds_days_without_a_total() -> None:
    article = make_article()
    log(article)
    roll_up(now=NOON)
    ArticleHits.objects.all().delete()
    assert differences() == [Difference(article.pk, opening=0, days=1, total=0)]
