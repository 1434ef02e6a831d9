"""Consultants and hotlines for any page."""

from collections.abc import Iterable
from typing import Any

from django import template

from consultants import furniture
from consultants.models import Consultant

register = template.Library()


@register.inclusion_tag("consultants/_box.html")
def consultant_box(consultant: Consultant | None = None) -> dict[str, Any]:
    """Show the box 写作顾问 with the given consultant, or with the first of all.

    {% consultant_box %}
    {% consultant_box article.consultant %}
    """
    active = furniture.consultants()
    shown = next((one for one in active if consultant and one.pk == consultant.pk), None) or next(iter(active), None)
    return {"consultant": shown}


@register.inclusion_tag("consultants/_hotlines.html")
def hotlines(sections: Iterable[Any] = ()) -> dict[str, Any]:
    """Show the hotlines of the whole site and of the sections on the way to this page.

    {% hotlines %}
    {% hotlines breadcrumb %}
    """
    return {"hotlines": furniture.hotlines(section.pk for section in sections)}


@register.inclusion_tag("consultants/_hotline_dock.html")
def hotline_dock(sections: Iterable[Any] = ()) -> dict[str, Any]:
    """Show the same hotlines behind a button of the bar at the foot of a telephone.

    {% hotline_dock %}
    {% hotline_dock breadcrumb %}
    """
    return hotlines(sections)
