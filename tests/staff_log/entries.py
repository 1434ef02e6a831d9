"""Rows of the log for tests, and what the log says."""

from typing import Any

from yanjiang.staff_log.models import Entry


def make_entry(**fields: Any) -> Entry:
    """Make a row: 周言 changed an article, unless told otherwise."""
    return Entry.objects.create(
        **{
            "who": "周言（zhou）",
            "kind": Entry.Kind.CHANGE,
            "subject": "文章",
            "number": "7",
            "title": "演讲的开场白",
            "details": "已修改正文。",
            "address": "203.0.113.5",
            "browser": "Windows 电脑上的火狐浏览器",
            **fields,
        }
    )


def told() -> list[tuple[str, str, str, str]]:
    """Return the rows, the oldest first: kind, kind of object, its name, details."""
    rows = Entry.objects.order_by("pk")
    return [(str(entry.get_kind_display()), entry.subject, entry.title, entry.details) for entry in rows]
