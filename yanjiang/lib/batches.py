"""Cut many rows into batches that one statement can hold (SQLite takes 250,000 values, less in old builds)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

SIZE = 500


def batches(items: Iterable[Item], *, size: int = SIZE) -> Iterator[list[Item]]:
    """Yield lists of `size` items, the last one perhaps shorter. (`itertools.batched` needs Python 3.12.)"""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
