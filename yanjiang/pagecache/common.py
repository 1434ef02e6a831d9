"""A cache of lists and rendered fragments that many pages share. Entries are made again when the site has changed."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from yanjiang.pagecache import freshness
from yanjiang.pagecache.store import Kept, Store

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

# Bytes that an entry needs beside its fragment, and the assumed size of a list of rows.
OVERHEAD, ROWS = 500, 4_000

_is_apart: ContextVar[bool] = ContextVar("is_apart", default=False)

store: Store[Kept] = Store(settings.PAGE_CACHE_MB * 250_000)  # bytes: a quarter of the pages' share


def common(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return the value of this key, made by `make` in the site's present state. Threads share it: it is read-only.

    In a transaction the value is never cached, because it may contain uncommitted changes.
    """
    state = _state()
    if state is None:
        return make()
    if kept := store.get(key, state):
        found: Value = kept.value
        return found
    return _keep(key, make(), state)


@contextmanager
def apart() -> Iterator[None]:
    """Make every value of the block anew and keep none, for a page that shows what public pages do not (yet)."""
    token = _is_apart.set(True)
    try:
        yield
    finally:
        _is_apart.reset(token)


def common_each(keys: Sequence[Key], make: Callable[[list[Key]], Mapping[Key, Value]]) -> dict[Key, Value]:
    """Return the value of each key. One call of `make` makes all missing values.

    It may make others with them, for which somebody asks next. They are kept too.
    """
    if not keys:
        return {}
    state = _state()
    if state is None:
        return dict(make(list(keys)))
    kept = {key: found for key in keys if (found := store.get(key, state))}
    values: dict[Key, Value] = {key: found.value for key, found in kept.items()}
    if missing := [key for key in keys if key not in kept]:
        values |= {key: _keep(key, value, state) for key, value in make(missing).items()}
    return values


def _state() -> freshness.State | None:
    return None if connection.in_atomic_block or _is_apart.get() else freshness.current()


def _keep(key: Hashable, value: Value, state: freshness.State) -> Value:
    store.keep(key, Kept(value, token=state.token, size=_size(value)))
    return value


def fragment(name: str, *keys: Any, caller: Callable[[], str]) -> str:
    """Render the content of a template's call block once for all pages with the same keys, until the site changes.

    A template writes `{% call common("navigation", way) %} … {% endcall %}`. A list of rows as a key counts by their
    primary keys. Everything else in the fragment must be the same on all pages.
    """
    return common(("fragment", name, *map(_key, keys)), caller)


def _key(value: Any) -> Any:
    return tuple(row.pk for row in value) if isinstance(value, list) else value


def _size(value: Any) -> int:
    return OVERHEAD + len(value.encode()) if isinstance(value, str) else ROWS
