"""Every address of the portal, from its URL patterns, with the numbers of rows that exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# The words for places in a pattern that are no number of a row.
WORDS = {
    "path": "yanjianggao", "kind": "rss", "slug": "about", "name": "MP_verify_x.txt", "file": "a.pdf",
    "code": "articles", "token": "t" * 43, "content_type_id": "1", "app_label": "articles",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A pattern, an address that it matches, and its view."""

    pattern: str
    url: str
    view: Any


def routes() -> list[Route]:
    """Return all routes but those of regular expressions, which are of old addresses."""
    return [Route(pattern, f"/{_filled(pattern)}", view) for pattern, view in _patterns(get_resolver().url_patterns)]


def _patterns(found: list[Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in found:
        whole = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, whole)
        elif isinstance(pattern, URLPattern) and "(?" not in whole:
            yield whole, pattern.callback


def _filled(pattern: str) -> str:
    row = _row_of(pattern)
    return PLACEHOLDER.sub(lambda place: WORDS.get(place[1], row), pattern)


def _row_of(pattern: str) -> str:
    """Return the number of a row of the model that an address of the admin is about, of an article for all others."""
    _admin, app, model, *_ = [*pattern.split("/"), "", "", ""]
    names = {name._meta.label_lower: name for name in apps.get_models()}
    rows = names.get(f"{app}.{model}", Article)._default_manager.order_by("-pk")
    return str(rows.values_list("pk", flat=True).first() or 1)
