"""The counts of this process, in memory: a few list items and a lock for each request, no file and no database."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

# Seconds. A page out of memory takes 0.2 ms, a page that is made 2 ms, a search 20 ms, a report a second.
BUCKETS = (0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0)

# Names of counts, as Prometheus gets them without the prefix and `_total`.
BEACONS, SEARCHES, LOGINS_REFUSED = "beacons", "searches", "logins_refused"

Request = tuple[str, int, str]  # kind, status, what the page cache did
Count = tuple[str, str]  # name, and the value of its one label


@dataclass
class Tally:
    """Requests by what they are: how many fell into each bucket or above all, then their seconds. And plain counts."""

    requests: dict[Request, list[float]] = field(default_factory=dict)
    counts: Counter[Count] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        for key, cells in other.requests.items():
            own = self.requests.setdefault(key, [0.0] * len(cells))
            self.requests[key] = [mine + more for mine, more in zip(own, cells, strict=True)]
        self.counts.update(other.counts)

    def copy(self) -> "Tally":
        return Tally({key: list(cells) for key, cells in self.requests.items()}, Counter(self.counts))


_own = Tally()
_lock = Lock()


def request(kind: str, status: int, page_cache: str, seconds: float) -> None:
    """Count a request that was answered."""
    key = (kind, status, page_cache)
    bucket = bisect_left(BUCKETS, seconds)
    with _lock:
        cells = _own.requests.get(key)
        if cells is None:
            cells = _own.requests[key] = [0.0] * (len(BUCKETS) + 2)
        cells[bucket] += 1
        cells[-1] += seconds


def count(name: str, label: str = "") -> None:
    """Count something that happened."""
    with _lock:
        _own.counts[name, label] += 1


def own() -> Tally:
    """Return a copy of what this process has counted."""
    with _lock:
        return _own.copy()


def clear() -> None:
    """Begin at zero."""
    with _lock:
        _own.requests.clear()
        _own.counts.clear()
