"""Builds the pairs and search entries that an import leaves to its end, for all articles that have none yet.

A killed import leaves articles without them; the next run builds them.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.fulltext import index
from articles.models import PUBLISHED, Article, ArticleBigram, SearchEntry
from articles.projections.pairs import write_pairs
from articles.projections.search import write_entries
from articles.projections.writing import read
from yanjiang.lib.batches import batches
from yanjiang.lib.growth import Growth
from yanjiang.lib.pauses import TimedBatches, let_others_write

PAIRED_AT_ONCE = 2000  # articles; on PostgreSQL one transaction, so that few queries count their pairs
# Articles in one transaction. Searches never wait for it; on SQLite all writers do, so the batches are small there.
INDEXED_AT_ONCE = {"sqlite": 25, "postgresql": 100}
FEW = 10  # The index is built in bulk if at least this many times as many entries are written as there are.

# A function that is called after each batch with the number of articles done and the total.
Tell = Callable[[int, int], None]


def build_pairs(tell: Tell = lambda done, total: None) -> int:
    """Choose the pairs of published articles that have none; return how many articles there were."""
    has_pairs = Exists(ArticleBigram.objects.filter(article=OuterRef("pk")))
    numbers = list(Article.objects.filter(~has_pairs, status=PUBLISHED).order_by("pk").values_list("pk", flat=True))
    done, transactions, growth = 0, TimedBatches(), Growth(ArticleBigram)
    common: set[str] = set()
    for many in batches(numbers, size=PAIRED_AT_ONCE):
        for ids in transactions.of(many):
            with transaction.atomic():
                write_pairs(read(ids), common=common)
            done += len(ids)
            tell(done, len(numbers))
        growth.add_batch()
    return len(numbers)


def build_search(tell: Tell = lambda done, total: None) -> int:
    """Index the articles that have no entry; return how many there were."""
    return _index_all(Article.objects.exclude(pk__in=SearchEntry.objects.values("pk")), tell, anew=False)


def rebuild_search(tell: Tell = lambda done, total: None) -> int:
    """Write the entry of every article anew. Returns how many there were.

    Visitors find an article by its former text until its batch is committed. An article that is saved meanwhile writes
    its own entry. A batch reads its articles only after it has locked them.
    """
    return _index_all(Article.objects.all(), tell, anew=True)


def _index_all(articles: QuerySet[Article], tell: Tell, *, anew: bool) -> int:
    """Write the entries of these articles. If few articles have one yet, build the index in bulk, which is faster.

    PostgreSQL then makes the index at the end, in one statement, and searches without it until then. SQLite merges the
    parts of its index at the end.
    """
    numbers = list(articles.order_by("pk").values_list("pk", flat=True))
    in_bulk = SearchEntry.objects.count() * FEW <= len(numbers)
    if in_bulk:
        index.backend().before_bulk()
    else:
        index.backend().restore()  # an earlier bulk run may have been killed before its end
    try:
        return _index(numbers, tell, anew=anew)
    finally:
        if in_bulk:
            index.backend().after_bulk()


def _index(numbers: list[int], tell: Tell, *, anew: bool) -> int:
    done = 0
    for ids in batches(numbers, size=INDEXED_AT_ONCE[connection.vendor]):
        with transaction.atomic():
            write_entries(read(ids), anew=anew)
        done += len(ids)
        let_others_write()
        tell(done, len(numbers))
    return done
