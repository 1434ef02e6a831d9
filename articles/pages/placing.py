"""Put one article, as it will be, into lists of others: in place of what its row says now, and by the same order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.models import COLUMNS, Article, Headline, section_tree
from articles.pages.order import NEWEST_PART, age, heat, weight

Key = Callable[[Any], Any]


@dataclass(frozen=True)
class Placed:
    """An article as it will be at a moment, and the sections whose lists have it."""

    article: Article
    sections: frozenset[int]
    at: datetime

    @property
    def is_shown(self) -> bool:
        return self.article.is_visible(self.at)

    def by_age(self, others: Iterable[Article], *, count: int, section_id: int | None = None) -> list[Article]:
        """Place it in a list of the newest, of one section if a number is given."""
        return self._among(others, age, count=count, belongs=section_id is None or section_id in self.sections)

    def by_pin(self, others: Iterable[Article], *, count: int) -> list[Article]:
        """Place it on the first page of a section that lists it: pinned articles come before the others."""
        return self._among(others, lambda article: (not self._is_pinned(article), age(article)), count=count)

    def by_weight(self, others: Iterable[Any], *, count: int, flag: str) -> list[Any]:
        """Place it in a list of the articles that have a flag."""
        return self._among(others, weight, count=count, belongs=bool(getattr(self.article, flag)))

    def by_reads(self, others: Sequence[Any], *, count: int) -> list[Any]:
        """Place it in a list of the most read, by the reads of its row. A draft has none, and is among the newest."""
        was: Any = next((article for article in others if article.pk == self.article.pk), None)
        self.article.part = was.part if was else NEWEST_PART  # type: ignore[attr-defined]
        return self._among(others, heat, count=count)

    def headline(self) -> Headline:
        return Headline(*(getattr(self.article, name) for name in COLUMNS))

    def _among(self, others: Iterable[Any], key: Key, *, count: int, belongs: bool = True) -> list[Any]:
        placed = [article for article in others if article.pk != self.article.pk]
        if belongs and self.is_shown:
            placed.append(self.article)
        return sorted(placed, key=key)[:count]

    def _is_pinned(self, article: Article) -> bool:
        return article.pinned_until is not None and article.pinned_until > self.at


def placed(article: Article, further_sections: Iterable[int], at: datetime) -> Placed:
    """Return an article as it will be, published and at its time."""
    tree = section_tree()
    filed = [tree.get(pk) for pk in (article.section_id, *further_sections)]
    ways = (tree.ancestors(section) for section in filed if section)
    return Placed(article, frozenset(section.pk for way in ways for section in way), at)
