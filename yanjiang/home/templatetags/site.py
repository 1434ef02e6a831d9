"""What pages of every app share."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from yanjiang.lib import chinese, contacts, links
from yanjiang.lib.html import for_page
from yanjiang.lib.paging import window
from yanjiang.lib.pictures.models import Picture

register = template.Library()
register.filter("for_page", for_page)
register.filter("linked", contacts.linked)


@register.filter
def absolute(address: Picture | str) -> str:
    """Write an address of this site, or that of a picture, with scheme and host: {{ section.picture|absolute }}."""
    return links.absolute(address if isinstance(address, str) else address.url)


@register.inclusion_tag("partials/paging.html")
def paging(page: "Page[Any]", query: str = "") -> dict[str, Any]:
    """Show links to the pages of a list; `query` is what else belongs into their addresses, encoded.

    {% paging page %}
    {% paging page form.address %}
    """
    return {"page": page, "window": window(page), "query": query}


@register.simple_tag
def clauses(title: str) -> SafeString:
    """Show a headline so that it is broken between its clauses first, and within one between its phrases.

    {% clauses article.title %}
    """
    return _spans(phrases[0] if len(phrases) == 1 else _spans(phrases) for phrases in chinese.clauses(title))


def _spans(parts: Iterable[str]) -> SafeString:
    return format_html_join("", '<span class="clause">{}</span>', ((part,) for part in parts))
