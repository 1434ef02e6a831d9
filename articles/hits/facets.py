"""Finds the most read values of a facet over closed days without reading all values. `leaders` does so for articles."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from articles.models import FACET_TOP, Facet, FacetDay, reads_in, top_of
from yanjiang.lib.batches import batches

DaySection = tuple[date, int]  # a day and a section
DAYS_A_QUERY = 100  # all texts of a year in a large section are too much memory at once


class FacetDays:
    """The closed days of one facet in some sections. Their tops are read first, all values only if needed."""

    def __init__(self, facet: Facet, sections: Sequence[int], days: Sequence[date]) -> None:
        self._facet, self._sections, self._days = facet, sections, days
        self._tops: dict[DaySection, dict[str, int]] = {
            day_section: json.loads(text) for day_section, text in self._load("top")
        }

    def most_read(self, today: Mapping[str, int], *, count: int) -> dict[str, int]:
        """Return the values read most on these days and today, with their reads."""
        known = Counter(dict(today))
        for top in self._tops.values():
            known.update(top)
        last = min(top_of(known, count).values(), default=0) if len(known) >= count else 0
        # A value that is not in a full top has at most as many reads there as the top's last value.
        ends = {day_section: min(top.values()) for day_section, top in self._tops.items() if len(top) == FACET_TOP}
        lacking = sum(ends.values())
        if lacking and lacking >= last:
            return top_of(self._all(today), count)
        most = {value: reads + lacking for value, reads in known.items() if reads + lacking >= last}
        for day_section, end in ends.items():
            for value in most.keys() & self._tops[day_section].keys():
                most[value] -= end
        return top_of(self.reads([value for value, reads in most.items() if reads >= last], today), count)

    def reads(self, values: Iterable[str], today: Mapping[str, int] | None = None) -> Counter[str]:
        """Return the reads of these values."""
        wanted = set(values)
        sums = Counter({value: (today or {}).get(value, 0) for value in wanted})
        cut: dict[DaySection, set[str]] = {}
        for day_section, top in self._tops.items():
            for value in wanted & top.keys():
                sums[value] += top[value]
            if len(top) == FACET_TOP and not wanted <= top.keys():
                cut[day_section] = wanted - top.keys()
        for day_section, text in self._load("reads", list(cut)):
            sums.update(reads_in(text, cut.get(day_section, set())))
        return sums

    def _all(self, today: Mapping[str, int]) -> Counter[str]:
        sums = Counter(dict(today))
        for _day_section, text in self._load("reads"):
            sums.update(json.loads(text))
        return sums

    def _load(self, column: str, day_sections: Sequence[DaySection] | None = None) -> Iterator[tuple[DaySection, str]]:
        """Yield the texts of these days and sections, perhaps with others. Without `day_sections`, yield all texts."""
        days, sections = self._days, self._sections
        if day_sections is not None:
            days, sections = (
                sorted({day for day, _section in day_sections}),
                sorted({section for _day, section in day_sections}),
            )
        for batch in batches(days, size=DAYS_A_QUERY):
            rows = FacetDay.objects.filter(day__in=batch, section__in=sections, facet=self._facet)
            for day, section, text in rows.order_by().values_list("day", "section", column):
                yield (day, section), text
