"""Writes the derived rows of articles where the tables differ from what `rows_of()` computes."""

from collections.abc import Iterable

from django.db import transaction

from articles.models import Article, ContentChange
from articles.projections import article_data
from articles.projections.derived_rows import Rows, rows_of
from articles.projections.lists import clear_listings, write_listings
from articles.projections.pairs import write_pairs
from articles.projections.search import write_entries
from articles.projections.tags import write_times
from yanjiang.lib.batches import batches
from yanjiang.pictures.texts import record

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
    """Write only the list rows of many new articles; `bulk` writes their pairs and search entries later."""
    for ids in batches(sorted(set(article_ids)), size=BATCH):
        with transaction.atomic(savepoint=False):
            _write_lists(read(ids))
            ContentChange.objects.note()


def clear(article_ids: Iterable[int]) -> None:
    """Take articles out of all lists. Call it before they are deleted; the database then deletes their other rows."""
    for ids in batches(sorted(article_ids), size=BATCH):
        with transaction.atomic(savepoint=False):
            clear_listings(ids)


def read(ids: list[int], *, lock: bool = True) -> list[Rows]:
    """Read these articles and compute their rows. With `lock`, the same transaction must write the rows."""
    articles, tree = article_data.read(ids, lock=lock), article_data.tree()
    return [rows_of(article, tree) for article in articles]


def _write_lists(rows: list[Rows]) -> None:
    write_listings(rows)
    write_times(rows)
    record(Article, {one.data.pk: one.data.body for one in rows})
