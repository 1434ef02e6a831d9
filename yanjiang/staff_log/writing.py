"""Writes the log of what staff did. Every writer of the portal calls one of these functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest

from yanjiang.lib.browsers import address, browser
from yanjiang.lib.chinese import person_name
from yanjiang.staff_log.models import Entry

COMMAND, BY_ITSELF = "命令行", "到时自动"


@dataclass(frozen=True)
class Origin:
    """The person who does something, and the place. `user` is None where nobody is known, as for a command."""

    user: User | None
    address: str = ""
    browser: str = COMMAND

    @classmethod
    def of(cls, request: HttpRequest) -> "Origin":
        return cls(request.user if isinstance(request.user, User) else None, address(request), browser(request))

    @property
    def who(self) -> str:
        """Return the person's name and account, as 林一（linyi）."""
        if self.user is None:
            return ""
        account = self.user.get_username()
        name = person_name(last_name=self.user.last_name, first_name=self.user.first_name, username=account)
        return name if name == account else f"{name}（{account}）"


def record(
    origin: Origin, kind: Entry.Kind, row: Model | None = None, details: str = "", *, subject: str = "", title: str = ""
) -> None:
    """Log what was done with a row, or with something that has a name and no row."""
    if row is not None:
        record_rows(origin, kind, [row], details)
    else:
        _entry(origin, kind, details, subject=subject, title=title).save()


def record_rows(origin: Origin, kind: Entry.Kind, rows: Iterable[Model], details: str = "") -> None:
    """Log what was done with each of these rows, by one statement."""
    Entry.objects.bulk_create(
        _entry(origin, kind, details, subject=str(row._meta.verbose_name), number=str(row.pk), title=str(row))
        for row in rows
    )


def record_unlocked(*names: str) -> None:
    """Log that a command lets these names or addresses log in again."""
    for name in names:
        record(Origin(None), Entry.Kind.RIGHTS, subject="登录", title=name, details="解除锁定")


def log_changes(
    origin: Origin, rows: Iterable[Model], message: str, *, kind: Entry.Kind = Entry.Kind.CHANGE, details: str = ""
) -> None:
    """Log a change of several rows, here and in the history of each.

    A message that has words of a body is for the histories alone, and `details` replaces it here.
    """
    changed = list(rows)
    if origin.user:
        LogEntry.objects.log_actions(origin.user.pk, changed, CHANGE, message)
    record_rows(origin, kind, changed, details or message)


def _entry(
    origin: Origin, kind: Entry.Kind, details: str, *, subject: str = "", number: str = "", title: str = ""
) -> Entry:
    return Entry(
        user_id=origin.user.pk if origin.user else None,
        who=origin.who[:200],
        kind=kind,
        subject=subject[:60],
        number=number[:60],
        title=title[:200],
        details=details[:500],
        address=origin.address,
        browser=origin.browser[:40],
    )
