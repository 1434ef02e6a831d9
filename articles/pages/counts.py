"""How many articles a list shows, and where its n-th article lies, without reading the rows of the list before it."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, DateField, Sum
from django.db.models.functions import Trunc

from articles.models import Listing, ListingCount, day_of, start_of
from yanjiang.pagecache.common import common

DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A stretch of a list: `number` articles, published from `first` until before `end`, behind `newer` other ones."""

    newer: int
    number: int
    first: datetime
    end: datetime


class Counts(ABC):
    """The numbers of a list's articles, without its pinned ones. `key` is the list's own in the cache."""

    def __init__(self, *key: str | int) -> None:
        self._key = key

    @cached_property
    def total(self) -> int:
        return sum(self._months.values())

    def stretch_of(self, place: int) -> Stretch | None:
        """Return the stretch of the day that contains this place, counted from 0 at the newest article.

        Return None if the place has gone since the list was counted.
        """
        if not (found := _containing(self._months, place, 0)):
            return None
        newer, month = found
        next_month = _first_day(month + 31 * DAY)
        days = common(("days", *self._key, month), lambda: self._visible("day", first=month, end=next_month))
        if not (found := _containing(days, place, newer)):
            return None
        newer, day = found
        return Stretch(newer, days[day], start_of(day), start_of(day + DAY))

    @cached_property
    def _months(self) -> dict[date, int]:
        return common(("months", *self._key), lambda: self._visible("month"))

    @abstractmethod
    def _visible(self, unit: str, *, first: date = date.min, end: date = date.max) -> dict[date, int]:
        """Count the visible articles by day or by month, newest first, in one query."""


class TagCounts(Counts):
    """Numbers of a tag's list. The months are counted from its rows when a page far down is asked for."""

    def __init__(self, tag_id: int, rows: Any) -> None:
        super().__init__("tag", tag_id)
        self._rows = rows

    @cached_property
    def total(self) -> int:
        number: int = common(("count", *self._key), self._rows.count)
        return number

    def _visible(self, unit: str, *, first: date = date.min, end: date = date.max) -> dict[date, int]:
        rows = _published_in(self._rows, first, end)
        return dict(sorted(_summed(rows, "publish_at", unit, Count("*")), reverse=True))


class SectionCounts(Counts):
    """Numbers of a section's list. They are sums of `ListingCount`, less the articles that are not visible now."""

    def __init__(self, section_id: int, at: datetime, *, pinned: Sequence[datetime]) -> None:
        super().__init__("section", section_id)
        self._section_id, self._at = section_id, at
        self._pinned = [day_of(publish_at) for publish_at in pinned]

    def _visible(self, unit: str, *, first: date = date.min, end: date = date.max) -> dict[date, int]:
        counts = ListingCount.objects.filter(section=self._section_id, day__gte=first, day__lt=end)
        rows = _published_in(Listing.objects.filter(section=self._section_id), first, end)
        hidden = [
            _summed(some, "publish_at", unit, -Count("*")) for some in (rows.early(self._at), rows.expired(self._at))
        ]
        sums: Counter[date] = Counter()
        for span, number in _summed(counts, "day", unit, Sum("number")).union(*hidden, all=True):
            sums[span] += number
        sums.subtract(_first_day(day) if unit == "month" else day for day in self._pinned if first <= day < end)
        return {span: sums[span] for span in sorted(sums, reverse=True) if sums[span] > 0}


def _published_in(rows: Any, first: date, end: date) -> Any:
    return rows.filter(publish_at__gte=start_of(first), publish_at__lt=start_of(end))


def _summed(rows: Any, field: str, unit: str, number: Any) -> Any:
    tzinfo = UTC if field == "publish_at" else None
    spans = rows.order_by().annotate(span=Trunc(field, unit, output_field=DateField(), tzinfo=tzinfo))
    return spans.values_list("span").annotate(number=number)


def _containing(numbers: dict[date, int], place: int, newer: int) -> tuple[int, date] | None:
    """Return how many articles are newer than a span, `newer` included, and the span that contains a place."""
    for span, number in numbers.items():
        if place < newer + number:
            return newer, span
        newer += number
    return None


def _first_day(day: date) -> date:
    return day.replace(day=1)
