"""Admins whose additions, changes and deletions stand in the log of what staff did, beside Django's own log."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext

from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record_rows

Kind = Entry.Kind


class LoggedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    log_kind: Kind | None = None  # of all that is done here, in place of 新建, 修改 and 删除

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: Any = False) -> Any:  # noqa: FBT002
        """Name the changed fields as the form does. Django has some of its own by English names, which it stores."""
        parts: Any = super().construct_change_message(request, form, formsets, add)
        for part in parts:
            if "changed" in part and "name" not in part["changed"]:
                part["changed"]["fields"] = [_label(form, name) for name in form.changed_data]
        return parts

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._log(request, Kind.ADD, [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any, kind: Kind = Kind.CHANGE) -> Any:
        entry: LogEntry = super().log_change(request, obj, message)
        self._log(request, kind, [obj], entry.get_change_message())
        return entry

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        self._log(request, Kind.DELETE, queryset)
        return super().log_deletions(request, queryset)

    def _log(self, request: HttpRequest, kind: Kind, rows: Any, details: str = "") -> None:
        if self.log_kind:
            record_rows(Origin.of(request), self.log_kind, rows, details or kind.label)
        else:
            record_rows(Origin.of(request), kind, rows, details)


def _label(form: Any, name: str) -> str:
    return str((form.fields[name].label if name in form.fields else None) or gettext(name))
