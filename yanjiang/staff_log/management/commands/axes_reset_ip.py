"""The command `axes_reset_ip` of django-axes. This one also leaves a row in the log of what staff did."""

from typing import Any

from axes.management.commands import axes_reset_ip

from yanjiang.staff_log.writing import record_unlocked


class Command(axes_reset_ip.Command):  # type: ignore[misc]
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        record_unlocked(*options["ip"])
