"""An in-memory store of limited size that drops the least recently used entries."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from yanjiang.pagecache.freshness import State

# Seconds. Counts of reads change all the time. They are at most a minute old: a page of this age may contain a fragment
# that had this age when the page was made. A fragment, such as the sidebar, may contain another one.
OLDEST = 20.0


class Keepable(Protocol):
    """An entry that was made in the state of the site with this token."""

    @property
    def token(self) -> Hashable: ...
    @property
    def made_at(self) -> float: ...
    @property
    def size(self) -> int: ...


@dataclass(frozen=True)
class Kept:
    """Any value with its size in bytes."""

    value: Any
    token: Hashable
    size: int
    made_at: float = field(default_factory=monotonic)


Item = TypeVar("Item", bound=Keepable)


class Store(Generic[Item]):
    """Holds at most `most_bytes`, later compressed bodies included. Threads share it."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._entries: OrderedDict[Hashable, Item] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = Lock()
        self.bytes = 0

    def get(self, key: Hashable, state: State) -> Item | None:
        """Return the entry if it was made in the site's present state and is at most `OLDEST` seconds old."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.token != state.token or monotonic() - entry.made_at > OLDEST:
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def keep(self, key: Hashable, entry: Item) -> None:
        """Keep the entry, or update its size after another body was compressed."""
        if self._sizes.get(key) == entry.size and self._entries.get(key) is entry:
            return
        with self._lock:
            self._drop(key)
            if entry.size > self._most_bytes:
                return
            self._entries[key], self._sizes[key] = entry, entry.size
            self.bytes += entry.size
            while self.bytes > self._most_bytes:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._sizes.clear()
            self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def _drop(self, key: Hashable) -> None:
        if self._entries.pop(key, None):
            self.bytes -= self._sizes.pop(key)
