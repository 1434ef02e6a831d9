"""Works out the derived rows of an article, from the article and the section tree alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from articles.fulltext.matching import Fields, fields_of
from articles.models import PUBLISHED
from articles.projections.article_data import ArticleData, Tree
from yanjiang.lib.chinese import bigrams
from yanjiang.lib.html import to_text


class Times(NamedTuple):
    """From when until when an article may be read; both None while it is not published."""

    publish_at: datetime | None
    expire_at: datetime | None


class ListingTimes(NamedTuple):
    """The times of an article's listing, its row in the list of a section."""

    publish_at: datetime | None
    expire_at: datetime | None
    pinned_until: datetime | None


@dataclass(frozen=True)
class Rows:
    """The derived rows of one article. Each part is worked out when it is asked for."""

    data: ArticleData
    tree: Tree

    @property
    def is_published(self) -> bool:
        return self.data.status == PUBLISHED

    @property
    def times(self) -> Times:
        """Return the times that its tags, its search entry and its pairs copy."""
        return Times(self.data.publish_at, self.data.expire_at) if self.is_published else Times(None, None)

    @cached_property
    def listings(self) -> dict[int, ListingTimes]:
        """Return its listings by section: in its own, its further ones, and all ancestors of these."""
        if not self.is_published:
            return {}
        listing = ListingTimes(self.data.publish_at, self.data.expire_at, self.data.pinned_until)
        filed = (self.data.section_id, *self.data.further_ids)
        return {above: listing for section_id in filed for above in upwards(section_id, self.tree)}

    @cached_property
    def digest(self) -> str:
        """Return the digest of the fields that `text` and `pairs` are made of."""
        data = self.data
        fields = (data.title, data.short_title, data.author, *self._tags, "", data.summary, data.body)
        return blake2b("\0".join(fields).encode(), digest_size=16).hexdigest()

    @property
    def _tags(self) -> list[str]:
        return [tag.name for tag in self.data.tagged]

    @cached_property
    def text(self) -> Fields:
        data = self.data
        labels = [*self._tags, data.author, data.short_title]
        return fields_of(title=data.title, labels=labels, summary=data.summary, body=to_text(data.body))

    @cached_property
    def pairs(self) -> tuple[set[str], set[str]]:
        """Return the pairs of the title and of the summary, from which the rare ones are chosen."""
        return _pairs(self.data.title), _pairs(self.data.summary)


def rows_of(data: ArticleData, tree: Tree) -> Rows:
    """Return all rows that are derived from an article. The tree gives each section's parent."""
    return Rows(data, tree)


def upwards(section_id: int | None, tree: Tree) -> Iterator[int]:
    """Yield the ids of a section and of its ancestors, from the bottom up."""
    while section_id:
        yield section_id
        section_id = tree[section_id]


def _pairs(text: str) -> set[str]:
    return {pair for pair in bigrams(text) if len(pair) == 2}
