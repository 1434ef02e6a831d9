"""Keep what is typed into the forms of articles until it is saved."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import WorkingCopy
from yanjiang.sent.models import SentForm
from yanjiang.sent.sending import FIELD, NOT_CONTENT

Fields = dict[str, list[str]]

COPIES = "copies"  # the field of a form that names the working copies which the form replaces
PAGE = "page"  # sent in place of the form's token by a page that was saved, and opened again with "back"
MOST_CHARS = 2_000_000  # of names and values together; a body of a million characters fits twice
MOST_REPLACED = 10
MOST_NEW = 20  # unsaved new articles of one editor
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_DIGITS = 16  # of microseconds since then: up to the year 2286

# An earlier state of a form may arrive after the form was saved.
SAVED = Exists(SentForm.objects.filter(pk=OuterRef("page"), user=OuterRef("user")).exclude(object_id=""))


class Outcome(StrEnum):
    KEPT = "kept"
    SAVED = "saved"  # the form was saved already, and this is an earlier state of it
    ELSEWHERE = "elsewhere"  # another page of the same editor keeps a working copy of the same article
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Replaced:
    """A working copy that a form replaces, by the page that wrote it. With `at`, not one that was typed later."""

    page: uuid.UUID
    at: datetime | None = None

    @property
    def condition(self) -> Q:
        return Q(page=self.page, typed_at__lte=self.at) if self.at else Q(page=self.page)


def typed(sent: Any) -> Fields:
    """Return the sent fields that an editor filled in, without buttons. Files are not among them."""
    # PostgreSQL's JSON cannot hold the character NUL.
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in sent.lists()
        if name not in (*NOT_CONTENT, PAGE) and not name.startswith("_")
    }


def name_of(copy: WorkingCopy) -> str:
    """Return what a form says in `COPIES` if it was filled with this working copy as it is now."""
    return f"{copy.page}@{(copy.typed_at - EPOCH) // timedelta(microseconds=1)}"


def replaced_by(sent: Any) -> list[Replaced]:
    """Return what a sent form replaces, its own working copy first. Names that no form has are left out."""
    words = " ".join([sent.get(PAGE, ""), sent.get(FIELD, ""), sent.get(COPIES, "")])
    return list(dict.fromkeys(_read(words)))[:MOST_REPLACED]


def _read(words: str) -> Iterator[Replaced]:
    for word in words.split():
        page, _at, micros = word.partition("@")
        is_time = micros.isascii() and micros.isdigit() and len(micros) <= MOST_DIGITS
        try:
            yield Replaced(uuid.UUID(page), EPOCH + timedelta(microseconds=int(micros)) if is_time else None)
        except ValueError:
            continue


def keep(user_id: int, article_id: int | None, replaced: list[Replaced], fields: Fields, *, at: datetime) -> Outcome:
    """Write the editor's working copy of an article, or of a new one, for the page that `replaced` names first.

    A working copy that another page wrote stays: it is offered to the editor.
    """
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST_CHARS:
        return Outcome.TOO_LONG
    own, page = WorkingCopy.objects.filter(user=user_id, article=article_id), replaced[0].page
    for copy in replaced:
        if own.filter(copy.condition).update(page=page, fields=fields, typed_at=at):
            return Outcome.KEPT
    if article_id is None and own.count() >= MOST_NEW:
        return Outcome.TOO_MANY
    made = WorkingCopy(user_id=user_id, article_id=article_id, page=page, fields=fields, typed_at=at)
    WorkingCopy.objects.bulk_create([made], ignore_conflicts=True)
    return _written(own, page)


def _written(own: QuerySet[WorkingCopy], page: uuid.UUID) -> Outcome:
    """Tell what became of a new working copy. Looking after writing sees a save that was committed in between."""
    written = own.filter(page=page).annotate(is_saved=SAVED).defer("fields").first()
    if written is None:
        return Outcome.ELSEWHERE
    if written.is_saved:
        written.delete()
        return Outcome.SAVED
    return Outcome.KEPT


def of(user_id: int, article_id: int | None) -> list[WorkingCopy]:
    """Return the editor's working copies of an article, or of new ones, the latest first."""
    own = WorkingCopy.objects.filter(~SAVED, user=user_id, article=article_id)
    return list(own.order_by("-typed_at", "-pk")[:MOST_NEW])


def drop(user_id: int, number: int) -> None:
    WorkingCopy.objects.filter(user=user_id, pk=number).delete()


def forget(user_id: int, sent: Any) -> None:
    """Delete what a form that is being saved replaces. Call it in the transaction that saves the form.

    A form names in `COPIES` what it wrote or was filled with; most forms have written nothing.
    """
    if not sent.get(COPIES):
        return
    conditions = Q(pk__in=[])
    for copy in replaced_by(sent):
        conditions |= copy.condition
    WorkingCopy.objects.filter(conditions, user=user_id).delete()


def tidy(at: datetime) -> None:
    WorkingCopy.objects.filter(typed_at__lt=at - timedelta(days=settings.WORKING_COPY_DAYS)).delete()
