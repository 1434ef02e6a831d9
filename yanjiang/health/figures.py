"""The findings as figures for Prometheus."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError, InterfaceError

from yanjiang.health import checks
from yanjiang.health.findings import ORDER
from yanjiang.metrics.gauges import Figure

# Name of a check -> the name of what it measures, and its meaning.
MEASURED = {
    "roll_up": ("roll_up_lag_seconds", "Age of the oldest view that waits for the roll-up"),
    "imports": ("imports_open", "Imports of old sites that wait or run"),
    "backup": ("backup_age_seconds", "Age of the last good backup"),
    "replica": ("replica_lag_seconds", "Age of the last change that the read replica has, 0 if it has all"),
    "disk": ("disk_free_bytes", "Free bytes of the disk that holds VAR_DIR"),
}


def figures(at: datetime) -> Iterator[Figure]:
    found = checks.findings(at)
    for finding in found:
        yield Figure("check", "0 ok, 1 degraded, 2 failed", ORDER.index(finding.state), {"check": finding.name})
    for finding in found:
        if finding.figure is not None and finding.name in MEASURED:
            name, words = MEASURED[finding.name]
            yield Figure(name, words, finding.figure)
    with suppress(DatabaseError, InterfaceError):  # the check of the database tells it
        yield Figure("views_waiting", "Views that wait for the roll-up, up to 100,000", checks.waiting_views())
