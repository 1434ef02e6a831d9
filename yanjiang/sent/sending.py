"""One submission of a form: tell whether it was submitted before, and which row it saved."""

import json
import uuid
from datetime import datetime, timedelta
from typing import cast

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yanjiang.sent.models import SentForm

FIELD = "form_token"
NOT_CONTENT = (FIELD, "csrfmiddlewaretoken", "copies")
KEPT = timedelta(days=7)  # long enough for a page that stays open over a holiday
TIDIED_EVERY = 100  # on average, because tokens are random


class Sending:
    """A submitted form, identified by the token of its page. A form without a token never counts as repeated.

    `before` is the row of the first submission that was saved. Call `begin()` before a new row is saved: a simultaneous
    submission with the same token then waits for this transaction, and gets an IntegrityError after its commit. For
    changes of an existing row, a lock on that row serves instead.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.token = _token(request.POST.get(FIELD, ""))
        self._user_id = cast(int, request.user.pk)  # the admin requires a login
        self._content = _content(request)
        self.before = SentForm.objects.filter(pk=self.token, user=self._user_id).first() if self.token else None

    @property
    def is_repeated(self) -> bool:
        """Tell whether the same token was saved already with the same content."""
        return self.before is not None and self.before.content == self._content

    def begin(self, at: datetime) -> None:
        if self.token and not self.before:
            if self.token.int % TIDIED_EVERY == 0:
                SentForm.objects.filter(at__lt=at - KEPT).delete()
            self.before = self._row(at)
            self.before.save(force_insert=True)

    def end(self, object_id: str, after: str, *, at: datetime) -> None:
        """Record the saved row and its digest. `object_id` is "" if the form was not saved."""
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
    """Return a digest of all sent fields and files. It is keyed, because a field may be a password.

    A held file is known by its field: the second of two equal submissions finds it no more.
    """
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    chosen = ((name, [file for file in files if not hasattr(file, "held")]) for name, files in request.FILES.lists())
    files = sorted((name, [(file.name, file.size) for file in files]) for name, files in chosen if files)
    return salted_hmac("yanjiang.sent", json.dumps([fields, files]), algorithm="sha256").hexdigest()
