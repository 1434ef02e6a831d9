"""Hold files that were chosen in a form until the form is saved: browsers forget them when a form is shown again.

A held file has the rules of an upload behind it: its field has accepted it. The form names it by a random key.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum

from yanjiang.lib.stored import UploadsAwayError
from yanjiang.sent import removals
from yanjiang.sent.models import HeldFile

SUFFIX = "-held"  # of the field beside a file's own, with the key
WITHOUT = "-without"  # of the field that says that the file is not wanted any more
_KEY = re.compile(r"[0-9a-f]{24}")
MOST = 20  # files of one person
MOST_BYTES = 200 * 1024 * 1024  # of one person's files together


class HeldUpload(UploadedFile):  # type: ignore[type-arg]
    """A held file in the place of an upload. It is opened when it is read."""

    def __init__(self, row: HeldFile) -> None:
        self._opened: Any = None
        super().__init__(name=row.name, size=row.size)
        self.held, self._path = row.key, row.path

    @property
    def file(self) -> Any:
        if self._opened is None:
            self._opened = default_storage.open(self._path)
        return self._opened

    @file.setter
    def file(self, value: Any) -> None:
        """Ignore what Django's base class sets."""

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()


def keys_by_field(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of the held files that sent fields name, by the name of the file's own field."""
    return {
        name.removesuffix(SUFFIX): key for name, key in sent.items() if name.endswith(SUFFIX) and _KEY.fullmatch(key)
    }


def hold(user_id: int, upload: Any, *, at: datetime) -> bool:
    """Store a chosen file that its field has accepted, and put its key into `upload.held`.

    Returns False, and stores nothing, if the person has too many.
    """
    held = HeldFile.objects.filter(user=user_id).aggregate(count=Count("pk"), size=Sum("size"))
    if held["count"] >= MOST or (held["size"] or 0) + upload.size > MOST_BYTES:
        return False
    row = HeldFile(key=secrets.token_hex(12), user_id=user_id, name=upload.name, size=upload.size, at=at)
    with transaction.atomic():
        row.save(force_insert=True)
        upload.seek(0)
        default_storage.save(row.path, File(upload, name=row.path))
    upload.held = row.key
    return True


def put_back(request: Any) -> None:
    """Add the held files that a sent form names to its files, unless others were chosen since."""
    wanted = {
        key: name for name, key in keys_by_field(request.POST).items() if not request.POST.get(f"{name}{WITHOUT}")
    }
    for row in _rows(request.user.pk, wanted):
        name = wanted[row.key]
        if name not in request.FILES and _may_be_there(row.path):
            request.FILES.appendlist(name, HeldUpload(row))


def _may_be_there(path: str) -> bool:
    try:
        return default_storage.exists(path)
    except UploadsAwayError:  # the form's saving tells it
        return True


def used(user_id: int, keys: Iterable[str], *, at: datetime) -> None:
    """Note that a working copy still names these files, so that they are held as long as it is."""
    _rows(user_id, keys).update(at=at)


def let_go(request: Any) -> None:
    """Delete the held files that a form named. Call it in the transaction that saves the form."""
    _delete(_rows(request.user.pk, keys_by_field(request.POST).values()))


def _rows(user_id: int, keys: Iterable[str]) -> Any:
    """Return the person's rows of these keys. No query is needed where there is no key."""
    wanted = list(keys)[:MOST]
    return HeldFile.objects.filter(user=user_id, key__in=wanted) if wanted else HeldFile.objects.none()


def tidy(at: datetime) -> None:
    """Delete the files of forms that nobody has saved."""
    _delete(HeldFile.objects.filter(at__lt=at - timedelta(days=settings.WORKING_COPY_DAYS)).order_by("at")[:MOST])


def _delete(rows: Any) -> None:
    found = list(rows)
    if not found:
        return  # a save without files costs no savepoint
    with transaction.atomic():
        for row in found:
            removals.remove_after_commit([row.path])
            row.delete()
