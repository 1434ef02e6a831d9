"""One arrival of a form: whether it came before, and as what it was saved."""

import json
import uuid
from datetime import datetime, timedelta
from typing import cast

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yanjiang.lib.sent.models import SentForm

FIELD = "form_token"
NOT_CONTENT = (FIELD, "csrfmiddlewaretoken")
KEPT = timedelta(days=7)  # a page that was left open over a holiday
TIDIED_EVERY = 100  # tokens, which are random


class Sending:
    """A form that arrived, by the token that its page was given. Without a token it is like no other.

    `before` is the row of its first arrival that was saved. Call `begin()` before a new row is saved: whoever sends the
    same at the same time then waits for this transaction, and gets an IntegrityError when it has saved. A row that is
    changed is locked instead.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.token = _token(request.POST.get(FIELD, ""))
        self._user_id = cast(int, request.user.pk)  # the admin lets nobody in who has none
        self._content = _content(request)
        self.before = SentForm.objects.filter(pk=self.token, user=self._user_id).first() if self.token else None

    @property
    def is_repeated(self) -> bool:
        """Tell whether the very same was saved already."""
        return self.before is not None and self.before.content == self._content

    def begin(self, at: datetime) -> None:
        if self.token and not self.before:
            if self.token.int % TIDIED_EVERY == 0:
                SentForm.objects.filter(at__lt=at - KEPT).delete()
            self.before = self._row(at)
            self.before.save(force_insert=True)

    def end(self, object_id: str, after: str, *, at: datetime) -> None:
        """Keep what it was saved as; "" for a form that was not saved."""
        if self.token and not self.before and object_id:
            row = self._row(at)
            row.object_id, row.after = object_id, after
            row.save(force_insert=True)
        elif self.before and object_id:
            self.before.content, self.before.object_id, self.before.after = self._content, object_id, after
            self.before.save()
        elif self.before and not self.before.object_id:
            self.before.delete()

    def _row(self, at: datetime) -> SentForm:
        return SentForm(pk=self.token, user_id=self._user_id, content=self._content, at=at)


def new_token() -> str:
    return str(uuid.uuid4())


def _token(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _content(request: HttpRequest) -> str:
    """Return a digest of all that was sent. A keyed one: there may be a password in it."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    files = sorted((name, [(file.name, file.size) for file in files]) for name, files in request.FILES.lists())
    return salted_hmac("yanjiang.sent", json.dumps([fields, files]), algorithm="sha256").hexdigest()
