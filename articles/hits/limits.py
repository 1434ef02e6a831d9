"""How often something happens in a minute, counted in the cache: hits of an address above all.

Without a cache that answers no hit is refused. Several processes may let a few more pass, which they have not told.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.core.cache import cache

from articles.hits.visitors import visitor

logger = logging.getLogger("django.hits")

# A process counts the hits of an address by itself up to this part of the limit before it tells the others: most
# readers never come so far, and cost no question to the cache.
_PART = 60
_PAUSE = 5.0  # seconds that a cache which failed is left alone: asked each time it would make every reader wait
_left_alone_until = 0.0


@dataclass
class _Address:
    """How many hits of an address all processes told in this minute, and how many this one did not tell yet."""

    told: int = 0
    untold: int = 0


_minute = 0
_addresses: dict[int, _Address] = {}  # of this minute, by hash


def is_flood(address: str, at: datetime) -> bool:
    """Count one more hit of the address, and tell if that is too many."""
    # Its hash: no address is kept, here neither.
    hashed = visitor(address, "", at)
    counted = _of_this_minute(at).setdefault(hashed, _Address())
    counted.untold += 1
    if counted.untold >= max(1, settings.HITS_PER_MINUTE // _PART):
        counted.told, counted.untold = times_this_minute(f"hits:{hashed}", at, counted.untold) or 0, 0
    return counted.told + counted.untold > settings.HITS_PER_MINUTE


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
