"""Writing the index anew: online, batch by batch, or in bulk behind an import."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from articles.fulltext import index
from articles.models import Article, SearchEntry
from yanjiang.lib.batches import batches
from yanjiang.lib.turns import let_others_write

# Articles a transaction. Those who search never wait for it; on SQLite all who write do, so a few at a time there.
BATCHES = {"sqlite": 25, "postgresql": 100}

FEW = 10  # times as many are written as have an entry already

# Hears after each batch how many of how many are done.
Tell = Callable[[int, int], None]


def rebuild(tell: Tell = lambda done, total: None) -> int:
    """Write the entry of every article anew. Returns how many there were.

    What an article was found by before, it is found by until its batch is committed; what is saved meanwhile writes
    its own entry, and a batch reads its articles only when it has them locked.
    """
    return _write_all(Article.objects.all(), tell, anew=True)


def build_missing(tell: Tell = lambda done, total: None) -> int:
    """Index what has no entry yet; return how many there were."""
    return _write_all(Article.objects.exclude(pk__in=SearchEntry.objects.values("pk")), tell, anew=False)


def _write_all(articles: Any, tell: Tell, *, anew: bool) -> int:
    """Write the entries of these articles; where few articles have one yet, make the index at once at the end.

    That is many times as fast. Until then PostgreSQL looks for what is searched without an index.
    """
    numbers = list(articles.order_by("pk").values_list("pk", flat=True))
    in_bulk = SearchEntry.objects.count() * FEW <= len(numbers)
    if in_bulk:
        index.backend().before_bulk()
    else:
        index.backend().restore()  # the first time may have been killed before its end
    try:
        return _write(numbers, tell, anew=anew)
    finally:
        if in_bulk:
            index.backend().after_bulk()


def _write(numbers: list[int], tell: Tell, *, anew: bool) -> int:
    done = 0
    for ids in batches(numbers, size=BATCHES[connection.vendor]):
        SearchEntry.objects.reindex(ids, anew=anew)
        done += len(ids)
        let_others_write()
        tell(done, len(numbers))
    return done
