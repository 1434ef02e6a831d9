"""Tells when the last good backup was made, and warns people who may see backups if that is too long ago.

It also puts backups and restores into the log of what staff did.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min

from yanjiang.backups.models import Backup
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

logger = logging.getLogger(__name__)

# If one nightly backup fails, the warning is shown from the middle of the next day on.
LONGEST = timedelta(days=1, hours=12)


class Overdue(NamedTuple):
    """A warning on the front page. `last` is the time of the last good backup, None if there was never one."""

    last: datetime | None


def log(kind: Entry.Kind, file: Path, details: str = "") -> None:
    """Log what a command did for staff to see."""
    _log(kind, "备份", file.name, details)


def log_moved(title: str, details: str) -> None:
    """Log that the uploads were moved."""
    _log(Entry.Kind.SETTINGS, "上传的文件", title, details)


def _log(kind: Entry.Kind, subject: str, title: str, details: str) -> None:
    """Write into the log. Between new code and its migrations it may have no table yet."""
    try:
        with transaction.atomic():
            record(Origin(None), kind, subject=subject, title=title, details=details)
    except DatabaseError as error:
        logger.warning("The staff log does not have what was done with %s: %s", title, error)


def last_good() -> datetime | None:
    """Return the time of the last backup that was finished, None if there is none."""
    return Backup.objects.order_by("-made_at").values_list("made_at", flat=True).first()


def most_uploads(*, since: datetime) -> int:
    """Return how many uploads the backup with most of them had. Between new code and its migrations it is 0."""
    try:
        with transaction.atomic():
            return Backup.objects.filter(made_at__gt=since).aggregate(most=Max("uploads"))["most"] or 0
    except DatabaseError:
        return 0


def overdue(person: Any, now: datetime) -> Overdue | None:
    """Return the warning for a person who may see backups, None if none is due.

    A site without a backup is warned when its first migration is as long ago.
    """
    if settings.DEMO or not person.has_perm("backups.view_backup"):
        return None
    last = last_good()
    since = last or _began()
    return Overdue(last) if since and now - since > LONGEST else None


def _began() -> datetime | None:
    """Return the time of the site's first migration."""
    began: datetime | None = MigrationRecorder.Migration.objects.aggregate(began=Min("applied"))["began"]
    return began
