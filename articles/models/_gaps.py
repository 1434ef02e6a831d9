"""The gaps of an article that an editor may want to fill. Flags in its row let the admin's list filter by them.

The flags are written whenever the row is: by forms, imports and `bulk_create()`.
"""

from collections.abc import Callable
from typing import Any

from django.db import models

from yanjiang.lib.chinese import excerpt, on_end
from yanjiang.lib.html import running_text, to_text
from yanjiang.pictures.markup import has_undescribed

SUMMARY_CHARS = 120  # made from the body where the editor wrote none


def made_summary(body: str) -> str:
    """Return the summary that a cleaned body gets if the editor wrote none."""
    return excerpt(running_text(body), chars=SUMMARY_CHARS)


def is_made_from(summary: str, body: str) -> bool:
    """Tell whether a summary is empty or was made from a cleaned body, because the editor wrote none."""
    if len(summary) > SUMMARY_CHARS:
        return False
    # The summaries of older rows run paragraphs and the cells of tables together.
    return summary in ("", made_summary(body)) or summary == excerpt(_run_together(body), chars=SUMMARY_CHARS)


def _run_together(body: str) -> str:
    return to_text(body).replace("\n", "")


def is_made(article: Any) -> bool:
    return is_made_from(article.summary, article.body)


def is_whole_text(article: Any) -> bool:
    """Tell whether the summary is the whole text without its tables, as the summary of a short text is."""
    # Longer markup has more text than a summary, or takes too long to parse for a page.
    if len(article.body) >= 20 * SUMMARY_CHARS:
        return False
    return article.summary in (on_end(running_text(article.body)), _run_together(article.body))


def shows_undescribed(article: Any) -> bool:
    return has_undescribed(article.body)


class DerivedFlag(models.BooleanField):  # type: ignore[type-arg]
    """A flag that is computed from the rest of its row."""

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
