"""What many pages have in common, lists and rendered fragments: made once, and again when the site has changed."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from yanjiang.pagecache import freshness
from yanjiang.pagecache.store import Kept, Store

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

# Bytes, about what an entry takes beside a fragment, and what a list of rows counts as.
OVERHEAD, ROWS = 500, 4_000

store: Store[Kept] = Store(settings.PAGE_CACHE_MB * 250_000)  # a quarter of what pages have


def common(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` made for this key while the site was as it is now. Treat it as read-only: threads share it.

    In a transaction it is made anew each time, for it may show what is not committed yet.
    """
    return common_each([key], lambda _missing: {key: make()})[key]


def common_each(keys: Sequence[Key], make: Callable[[list[Key]], Mapping[Key, Value]]) -> dict[Key, Value]:
    """Return the value of each key; those that are not known are made at once."""
    state = None if connection.in_atomic_block else freshness.current()
    if state is None:
        return dict(make(list(keys)))
    kept = {key: found for key in keys if (found := store.get(key, state))}
    values: dict[Key, Value] = {key: found.value for key, found in kept.items()}
    if missing := [key for key in keys if key not in kept]:
        for key, value in make(missing).items():
            values[key] = value
            store.keep(key, Kept(value, token=state.token, size=_size(value)))
    return values


def _size(value: Any) -> int:
    return OVERHEAD + len(value.encode()) if isinstance(value, str) else ROWS
