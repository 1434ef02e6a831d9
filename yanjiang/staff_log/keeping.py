"""How long the log is kept, and what guards its rows meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from yanjiang.staff_log.models import Entry

AT_ONCE = 1_000  # rows that one call deletes; the next one goes on
MARGIN = timedelta(hours=1)  # the triggers go by the database's clock, SQLite's by whole seconds
GUARDS = frozenset({"staff_log_no_update", "staff_log_no_delete"})  # the triggers of the migration 0002
POSTGRES_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"


def tidy(now: datetime) -> int:
    """Delete some of the rows that were kept long enough; return how many. A timer calls it again and again."""
    return Entry.objects.forget(before=now - timedelta(days=settings.STAFF_LOG_DAYS) - MARGIN, most=AT_ONCE)


def missing_triggers() -> set[str]:
    """Return the names of the guarding triggers that the database lacks, or that are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS if connection.vendor == "sqlite" else POSTGRES_TRIGGERS, [Entry._meta.db_table])
        return set(GUARDS - {name for name, *_sql in cursor.fetchall()})


@contextmanager
def unguarded() -> Iterator[None]:
    """Let `manage.py flush` empty the table. PostgreSQL truncates it, SQLite deletes rows, which a trigger refuses."""
    if connection.vendor != "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [Entry._meta.db_table])
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
