"""What a query finds, in its order: title before labels before summary before body, and the newest first in each."""

from functools import cached_property
from typing import Any

from django.db.models import Case, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.fulltext import index
from articles.fulltext.matching import Fields
from articles.fulltext.query import Query
from articles.fulltext.text import mark_starts
from articles.fulltext.tokens import TIERS

MOST = 10_000  # counted and shown; of what has more, the first so many


class Matches:
    """The entries among `entries` that match, as a database looks for them: by the index, and by the text if needed."""

    def __init__(self, query: Query, entries: Any) -> None:
        self._query = query
        self._asked = index.Asked.by(query)
        self._entries = entries

    def within(self, tier: int = TIERS, *, above: int = 0) -> Any:
        """Keep those that have every term within `tier`, and not within tier `above` already."""
        if not self._query.terms:
            return self._entries.none()
        if self._asked.is_exact:
            return self._entries.filter(index.matching(self._asked, tier=tier, above=above))
        found = self._entries.filter(index.matching(self._asked, tier=tier), self._reads(tier))
        for word in self._query.excluded:
            found = found.filter(~_occurs((word,), TIERS))
        return found.filter(~self._reads(above)) if above else found

    def are_many(self) -> bool:
        """Tell, where the index knows it alone, whether there are more than are shown."""
        return self._asked.is_exact and self.within().order_by()[: MOST + 1].count() > MOST

    def with_tiers(self) -> Any:
        """Add to all matches `tier`: how far down the fields one must read."""
        if not self._query.terms:
            return self._entries.none().annotate(tier=Value(TIERS))
        tiers = [When(self._reads(tier), then=Value(tier)) for tier in range(1, TIERS)]
        return self.within().annotate(tier=Case(*tiers, default=Value(TIERS)))

    def _reads(self, tier: int) -> Q:
        condition = Q()
        for term in self._query.terms:
            condition &= _occurs(term, tier)
        return condition


def _occurs(words: tuple[str, ...], tier: int) -> Q:
    condition = Q()
    for word in words:
        for field in Fields._fields[:tier]:
            condition |= Q(GreaterThan(StrIndex(f"text__{field}", Value(mark_starts(word))), 0))
    return condition


class Ranking:
    """The ids of matching articles in their order. Counts itself up to one more than `MOST`."""

    def __init__(self, query: Query, entries: Any, *, by_date: bool = False) -> None:
        self._matches = Matches(query, entries)
        self._by_date = by_date

    def __len__(self) -> int:
        return min(len(self._few), MOST)

    @property
    def is_more(self) -> bool:
        return len(self._few) > MOST

    def ids(self, start: int, stop: int) -> list[int]:
        if not self.is_more:
            return self._few[start:stop]
        if self._by_date:
            return _newest(self._matches.within(), start, stop)
        return self._ids_by_tier(start, stop)

    @cached_property
    def _few(self) -> list[int]:
        """All of them in their order; or one more than are shown, whichever."""
        if self._by_date:
            rows = [(0, *row) for row in self._matches.within().values_list("publish_at", "pk")[: MOST + 1]]
        elif self._matches.are_many():
            return [0] * (MOST + 1)
        else:
            rows = list(self._matches.with_tiers().values_list("tier", "publish_at", "pk")[: MOST + 1])
        if len(rows) <= MOST:
            rows.sort(key=lambda row: (row[0], -row[1].timestamp(), -row[2]))
        return [pk for *_, pk in rows]

    def _ids_by_tier(self, start: int, stop: int) -> list[int]:
        """Go down the tiers, each newest first, no further than the page needs."""
        ids: list[int] = []
        for tier in range(1, TIERS + 1):
            part = self._matches.within(tier, above=tier - 1)
            found = _newest(part, start, stop)
            ids += found
            if len(found) == stop - start:
                break
            passed = len(found) + start if found else part.order_by()[:MOST].count()
            start, stop = max(start - passed, 0), stop - passed
        return ids


def _newest(entries: Any, start: int, stop: int) -> list[int]:
    return list(entries.newest_first().values_list("pk", flat=True)[start:stop])
