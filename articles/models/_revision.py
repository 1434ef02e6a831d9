"""The time at which a text was changed after it came out, and an editor's note to readers about the change."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import models

from articles.models._changes import SEEN, looks_like
from articles.models._visibility import has_come_out
from yanjiang.lib.plaintext import NameField

TEXT = ("title", "summary", "body")
DATED = ("updated_at", "revised_at", *SEEN)


class RevisedModel(models.Model):
    """An article's fields for it, which `Article.save()` writes by comparing the row with its new values."""

    revised_at = models.DateTimeField("更新时间", null=True, blank=True, editable=False)
    revision_note = NameField(
        "修改说明",
        max_length=200,
        blank=True,
        help_text="发布以后改了正文，可以告诉读者改了什么，和“更新于”一起显示。下次再改正文时请重写，不重写就不再显示。",
    )

    class Meta:
        abstract = True

    @property
    def is_revised(self) -> bool:
        """Tell whether the text has changed since it came out."""
        published: datetime | None = self.publish_at  # type: ignore[attr-defined]
        return bool(self.revised_at and published and self.revised_at > published)

    @property
    def dated(self) -> dict[str, Any]:
        """Return the values by which `date_changes()` tells a change."""
        fields: Any = self._meta
        return {name: fields.get_field(name).value_from_object(self) for name in DATED}

    def date_changes(self, at: datetime, row: Mapping[str, Any] | None = None) -> None:
        """Set the times of change of the values to be saved, by comparing them with the row.

        The row is read if none is given.
        """
        if row is None:
            row = type(self)._default_manager.filter(pk=self.pk).values(*DATED).first()
        if row:
            self._date_revision(row, at)
        self.updated_at = row["updated_at"] if row and looks_like(self, row) else at

    date_changes.alters_data = True  # type: ignore[attr-defined]

    def _date_revision(self, row: Mapping[str, Any], at: datetime) -> None:
        """Set the time of revision if the text changes and readers have had it.

        A note that is left as it was belongs to an earlier change, so it is cleared.
        """
        self.revised_at = row["revised_at"]
        if has_come_out(SimpleNamespace(**row), at) and not looks_like(self, row, names=TEXT):
            self.revised_at = at
            if self.revision_note == row["revision_note"]:
                self.revision_note = ""
