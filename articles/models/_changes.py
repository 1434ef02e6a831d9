"""What a reader sees of an article on its page: what changes that has changed for search engines and feeds too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

# Neither the flags and weights by which lists choose it, nor how long it is pinned and when it goes.
SEEN = (
    "title", "title_color", "summary", "body", "cover", "picture_url", "source", "author", "responsible_editor",
    "consultant", "section", "is_jump", "redirect_url", "status", "publish_at",
)  # fmt: skip


def looks_like(article: models.Model, row: Mapping[str, Any]) -> bool:
    """Tell whether readers see the same of the article as of its row, whose values are given by their names."""
    return all(
        _shown(article._meta.get_field(name).value_from_object(article)) == _shown(row[name])  # type: ignore[union-attr]
        for name in SEEN
    )


def _shown(value: Any) -> Any:
    # Pages and forms show the minute: a form that was only looked through gives back no more.
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value
