"""Count in the cache how often something happens in a minute."""

import logging
from datetime import datetime
from time import monotonic

from django.core.cache import cache

logger = logging.getLogger("django.per_minute")

_PAUSE = 5.0  # seconds without requests to a cache that failed: each of them would make a reader wait
_left_alone_until = 0.0


def times_this_minute(what: str, at: datetime, times: int = 1) -> int | None:
    """Add `times` to the count of `what` in this minute; return the count, or None if the cache does not answer."""
    global _left_alone_until
    if monotonic() < _left_alone_until:
        return None
    try:
        return _count(f"{what}:{minute_of(at)}", times)
    except Exception:  # any error of a cache: those of redis-py derive from no class of Django's
        logger.warning("The cache does not answer: nothing is limited", exc_info=True)
        _left_alone_until = monotonic() + _PAUSE
        return None


def minute_of(at: datetime) -> int:
    """Return the number of the minute since 1970."""
    return int(at.timestamp()) // 60


def _count(key: str, times: int) -> int:
    if cache.add(key, times, timeout=120):
        return times
    try:
        return int(cache.incr(key, times))
    except ValueError:  # the key is gone by now: the cache was emptied, or its time was over
        return times
