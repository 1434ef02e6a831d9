"""What an article lacks that an editor may want to add, kept in its row so that the admin's list can be filtered by it.

Written whenever the row is: by forms, imports and `bulk_create()`.
"""

from collections.abc import Callable
from typing import Any

from django.db import models

from yanjiang.lib.chinese import excerpt
from yanjiang.lib.html import to_text
from yanjiang.lib.pictures.markup import has_undescribed

SUMMARY_CHARS = 120  # made from the body where the editor wrote none


def made_summary(body: str) -> str:
    """Return what stands as the summary of a cleaned body where the editor wrote none."""
    return excerpt(to_text(body), chars=SUMMARY_CHARS)


def is_made(article: Any) -> bool:
    """Tell whether the summary is the beginning of the body, as it is where the editor wrote none."""
    return not article.summary or (
        len(article.summary) <= SUMMARY_CHARS and article.summary == made_summary(article.body)
    )


def is_whole_text(article: Any) -> bool:
    """Tell whether the summary is the whole text, as it is made from a short one."""
    # Longer markup holds more than a summary's worth of text, or is not worth reading through for a page.
    return len(article.body) < 20 * SUMMARY_CHARS and to_text(article.body).replace("\n", "") == article.summary


def shows_undescribed(article: Any) -> bool:
    return has_undescribed(article.body)


class DerivedFlag(models.BooleanField):  # type: ignore[type-arg]
    """A flag that is worked out from the rest of its row."""

    def __init__(self, verbose_name: str = "", *, tells: Callable[[Any], bool] = bool, **kwargs: Any) -> None:
        self.tells = tells
        super().__init__(verbose_name, **{"default": False, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        # A migration knows the column, not this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        setattr(model_instance, self.attname, self.tells(model_instance))
        return super().pre_save(model_instance, add)
