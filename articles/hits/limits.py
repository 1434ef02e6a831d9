"""How often something happens in a minute, counted in the cache: hits of an address above all.

Without a cache that answers no hit is refused. Each of several processes may let a sixtieth of the limit more pass.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from django.conf import settings
from django.core.cache import cache

from articles.hits.visitors import visitor

logger = logging.getLogger("django.hits")

# What a process counts by itself before it tells the others is this fraction of the limit: most readers never come so
# often, and cost no question to the cache.
_UNTOLD = 1 / 60
_PAUSE = 5.0  # seconds that a cache which failed is left alone: asked each time it would make every reader wait
_left_alone_until = 0.0


@dataclass(slots=True)
class _Address:
    """Hits of an address in this minute: what all processes told, and what this one did not tell yet."""

    told: int = 0
    untold: int = 0


_counting = Lock()  # not held while the cache is asked
_minute = 0
_addresses: dict[int, _Address] = {}  # of this minute, by hash


def is_flood(address: str, at: datetime) -> bool:
    """Count one more hit of the address, and tell if that is too many."""
    # Its hash: no address is kept, here neither.
    hashed, limit = visitor(address, "", at), settings.HITS_PER_MINUTE
    with _counting:
        counted = _of_this_minute(at).setdefault(hashed, _Address())
        counted.untold += 1
        if counted.untold < limit * _UNTOLD:
            return counted.told + counted.untold > limit
        # Told once, whoever comes in the meantime.
        telling, counted.untold = counted.untold, 0
        counted.told += telling
    told = times_this_minute(f"hits:{hashed}", at, telling) or 0
    with _counting:
        counted.told = max(counted.told, told) if told else 0
    return told > limit


def _of_this_minute(at: datetime) -> dict[int, _Address]:
    global _minute
    minute = _minute_of(at)
    if minute != _minute:
        _minute = minute
        _addresses.clear()
    return _addresses


def times_this_minute(what: str, at: datetime, times: int = 1) -> int | None:
    """Count it so many times more; return how often it was in this minute, None where there is no cache that counts."""
    global _left_alone_until
    if monotonic() < _left_alone_until:
        return None
    try:
        return _count(f"{what}:{_minute_of(at)}", times)
    except Exception:  # whatever a cache raises: redis-py's errors derive from nothing of Django's
        logger.warning("The cache does not answer: nothing is limited", exc_info=True)
        _left_alone_until = monotonic() + _PAUSE
        return None


def _count(key: str, times: int) -> int:
    if cache.add(key, times, timeout=120):
        return times
    try:
        return int(cache.incr(key, times))
    except ValueError:  # gone since: emptied, or its time was over
        return times


def _minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60
