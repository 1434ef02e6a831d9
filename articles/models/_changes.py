"""The fields that a reader sees on an article's page: a change of these is one for search engines and feeds too."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from yanjiang.lib.html import PAGE_BREAK, to_text

# The list leaves out the flags and weights by which lists choose an article, how long it is pinned, and when it
# expires.
SEEN = (
    "title", "title_color", "summary", "body", "cover", "picture_url", "source", "author", "responsible_editor",
    "consultant", "section", "is_jump", "redirect_url", "status", "publish_at", "revision_note",
)  # fmt: skip
_REFERENCES = re.compile('(?:href|src)="[^"]*"')


def looks_like(article: models.Model, row: Mapping[str, Any], *, names: Iterable[str] = SEEN) -> bool:
    """Tell whether readers see no difference between the article and its row, given as values by field name."""
    values = ((name, article._meta.get_field(name).value_from_object(article)) for name in names)  # type: ignore[union-attr]
    # Equal values are compared first: to parse two bodies takes longer.
    return all(value == row[name] or _shown(name, value) == _shown(name, row[name]) for name, value in values)


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)  # as pages and forms show it
    # The rich text editor rewrites imported markup when it opens it, so only text, links, pictures and page breaks
    # count.
    return (to_text(value), _REFERENCES.findall(value), value.count(PAGE_BREAK)) if name == "body" else value
