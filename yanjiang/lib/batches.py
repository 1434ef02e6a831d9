"""Many rows, a few at a time: below what one statement may hold (SQLite takes 250,000 values, less in old builds)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

SIZE = 500


def batches(items: Iterable[Item], *, size: int = SIZE) -> Iterator[list[Item]]:
    """Cut items into lists of `size`, the last one shorter. (`itertools.batched` comes with Python 3.12.)"""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
