"""Removes files of deleted rows. A file that the storage does not remove now is noted, and `tidy()` tries again.

The name of a file is random, so that no later file has it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import Error, transaction
from django.utils import timezone

from yanjiang.sent.models import FileToRemove

logger = logging.getLogger(__name__)

MOST = 200  # files of one call


def remove_after_commit(names: Iterable[str]) -> None:
    """Remove files that nothing refers to any more, when the transaction is committed."""
    for name in names:
        transaction.on_commit(partial(remove, name), robust=True)


def remove(name: str) -> None:
    """Remove a file now, or note it."""
    try:
        default_storage.delete(name)
    except OSError as problem:
        logger.warning("A file is not removed yet: %s", problem)
        _note(name)


def _note(name: str) -> None:
    try:
        with transaction.atomic():
            FileToRemove.objects.update_or_create(name=name, defaults={"tried_at": timezone.now()})
    except Error:
        logger.exception("A file of a deleted row stays, remove it by hand: %s", name)


def tidy(at: datetime) -> None:
    """Remove what was noted. Those that were tried last come last, so that one that is refused holds up no other."""
    for row in FileToRemove.objects.order_by("tried_at")[:MOST]:
        try:
            default_storage.delete(row.name)
        except (OSError, SuspiciousOperation):
            FileToRemove.objects.filter(pk=row.pk).update(tried_at=at)
        else:
            row.delete()
