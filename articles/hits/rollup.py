"""Rolls up the log into days and totals: one transaction consumes, judges and adds up a batch of rows.

A process that rolls up holds the lock on HitState's one row (on SQLite the database's write lock), so that no other
judges at the same time. A batch that is killed leaves its rows in the log. No last id is kept: a row whose transaction
was open for long is taken when it is committed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Q

from articles.hits.closing import add_late, close_days, open_days
from articles.hits.judging import Judged, forget, judge
from articles.hits.windows import first_days, move_windows
from articles.models import COUNTS, STALE_AFTER, ArticleDay, ArticleHits, Hit, HitState, HourReads, ReferrerDay
from articles.visitors import salt
from yanjiang.lib import patience
from yanjiang.lib.batches import batches
from yanjiang.lib.days import local_day
from yanjiang.lib.pauses import let_others_write
from yanjiang.lib.rows import increase

BATCH = 2_000  # rows of the log in one transaction: on SQLite beacons wait for its end
BESIDE_A_REQUEST = 2.0  # seconds of a reader's request
ROLLING_UP, CLOSING = 2.0, 5.0  # seconds of the request of a report
REMEMBERED = timedelta(hours=48)
HOURS_REMEMBERED = timedelta(days=14)  # today is compared with a week ago


@dataclass(frozen=True)
class RolledUp:
    """How many rows were consumed, and whether there is nothing left for this process to do."""

    rows: int
    is_all: bool


def roll_up(*, now: datetime, seconds: float | None = None) -> RolledUp:
    """Consume the log to its end, or for at most `seconds`.

    Without `seconds`, wait for other processes that roll up, and close the days that are over. With `seconds`, leave
    the log to another process that rolls up, and close no days: `catch_up()` closes them, and beacons never wait for
    them. It is safe to run this at any time, twice, and by several processes at once.
    """
    salt(local_day(now))  # overwrites yesterday's, even if nobody reads anything
    end, rows = monotonic() + (seconds or 0), 0
    while True:
        taken = _batch(now, wait=seconds is None)
        rows += taken or 0
        if taken is None or taken < BATCH:
            if seconds is None:
                close_days(open_days(local_day(now)))
            return RolledUp(rows, is_all=True)
        if seconds is not None and monotonic() > end:
            return RolledUp(rows, is_all=False)
        let_others_write()


def roll_up_if_due(*, now: datetime) -> None:
    """Roll up for as long as a request may take, unless a process began to a short time ago."""
    if HitState.objects.filter(pk=1, claimed_at__gt=now - STALE_AFTER).exists():
        return
    HitState.objects.get_or_create(pk=1)
    due = HitState.objects.filter(Q(claimed_at=None) | Q(claimed_at__lte=now - STALE_AFTER), pk=1)
    with transaction.atomic():
        # One of the processes that find it due updates the row. The others skip the row, also while it is locked.
        claimed = HitState.objects.filter(pk__in=due.select_for_update(skip_locked=True).values("pk")).update(
            claimed_at=now
        )
    # A batch may need longer than a page's queries. If it were given up each time, the log would only grow.
    with patience.waiting_at_most(patience.STAFF):
        if claimed and not roll_up(now=now, seconds=BESIDE_A_REQUEST).is_all:
            HitState.objects.filter(pk=1).update(claimed_at=now - STALE_AFTER)


def catch_up(*, now: datetime) -> bool:
    """Count what waits for as long as the request of a report may take; tell whether the log was consumed to its end.

    It closes days that are over as well. The reports say which ones are left, and the next call goes on with them. If
    nothing waits, it writes nothing and takes no lock.
    """
    is_all = not Hit.objects.exists() or roll_up(now=now, seconds=ROLLING_UP).is_all
    close_days(open_days(local_day(now)), seconds=CLOSING)
    return is_all


def _batch(now: datetime, *, wait: bool) -> int | None:
    """Roll up a batch; return how many rows it had, or None if another process rolls up."""
    with transaction.atomic():
        state = _locked(now, wait=wait)
        if state is None:
            return None
        log = list(Hit.objects.order_by("pk")[:BATCH])
        Hit.objects.filter(pk__in=[hit.pk for hit in log]).delete()
        _add(judge(log, now=now), windows_day=state.windows_day or local_day(now))
        forget(now - REMEMBERED, at_most=2 * BATCH)  # more than a batch adds
    return len(log)


def _locked(now: datetime, *, wait: bool) -> HitState | None:
    """Take the lock, and claim the roll-up so that it is not due meanwhile; return None if another process has it."""
    today = local_day(now)
    state = HitState.objects.lock(wait=wait)
    if state is None:
        return None
    if state.windows_day is None or state.windows_day < today:
        if state.windows_day:
            move_windows(state.windows_day, today)
        HourReads.objects.filter(day__lt=today - HOURS_REMEMBERED).delete()
        state.windows_day = today
    state.claimed_at = now
    state.save(update_fields=["windows_day", "claimed_at"])
    return state


def _add(judged: Judged, *, windows_day: date) -> None:
    keys = sorted(judged.counts)
    # An article's day has one section: that of its first view, which an earlier batch may have counted.
    sections = judged.sections | {
        (day, article): section
        for day, article, section in ArticleDay.objects.filter(
            day__in={day for day, _ in keys}, article__in={article for _, article in keys}
        ).values_list("day", "article_id", "section_id")
    }
    increase(
        ArticleDay,
        ("day", "article_id"),
        ("section_id",),
        [(*key, sections[key], *(judged.counts[key][name] for name in COUNTS)) for key in keys],
        counts=COUNTS,
    )
    increase(
        ReferrerDay,
        ("day", "article_id", "referrer"),
        ("section_id",),
        [(*key, referrer, sections[key], reads) for (key, referrer), reads in sorted(judged.referrers.items())],
        counts=("reads",),
    )
    hours: Counter[tuple[date, int, int]] = Counter()
    for (key, hour), reads in judged.hours.items():
        hours[key[0], hour, sections[key]] += reads
    increase(
        HourReads,
        ("day", "hour", "section"),
        (),
        [(*key, reads) for key, reads in sorted(hours.items())],
        counts=("reads",),
    )
    _increase_totals(judged, first_days(windows_day))
    add_late(judged, sections)


def _increase_totals(judged: Judged, first: dict[str, date]) -> None:
    added: dict[int, Counter[str]] = {}
    for (day, article), counts in judged.counts.items():
        if reads := counts["reads"]:
            windows = {column: reads for column, first_day in first.items() if day >= first_day}
            added.setdefault(article, Counter()).update(total=reads, **windows)
    table = connection.ops.quote_name(ArticleHits._meta.db_table)
    columns = ("total", *first)
    increased = ", ".join(f"{name} = {table}.{name} + added.{name}" for name in columns)
    for batch in batches(sorted(added.items())):
        values = ", ".join(f"({', '.join(['%s'] * (1 + len(columns)))})" for _ in batch)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH added (article_id, {', '.join(columns)}) AS (VALUES {values}) "
                f"UPDATE {table} SET {increased} FROM added WHERE {table}.article_id = added.article_id",
                [value for article, sums in batch for value in (article, *(sums[name] for name in columns))],
            )
