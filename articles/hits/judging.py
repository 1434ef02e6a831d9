"""Judges each row of the log: a read, a repeat, a view that is left out, or a replay of a counted event."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b

from articles.models import Hit, LastRead, SeenEvent
from yanjiang.lib.days import local_day, local_hour

# A visitor who opens the same article again so soon is reading on, not reading anew.
REPEAT_WITHIN = timedelta(minutes=30)

DayArticle = tuple[date, int]  # a day and an article's id


@dataclass
class Judged:
    """The sums of a batch: counts of each article's day by column of ArticleDay, and reads by referrer and hour."""

    counts: dict[DayArticle, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    referrers: Counter[tuple[DayArticle, str]] = field(default_factory=Counter)
    hours: Counter[tuple[DayArticle, int]] = field(default_factory=Counter)
    sections: dict[DayArticle, int] = field(default_factory=dict)


def judge(log: Sequence[Hit], *, now: datetime) -> Judged:
    """Judge a batch, and store what later ones are judged by. Call it under the lock of `HitState`."""
    judged = Judged()
    views = sorted(_not_seen(log, now=now), key=lambda hit: (hit.at, hit.pk))
    reads = _last_reads(views)
    counted: dict[int, datetime] = {}
    for hit in views:
        day_article = (local_day(hit.at), hit.article_id)
        judged.sections.setdefault(day_article, hit.section_id)
        if hit.kind != Hit.Kind.READER:
            judged.counts[day_article][hit.kind] += 1
            continue
        key = _key(day_article, hit.visitor)
        last = counted.get(key) or reads.get(key)
        if last and abs(hit.at - last) < REPEAT_WITHIN:
            judged.counts[day_article]["repeats"] += 1
            continue
        counted[key] = max(hit.at, last) if last else hit.at
        judged.counts[day_article].update(reads=1, visitors=0 if last else 1)
        judged.referrers[day_article, hit.referrer] += 1
        judged.hours[day_article, local_hour(hit.at)] += 1
    LastRead.objects.bulk_create(
        [LastRead(key=key, read_at=at, seen_at=now) for key, at in counted.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["read_at", "seen_at"],
    )
    return judged


def forget(before: datetime, *, at_most: int) -> None:
    """Delete the events and reads that were stored before then, at most `at_most` of each."""
    for model in (SeenEvent, LastRead):
        old = model._default_manager.filter(seen_at__lt=before).order_by("seen_at").values_list("pk", flat=True)
        model._default_manager.filter(pk__in=list(old[:at_most])).delete()


def _not_seen(log: Sequence[Hit], *, now: datetime) -> list[Hit]:
    first = {hit.event: hit for hit in reversed(log)}
    seen = set(SeenEvent.objects.filter(pk__in=first).values_list("pk", flat=True))
    fresh = [hit for event, hit in first.items() if event not in seen]
    SeenEvent.objects.bulk_create([SeenEvent(event=hit.event, seen_at=now) for hit in fresh])
    return fresh


def _last_reads(views: Sequence[Hit]) -> dict[int, datetime]:
    keys = {_key((local_day(hit.at), hit.article_id), hit.visitor) for hit in views if hit.kind == Hit.Kind.READER}
    return dict(LastRead.objects.filter(pk__in=keys).values_list("key", "read_at"))


def _key(day_article: DayArticle, visitor: int) -> int:
    day, article_id = day_article
    told = f"{day.toordinal()}:{article_id}:{visitor}".encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)
