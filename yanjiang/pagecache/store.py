"""The pages in memory: so many bytes of them, and those that were asked for last."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import monotonic

from yanjiang.pagecache.entry import Entry
from yanjiang.pagecache.freshness import State

OLDEST = 60.0  # seconds: figures of reads, which change all the time, are at most this old


class Store:
    """Holds at most `most_bytes`, counted with the compressed bodies. Threads share it."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = Lock()
        self.bytes = 0

    def get(self, key: Hashable, state: State) -> Entry | None:
        """Return the page if it was made of what the site is now, and not too long ago."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.token != state.token or monotonic() - entry.made_at > OLDEST:
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def keep(self, key: Hashable, entry: Entry) -> None:
        """Keep the page, or count it anew: a body may have been compressed since."""
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
