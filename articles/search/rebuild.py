"""Writing the index anew: online, batch by batch, or in bulk behind an import."""

from collections.abc import Callable

from django.db import connection, transaction

from articles.fulltext import index
from articles.models import Article, SearchEntry
from yanjiang.lib.batches import batches
from yanjiang.lib.turns import let_others_write

# Articles a transaction. Those who search never wait for it; on SQLite all who write do, so a few at a time there.
BATCHES = {"sqlite": 25, "postgresql": 100}


# Hears after each batch how many of how many are done.
Tell = Callable[[int, int], None]


def rebuild(tell: Tell = lambda done, total: None) -> int:
    """Write the entry of every article anew, in bulk where none has one. Returns how many there were.

    What an article was found by before, it is found by until its batch is committed.
    """
    if not SearchEntry.objects.exists():
        return build_missing(tell)
    with transaction.atomic():
        index.backend().restore()
    return _write(list(Article.objects.order_by("pk").values_list("pk", flat=True)), tell, anew=True)


def build_missing(tell: Tell = lambda done, total: None) -> int:
    """Index what has no entry yet; return how many there were.

    Where nothing has one, the index is made at once at the end: many times as fast.
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
        return _write(numbers, tell, anew=False)
    finally:
        if is_first:
            index.backend().after_bulk()


def _write(numbers: list[int], tell: Tell, *, anew: bool) -> int:
    done = 0
    for ids in batches(numbers, size=BATCHES[connection.vendor]):
        SearchEntry.objects.reindex(ids, anew=anew)
        done += len(ids)
        let_others_write()
        tell(done, len(numbers))
    return done
