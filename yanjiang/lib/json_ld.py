"""Structured data for search engines: JSON in a page, which browsers take for data and never run."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from yanjiang.lib.links import absolute

SCHEMA = "https://schema.org"
# As Django's json_script has it: nothing in the data can end the element or begin another.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

Thing = dict[str, Any]


def scripts(*things: Thing) -> SafeString:
    """Put things into a page, a data block each. Properties without a value are left out."""
    texts = (json.dumps(_filled(thing), ensure_ascii=False).translate(_ESCAPES) for thing in things)
    return format_html_join("\n", '<script type="application/ld+json">{}</script>', ((mark_safe(t),) for t in texts))  # noqa: S308 (escaped above)


def breadcrumb_list(steps: Iterable[tuple[str, str]]) -> Thing:
    """Describe the way to a page: names and addresses, from the home page on."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(url)}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def image(url: str) -> list[str]:
    """Return a picture's address as structured data lists it: none or one."""
    return [absolute(url)] if url else []


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one not in (None, "", [], {})}
    return [_filled(one) for one in value] if isinstance(value, list) else value
