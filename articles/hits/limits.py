"""How often something happens in a minute, counted in the cache: hits of an address above all.

Without a cache that answers no hit is refused.
"""

import logging
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.core.cache import cache

from articles.hits.visitors import visitor

logger = logging.getLogger("django.hits")

_PAUSE = 5.0  # seconds that a cache which failed is left alone: asked each time it would make every reader wait
_left_alone_until = 0.0


def is_flood(address: str, at: datetime) -> bool:
    """Count one more hit of the address, and tell if that is too many."""
    # Its hash: no address is kept, here neither.
    return (times_this_minute(f"hits:{visitor(address, '', at)}", at) or 0) > settings.HITS_PER_MINUTE


def times_this_minute(what: str, at: datetime) -> int | None:
    """Count it once more, and return how often it was in this minute. None where there is no cache that counts."""
    global _left_alone_until
    if monotonic() < _left_alone_until:
        return None
    try:
        return _count(f"{what}:{int(at.timestamp()) // 60}")
    except Exception:  # whatever a cache raises: redis-py's errors derive from nothing of Django's
        logger.warning("The cache does not answer: nothing is limited", exc_info=True)
        _left_alone_until = monotonic() + _PAUSE
        return None


def _count(key: str) -> int:
    if cache.add(key, 1, timeout=120):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # gone since: emptied, or its time was over
        return 1
