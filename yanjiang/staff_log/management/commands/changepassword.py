"""Django's `changepassword`. This one also leaves a row in the log of what staff did."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User

from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        told = super().handle(*args, **options)
        changed = User.objects.get_by_natural_key(options["username"] or getpass.getuser())
        record(Origin(None), Entry.Kind.RIGHTS, changed, "换密码")
        return told
