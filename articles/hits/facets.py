"""Values of a facet read most over closed days, without reading all that the days hold: as `leaders` finds articles."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from articles.hits.closing import top_of
from articles.models import FACET_TOP, Facet, FacetDay


class FacetDays:
    """The closed days of one facet in one scope. Their tops are read first, the whole of a day only if it is needed."""

    def __init__(self, facet: Facet, scope: int, days: Sequence[date]) -> None:
        self._rows = FacetDay.objects.filter(day__in=days, scope=scope, facet=facet)
        self._tops: dict[date, dict[str, int]] = self._load("top")

    def most_read(self, today: Mapping[str, int], *, count: int) -> dict[str, int]:
        """Return the values read most on these days and today, with their reads."""
        known = Counter(dict(today))
        for top in self._tops.values():
            known.update(top)
        # What is in no top can have no more than the ends of all tops; nor can what is in some lack more.
        lacking = sum(min(top.values()) for top in self._tops.values() if len(top) == FACET_TOP)
        last = min(top_of(known, count).values(), default=0) if len(known) >= count else 0
        if lacking and lacking >= last:
            return top_of(self._all(today), count)
        return top_of(self.reads([value for value, reads in known.items() if reads + lacking >= last], today), count)

    def reads(self, values: Iterable[str], today: Mapping[str, int] | None = None) -> Counter[str]:
        """Return the reads of these values."""
        wanted = set(values)
        sums = Counter({value: (today or {}).get(value, 0) for value in wanted})
        cut = [day for day, top in self._tops.items() if len(top) == FACET_TOP and not wanted <= top.keys()]
        for reads in (self._tops | self._load("reads", cut)).values():
            for value in wanted:
                sums[value] += reads.get(value, 0)
        return sums

    def _all(self, today: Mapping[str, int]) -> Counter[str]:
        sums = Counter(dict(today))
        for reads in self._load("reads").values():
            sums.update(reads)
        return sums

    def _load(self, column: str, days: Sequence[date] | None = None) -> dict[date, dict[str, Any]]:
        if days is not None and not days:
            return {}
        rows = self._rows if days is None else self._rows.filter(day__in=days)
        return {day: json.loads(text) for day, text in rows.order_by("day").values_list("day", column)}
