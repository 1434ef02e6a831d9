"""What pages of every app share."""

from typing import Any

from django import template
from django.core.paginator import Page

from yanjiang.lib.html import without_styles
from yanjiang.lib.paging import window

register = template.Library()
register.filter("without_styles", without_styles)


@register.inclusion_tag("partials/paging.html")
def paging(page: "Page[Any]", query: str = "") -> dict[str, Any]:
    """Show links to the pages of a list; `query` is what else belongs into their addresses.

    {% paging page %}
    {% paging page query %}
    """
    return {"page": page, "window": window(page), "query": query}
