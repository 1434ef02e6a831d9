"""Writing the index anew: online, batch by batch, or in bulk behind an import."""

from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction

from articles.fulltext import index
from articles.models import Article, SearchEntry
from yanjiang.lib.batches import batches
from yanjiang.lib.turns import let_others_write

# Articles a transaction. Those who search never wait for it; on SQLite all who write do, so a few at a time there.
BATCHES = {"sqlite": 25, "postgresql": 100}


def rebuild() -> Iterator[int]:
    """Write the entry of every article anew, and yield how many are done after each batch.

    What an article was found by before, it is found by until its batch is committed.
    """
    with transaction.atomic():
        index.backend().restore()
    yield from _write(Article.objects.order_by("pk").values_list("pk", flat=True), anew=True)


def build_missing(tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index what has no entry yet. Where nothing has one, the index is made at once at the end: many times as fast.

    `tell` hears after each batch how many of how many are done. Returns how many there were.
    """
    missing = Article.objects.exclude(pk__in=SearchEntry.objects.values("pk")).order_by("pk")
    is_first = not SearchEntry.objects.exists()
    numbers = list(missing.values_list("pk", flat=True))
    if is_first:
        index.backend().before_bulk()
    else:
        with transaction.atomic():
            index.backend().restore()  # the first time may have been killed before its end
    try:
        for done in _write(numbers, anew=False):
            tell(done, len(numbers))
    finally:
        if is_first:
            index.backend().after_bulk()
    return len(numbers)


def _write(numbers: Iterable[int], *, anew: bool) -> Iterator[int]:
    done = 0
    for ids in batches(numbers, size=BATCHES[connection.vendor]):
        SearchEntry.objects.reindex(ids, anew=anew)
        done += len(ids)
        let_others_write()
        yield done
