"""Who saved a row last, by the admin's log: what the second of two people is told."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from yanjiang.lib.chinese import person_name


def last_saved(row: Model, since: Any) -> tuple[str, datetime | None]:
    """Return who saved the row last and when; nobody if that was before `since`, a timestamp that a form sent."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    entry = entries.select_related("user").order_by("-action_time", "-pk").first()
    if entry is None or not isinstance(since, (int, float)) or entry.action_time.timestamp() < since:
        return "", None
    user = entry.user
    name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
    return name, entry.action_time
