"""How many hits an address may send in a minute. Counted in the cache; without one that answers nobody is refused."""

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
    global _left_alone_until
    if monotonic() < _left_alone_until:
        return False
    # Its hash: no address is kept, here neither.
    key = f"hits:{visitor(address, '', at)}:{int(at.timestamp()) // 60}"
    try:
        return _count(key) > settings.HITS_PER_MINUTE
    except Exception:  # whatever a cache raises: redis-py's errors derive from nothing of Django's
        logger.warning("The cache does not answer: hits are not limited", exc_info=True)
        _left_alone_until = monotonic() + _PAUSE
        return False


def _count(key: str) -> int:
    if cache.add(key, 1, timeout=120):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # gone since: emptied, or its time was over
        return 1
