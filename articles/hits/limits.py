"""Refuses beacons from an IP address that sends more than HITS_PER_MINUTE.

While the cache does not answer, no beacon is refused. Each process may admit a sixtieth of the limit too many.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.conf import settings

from articles.visitors import visitor
from yanjiang.lib import per_minute

# A process adds its count to the cache when the count reaches this fraction of the limit, which is one a second. Most
# readers send fewer beacons, and cost no request to the cache.
_UNREPORTED_FRACTION = 1 / 60


@dataclass(slots=True)
class _Sent:
    """Beacons of an IP address in this minute: the cache has counted some, the others are not reported yet."""

    in_cache: int = 0
    unreported: int = 0


_counting = Lock()  # not held while the cache is asked
_minute = 0
_sent: dict[int, _Sent] = {}  # of this minute, by hash


def is_one_too_many(ip: str, at: datetime) -> bool:
    """Count a beacon of an IP address; tell whether it has sent too many."""
    # Only the hash is kept, no IP address.
    hashed, limit = visitor(ip, "", at), settings.HITS_PER_MINUTE
    with _counting:
        counted = _of_this_minute(at).setdefault(hashed, _Sent())
        counted.unreported += 1
        if counted.unreported < limit * _UNREPORTED_FRACTION:
            return counted.in_cache + counted.unreported > limit
        # Reset first, so that concurrent requests do not report the same hits twice.
        added, counted.unreported = counted.unreported, 0
        counted.in_cache += added
    known = per_minute.times_this_minute(f"hits:{hashed}", at, added) or 0
    with _counting:
        # A cache that failed knows nothing: this process begins anew.
        counted.in_cache = max(counted.in_cache, known) if known else 0
    return known > limit


def _of_this_minute(at: datetime) -> dict[int, _Sent]:
    global _minute
    minute = per_minute.minute_of(at)
    if minute != _minute:
        _minute = minute
        _sent.clear()
    return _sent
