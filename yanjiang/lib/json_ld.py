"""Structured data for search engines: JSON in a page, which browsers never run."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from yanjiang.lib.links import absolute

SCHEMA = "https://schema.org"
Thing = dict[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False).encode


def scripts(*things: Thing) -> SafeString:
    """Return a data block for each thing. Properties without a value are left out."""
    texts = (_escaped(_encode(_filled(thing))) for thing in things)
    return mark_safe("\n".join(f'<script type="application/ld+json">{text}</script>' for text in texts))  # noqa: S308


def _escaped(text: str) -> str:
    """Escape as Django's json_script does: nothing in the data can end the element or begin another."""
    return text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")


def breadcrumb_list(steps: Iterable[tuple[str, str]]) -> Thing:
    """Describe the path to a page as names and addresses, beginning with the home page."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(url)}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def image(url: str) -> list[str]:
    """Return a picture's absolute address as a list with one element, or an empty list."""
    return [absolute(url)] if url else []


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one or isinstance(one, int)}
    return [_filled(one) for one in value] if isinstance(value, list) else value
