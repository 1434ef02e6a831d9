"""Writing the index anew: online, batch by batch, or in bulk behind an import."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from articles.fulltext import index
from articles.models import Article, SearchEntry
from yanjiang.lib.batches import batches

BATCH = 100  # articles a transaction: others who write wait for it, those who search do not


def rebuild() -> Iterator[int]:
    """Write the entry of every article anew, and yield how many are done after each batch.

    What an article was found by before, it is found by until its batch is committed.
    """
    with transaction.atomic():
        index.backend().restore()
    yield from _write(Article.objects.order_by("pk").values_list("pk", flat=True), anew=True)


def build_missing() -> int:
    """Index what has no entry yet. Where nothing has one, the index is made at once at the end: many times as fast."""
    missing = Article.objects.exclude(pk__in=SearchEntry.objects.values("pk")).order_by("pk")
    is_first = not SearchEntry.objects.exists()
    numbers = list(missing.values_list("pk", flat=True))
    if not is_first:
        return max(_write(numbers, anew=False), default=0)
    index.backend().before_bulk()
    try:
        return max(_write(numbers, anew=False), default=0)
    finally:
        with transaction.atomic():
            index.backend().after_bulk()


def _write(numbers: Iterable[int], *, anew: bool) -> Iterator[int]:
    done = 0
    for ids in batches(numbers, size=BATCH):
        SearchEntry.objects.reindex(ids, anew=anew)
        done += len(ids)
        yield done
