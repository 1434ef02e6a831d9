"""Writes the derived rows of articles: the differences between what the tables have and what `rows_of()` says."""

from collections.abc import Iterable

from django.db import transaction

from articles.models import Article, ContentChange
from articles.projections import sources
from articles.projections.lists import write_places
from articles.projections.pairs import write_pairs
from articles.projections.rows import Rows, rows_of
from articles.projections.search import write_entries
from articles.projections.tags import write_times
from yanjiang.lib.batches import batches
from yanjiang.lib.pictures.texts import record

BATCH = 200  # articles in memory at once, with their texts


def write(article_ids: Iterable[int]) -> None:
    """Bring all derived rows of these articles up to date, and note that the content has changed.

    Call it once, at the end, in the transaction that writes the articles, their tags or their further sections.
    """
    for ids in batches(sorted(set(article_ids)), size=BATCH):
        with transaction.atomic(savepoint=False):
            rows = read(ids)
            _write_lists(rows)
            write_pairs(rows, changed=write_entries(rows))
            ContentChange.objects.note()


def write_lists(article_ids: Iterable[int]) -> None:
    """Write of many new articles what visitors find in lists; pairs and search index follow by `bulk`."""
    for ids in batches(sorted(set(article_ids)), size=BATCH):
        with transaction.atomic(savepoint=False):
            _write_lists(read(ids))
            ContentChange.objects.note()


def read(ids: list[int], *, lock: bool = True) -> list[Rows]:
    """Read these articles, and work out their rows. Locked, they are to be written in the same transaction."""
    articles, tree = sources.read(ids, lock=lock), sources.tree()
    return [rows_of(article, tree) for article in articles]


def _write_lists(rows: list[Rows]) -> None:
    write_places(rows)
    write_times(rows)
    record(Article, {one.source.pk: one.source.body for one in rows})
