"""The size limit of the page cache, and the order in which it drops pages."""

from datetime import UTC, datetime

import pytest

from yanjiang.pagecache import store as module
from yanjiang.pagecache.freshness import State
from yanjiang.pagecache.kept_page import OVERHEAD, KeptPage
from yanjiang.pagecache.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STATE = State({"content": "today"}, at=NOW, until=NOW)


def page(size: int = 1_000, *, token: str = "today") -> KeptPage:
    return KeptPage(headers={}, page=b"x" * size, etag="", token=(NOW, token))


def test_the_page_asked_for_last_stays() -> None:
    store: Store[KeptPage] = Store(3 * (OVERHEAD + 1_000))
    for key in ("a", "b", "c"):
        store.keep(key, page())
    assert store.get("a", STATE)
    store.keep("d", page())
    assert [key for key in ("a", "b", "c", "d") if store.get(key, STATE)] == ["a", "c", "d"]


def test_compressed_forms_count() -> None:
    store: Store[KeptPage] = Store(2 * OVERHEAD + 5_000)
    first, second = page(), page()
    store.keep("a", first)
    store.keep("b", second)
    second.bodies["gzip"] = b"z" * 3_500
    store.keep("b", second)
    assert [key for key in ("a", "b") if store.get(key, STATE)] == ["b"]
    assert store.bytes == second.size == OVERHEAD + 4_500


def test_the_bytes_are_those_of_what_is_kept() -> None:
    store: Store[KeptPage] = Store(100_000)
    for number in range(100):
        store.keep(f"{number % 30}", page(number * 50))
        assert store.bytes <= 100_000
    kept = [found.size for key in range(30) if (found := store.get(str(key), STATE))]
    assert (store.bytes, len(store)) == (sum(kept), len(kept))


def test_a_page_larger_than_the_store_is_not_kept() -> None:
    store: Store[KeptPage] = Store(5_000)
    store.keep("small", page())
    store.keep("large", page(5_000))
    assert (len(store), store.get("large", STATE)) == (1, None)


def test_a_page_of_another_state_is_gone() -> None:
    store: Store[KeptPage] = Store(10_000)
    store.keep("a", page(token="yesterday"))
    assert store.get("a", STATE) is None
    assert (len(store), store.bytes) == (0, 0)


@pytest.mark.parametrize(("seconds", "is_kept"), [(19, True), (21, False)])
def test_a_page_is_twenty_seconds_old_at_most(monkeypatch: pytest.MonkeyPatch, seconds: int, is_kept: bool) -> None:  # noqa: FBT001
    store: Store[KeptPage] = Store(10_000)
    made = page()
    store.keep("a", made)
    monkeypatch.setattr(module, "monotonic", lambda: made.made_at + seconds)
    assert (store.get("a", STATE) is not None) is is_kept
