"""Ranks the matches of a query: by title before labels before summary before body, and newest first in each."""

from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When, Window
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.fulltext import index
from articles.fulltext.lexemes import TIERS
from articles.fulltext.matching import Fields
from articles.fulltext.query import Query
from articles.fulltext.text import mark_starts
from articles.models import SearchEntry, SearchText

A_PAGE = 10  # as of the search engines that readers know
MOST = 10_000  # results that are counted and shown
# Texts that are checked at first to fill a page of an inexact query, and the most after doubling: a statement's limit.
LOOKED_UP, LOOKED_UP_AT_MOST = 100, 6_400
# From so many terms on, a second read of the index for the count takes longer than counting the rows while sorting.
COUNTED_ON_THE_WAY = 4


class Matches:
    """The matching ones of `entries`, which a database finds by the index, and by the text if needed."""

    def __init__(self, query: Query, entries: Any) -> None:
        self._query = query
        self._index_query = index.IndexQuery.by(query)
        self._entries = entries

    def without(self, ids: list[int]) -> "Matches":
        return Matches(self._query, self._entries.exclude(pk__in=ids)) if ids else self

    @property
    def are_exact(self) -> bool:
        """Tell whether the index alone, without the text, knows which entries have the terms, apart from exclusions."""
        return self._index_query.is_exact

    @property
    def are_counted_on_the_way(self) -> bool:
        """Tell whether `newest_counted` is the faster way to count the matches."""
        return self.are_exact and len(self._query.terms) >= COUNTED_ON_THE_WAY

    def within(self, tier: int = TIERS, *, above: int = 0) -> Any:
        """Keep entries that have every term within `tier`, but not already within tier `above`."""
        if self.are_exact:
            return self._candidates(tier, above)
        return self._looked_up(self._candidates(tier, 0), tier, above)

    def with_tiers(self) -> Any:
        """Annotate all matches with `tier`, the number of fields that must be read to find every term."""
        tiers = [When(self._reads(tier), then=Value(tier)) for tier in range(1, TIERS)]
        return self.within().annotate(tier=Case(*tiers, default=Value(TIERS)))

    def newest_counted(self, size: int, *, tier: int) -> tuple[list[int], int]:
        """Return the ids of the newest matches in order, and the number of all, by one read of the index."""
        counted = self.within(tier).annotate(many=Window(Count("*")))
        rows = list(counted.newest_first().values_list("pk", "many")[:size])
        return [pk for pk, _many in rows], rows[0][1] if rows else 0

    def newest(self, start: int, stop: int, *, tier: int = TIERS, above: int = 0) -> list[int]:
        """Return the ids of the newest matches in order. No more texts are checked than these need."""
        if self.are_exact:
            return _ids(self.within(tier, above=above).newest_first()[start:stop])
        candidates = self._candidates(tier, 0).newest_first()
        found: list[int] = []
        seen, size = 0, LOOKED_UP
        is_last = False
        while len(found) < stop and not is_last:
            ids = _ids(candidates[seen : seen + size])
            matching = set(_ids(self._looked_up(self._entries.filter(pk__in=ids), tier, above)))
            found += [pk for pk in ids if pk in matching]
            is_last = len(ids) < size
            seen, size = seen + size, min(size * 2, LOOKED_UP_AT_MOST)
        return found[start:stop]

    def _candidates(self, tier: int, above: int) -> Any:
        """Return the index's candidates, which include all matches. Exclusions are checked, in the text if needed."""
        if not self._query.terms:
            return self._entries.none()
        found = self._entries.filter(index.matching(self._index_query, tier=tier, above=above))
        for alike in self._index_query.unsure:
            # Only the texts of suspects are read, one by one: a join would read the texts of all candidates.
            suspects = SearchEntry.objects.filter(index.having(alike[0])).values("pk")
            words = tuple(need.word for need in alike)
            text = SearchText.objects.filter(_occurs(words, TIERS), pk=OuterRef("pk"))
            found = found.filter(~(Q(pk__in=suspects) & Exists(text)))
        return found

    def _looked_up(self, candidates: Any, tier: int, above: int) -> Any:
        """Keep the candidates whose text has the terms."""
        found = candidates.filter(self._reads(tier))
        return found.filter(~self._reads(above)) if above else found

    def _reads(self, tier: int) -> Q:
        condition = Q()
        for term in self._query.terms:
            condition &= _occurs(term, tier, of="text__")
        return condition


class Ranking:
    """The ids of matching articles in order. Counts up to `MOST` and knows whether there are more."""

    def __init__(self, query: Query, entries: Any, *, by_date: bool = False) -> None:
        self._matches = Matches(query, entries)
        self._by_date = by_date

    def __len__(self) -> int:
        return min(self._count, MOST)

    @property
    def is_more(self) -> bool:
        return self._count > MOST

    def ids(self, start: int, stop: int) -> list[int]:
        if not self._matches.are_exact and not self.is_more:
            return self._few[start:stop]
        if self._matches.are_counted_on_the_way and stop <= A_PAGE:
            return self._first_page[0][start:stop]
        return self._matches.newest(start, stop) if self._by_date else self._ids_by_tier(start, stop)

    @cached_property
    def _count(self) -> int:
        if not self._matches.are_exact:
            return len(self._few)
        if self._matches.are_counted_on_the_way:
            _ids, count, is_all = self._first_page
            if is_all or count > MOST:
                return count
        return int(self._matches.within().order_by()[: MOST + 1].count())

    @cached_property
    def _few(self) -> list[int]:
        """Return all matches in order, with one check of each text; or any MOST + 1 of them if there are more."""
        rows = list(self._matches.with_tiers().order_by().values_list("tier", "publish_at", "pk")[: MOST + 1])
        if len(rows) <= MOST:
            rows.sort(key=lambda row: (0 if self._by_date else row[0], -row[1].timestamp(), -row[2]))
        return [pk for *_, pk in rows]

    @cached_property
    def _first_page(self) -> tuple[list[int], int, bool]:
        """Go down the tiers as far as the first page needs.

        Returns its ids, the number of matches in these tiers, and whether these are all matches.
        """
        ids: list[int] = []
        for tier in [TIERS] if self._by_date else range(1, TIERS + 1):
            above = len(ids)
            found, count = self._matches.without(ids).newest_counted(A_PAGE - above, tier=tier)
            ids += found
            if len(ids) == A_PAGE:
                break
        return ids, above + count, tier == TIERS

    def _ids_by_tier(self, start: int, stop: int) -> list[int]:
        """Go down the tiers as far as the page needs, each newest first."""
        ids: list[int] = []
        on_first_page = not start
        for tier in range(1, TIERS + 1):
            if on_first_page:
                # The first page has all matches of the tiers above: these few ids are excluded faster than by the
                # index.
                found = self._matches.without(ids).newest(0, stop, tier=tier)
            else:
                found = self._matches.newest(start, stop, tier=tier, above=tier - 1)
            ids += found
            if len(found) == stop - start:
                break
            passed = start + len(found) if found or not start else self._passed(tier)
            start, stop = max(start - passed, 0), stop - passed
        return ids

    def _passed(self, tier: int) -> int:
        return int(self._matches.within(tier, above=tier - 1).order_by()[:MOST].count())


def _occurs(words: tuple[str, ...], tier: int, *, of: str = "") -> Q:
    condition = Q()
    for word in words:
        for field in Fields._fields[:tier]:
            condition |= Q(GreaterThan(StrIndex(f"{of}{field}", Value(mark_starts(word))), 0))
    return condition


def _ids(entries: Any) -> list[int]:
    return list(entries.values_list("pk", flat=True))
