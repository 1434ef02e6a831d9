"""Django's `createsuperuser`. This one also leaves a row in the log of what staff did."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.db.models import Max

from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record_rows


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        last = User.objects.aggregate(last=Max("pk"))["last"] or 0
        super().handle(*args, **options)
        made = User.objects.filter(pk__gt=last, is_superuser=True)
        record_rows(Origin(None), Entry.Kind.RIGHTS, made, "新建超级用户")
