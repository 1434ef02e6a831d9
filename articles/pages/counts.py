"""How many articles a list shows, and where its n-th article lies, without reading the rows of the list before it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, DateField, Sum
from django.db.models.functions import Trunc

from articles.models import Listing, ListingCount, day_of, start_of
from yanjiang.pagecache.common import common

DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A stretch of a list: `number` articles, published from `first` until before `end`, behind `newer` other ones."""

    newer: int
    number: int
    first: datetime | None = None
    end: datetime | None = None


class Counts(Protocol):
    """The numbers of a list's articles, without its pinned ones."""

    @property
    def total(self) -> int: ...

    def stretch_of(self, place: int) -> Stretch:
        """Return a stretch of the list that contains this place, counted from 0 at the newest article."""
        ...


class Counted:
    """Numbers of a list of which only the length is known. `key` is the list's own in the cache."""

    def __init__(self, key: tuple[str, int], count: Callable[[], int]) -> None:
        self._key, self._count = key, count

    @cached_property
    def total(self) -> int:
        return common(("count", *self._key), self._count)

    def stretch_of(self, place: int) -> Stretch:
        return Stretch(0, self.total)


class SectionCounts:
    """Numbers of a section's list. They are sums of `ListingCount`, less the articles that are not visible now."""

    def __init__(self, section_id: int, at: datetime, *, pinned: Sequence[datetime]) -> None:
        self._section_id, self._at = section_id, at
        self._pinned = [day_of(publish_at) for publish_at in pinned]

    @cached_property
    def total(self) -> int:
        return sum(self._months.values())

    def stretch_of(self, place: int) -> Stretch:
        """Return the stretch of one day."""
        newer, month = _containing(self._months, place, 0)
        days = common(("days", self._section_id, month), lambda: self._days(month))
        newer, day = _containing(days, place, newer)
        return Stretch(newer, days[day], start_of(day), start_of(day + DAY))

    @cached_property
    def _months(self) -> dict[date, int]:
        return common(("months", self._section_id), lambda: self._visible("month", _first_day))

    def _days(self, month: date) -> dict[date, int]:
        next_month = _first_day(month + 31 * DAY)
        return self._visible("day", lambda day: day, first=month, end=next_month)

    def _visible(
        self, unit: str, unit_of: Callable[[date], date], *, first: date = date.min, end: date = date.max
    ) -> dict[date, int]:
        """Count the visible articles by day or by month, newest first, in one query."""
        counts = ListingCount.objects.filter(section=self._section_id)
        rows = Listing.objects.filter(section=self._section_id)
        if first > date.min:
            counts = counts.filter(day__gte=first, day__lt=end)
            rows = rows.filter(publish_at__gte=start_of(first), publish_at__lt=start_of(end))
        hidden = [
            _summed(some, "publish_at", unit, -Count("*")) for some in (rows.early(self._at), rows.expired(self._at))
        ]
        sums: Counter[date] = Counter()
        for span, number in _summed(counts, "day", unit, Sum("number")).union(*hidden, all=True):
            sums[span] += number
        sums.subtract(unit_of(day) for day in self._pinned if first <= day < end)
        return {span: sums[span] for span in sorted(sums, reverse=True) if sums[span] > 0}


def _summed(rows: Any, field: str, unit: str, number: Any) -> Any:
    tzinfo = UTC if field == "publish_at" else None
    spans = rows.order_by().annotate(span=Trunc(field, unit, output_field=DateField(), tzinfo=tzinfo))
    return spans.values_list("span").annotate(number=number)


def _containing(numbers: dict[date, int], place: int, newer: int) -> tuple[int, date]:
    """Return how many articles are newer than a span, `newer` included, and the span that contains a place."""
    for span, number in numbers.items():
        if place < newer + number:
            return newer, span
        newer += number
    raise IndexError(place)


def _first_day(day: date) -> date:
    return day.replace(day=1)
