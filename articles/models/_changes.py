"""What a reader sees of an article on its page: what changes that has changed for search engines and feeds too."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from yanjiang.lib.html import PAGE_BREAK, to_text

# Neither the flags and weights by which lists choose it, nor how long it is pinned and when it goes.
SEEN = (
    "title", "title_color", "summary", "body", "cover", "picture_url", "source", "author", "responsible_editor",
    "consultant", "section", "is_jump", "redirect_url", "status", "publish_at", "revision_note",
)  # fmt: skip
_REFERENCES = re.compile('(?:href|src)="[^"]*"')


def looks_like(article: models.Model, row: Mapping[str, Any], *, names: Iterable[str] = SEEN) -> bool:
    """Tell whether readers see the same of the article as of its row, whose values are given by their names."""
    return all(
        _shown(name, article._meta.get_field(name).value_from_object(article)) == _shown(name, row[name])  # type: ignore[union-attr]
        for name in names
    )


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)  # as pages and forms show it
    # The editor writes imported markup anew as soon as it is opened: what counts is what the text says and leads to.
    return (to_text(value), _REFERENCES.findall(value), value.count(PAGE_BREAK)) if name == "body" else value
