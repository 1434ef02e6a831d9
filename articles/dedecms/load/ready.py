"""Reads and converts the rows of articles. Pure: touches neither the dump nor the database.

This is most of the work of an import, so `load.articles` has it done ahead, in a process of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from articles.dedecms import convert
from articles.dedecms.bodies import Site
from articles.dedecms.content_models import ContentModel
from articles.dedecms.convert import ConvertedArticle
from articles.dedecms.records import ArticleRecord
from articles.dedecms.staging import StagedRow


@dataclass(frozen=True)
class ArticleRows:
    """The rows of an article in a dump.

    `body` is its row in the table of its model, None if it is missing. `titles` has the titles of the public articles
    that a special topic lists, by their old numbers.
    """

    row: StagedRow
    model: ContentModel
    body: StagedRow | None
    tags: list[str]
    titles: Mapping[int, str] = field(default_factory=dict)

    @property
    def record(self) -> ArticleRecord:
        addon = self.body.values if self.body else {}
        return ArticleRecord.read(self.row.values, addon, self.model.table, model=self.model)


@dataclass(frozen=True)
class Ready:
    """An article of a dump, converted."""

    row: StagedRow
    addon: str
    body: StagedRow | None
    record: ArticleRecord
    converted: ConvertedArticle


def converted(rows: list[ArticleRows], site: Site, now: datetime) -> list[Ready]:
    return [_converted(one, site, now) for one in rows]


def _converted(rows: ArticleRows, site: Site, now: datetime) -> Ready:
    record = rows.record
    article = convert.article(record, rows.tags, site, titles=rows.titles, now=now)
    return Ready(rows.row, rows.model.table, rows.body, record, article)
