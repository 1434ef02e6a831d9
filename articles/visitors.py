"""Gives each visitor a number for today. It tells visitors apart but does not lead back to a person.

The number is a hash of IP address and agent under a salt that all processes share. The salt changes each day in
Shanghai and is overwritten when the day is over. IP address and agent are never stored.
"""

import secrets
from datetime import date, datetime
from hashlib import blake2b

from django.db.models import Q

from articles.models import HitState
from yanjiang.lib.days import local_day

_kept: dict[date, bytes] = {}  # this process's copy of today's salt, and of no other


def visitor(ip: str, agent: str, at: datetime) -> int:
    """Return the visitor's number of that day, as 64 bits with a sign."""
    told = f"{ip}\0{agent}".encode("utf-8", "replace")
    return int.from_bytes(blake2b(told, key=salt(local_day(at)), digest_size=8).digest(), signed=True)


def salt(day: date) -> bytes:
    """Return the day's salt. The first call on a new day makes it and overwrites the old one."""
    kept = _kept.get(day)
    if kept is None:
        kept = _made(day)
        _kept.clear()
        _kept[day] = kept
    return kept  # not `_kept[day]`, which another thread may have cleared by now


def _made(day: date) -> bytes:
    HitState.objects.get_or_create(pk=1)
    # One of the processes that come here at midnight writes. If the clock of one is behind, it takes the salt of the
    # day ahead.
    HitState.objects.filter(Q(salt_day=None) | Q(salt_day__lt=day), pk=1).update(
        salt=secrets.token_bytes(32), salt_day=day
    )
    return bytes(HitState.objects.values_list("salt", flat=True).get(pk=1))
