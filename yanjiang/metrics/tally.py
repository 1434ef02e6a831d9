"""The counts of this process, in memory. A request appends what it was to a list, and is added up with others later."""

from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass, field
from threading import Lock

from yanjiang.metrics.kinds import kind_of

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
# Path, status, what the page cache did, seconds. A process that nobody asks for its counts keeps no more than these.
_noted: deque[tuple[str, int, str, float]] = deque(maxlen=100_000)


def request(path: str, status: int, page_cache: str, seconds: float) -> None:
    """Note a request that was answered. Adding up many at once takes a third of the time, and needs one lock."""
    _noted.append((path, status, page_cache, seconds))


def count(name: str, label: str = "") -> None:
    """Count something that happened."""
    with _lock:
        _own.counts[name, label] += 1


def own() -> Tally:
    """Return a copy of what this process has counted."""
    with _lock:
        while _noted:
            _add_up(*_noted.popleft())
        return _own.copy()


def _add_up(path: str, status: int, page_cache: str, seconds: float) -> None:
    kind = kind_of(path)
    if kind is None:
        return
    cells = _own.requests.setdefault((kind, status, page_cache), [0.0] * (len(BUCKETS) + 2))
    cells[bisect_left(BUCKETS, seconds)] += 1
    cells[-1] += seconds


def clear() -> None:
    """Begin at zero."""
    with _lock:
        _noted.clear()
        _own.requests.clear()
        _own.counts.clear()
