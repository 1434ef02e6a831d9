"""Find in the admin's log who saved a row last, to tell the second of two editors."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from yanjiang.lib.chinese import person_name


def last_saved(row: Model, since: Any) -> tuple[str, datetime | None]:
    """Return the person who last saved the row, and the time; ("", None) if that was before the timestamp `since`."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    entry = entries.select_related("user").order_by("-action_time", "-pk").first()
    if entry is None or not isinstance(since, (int, float)) or entry.action_time.timestamp() < since:
        return "", None
    user = entry.user
    name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
    return name, entry.action_time
