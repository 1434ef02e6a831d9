"""Consultants and hotlines for pages, cached in memory."""

from collections.abc import Iterable
from typing import Any

from consultants.models import Consultant, Hotline
from yanjiang.sitewide import cache as sitewide


@sitewide.cached
def consultants() -> list[Consultant]:
    return list(Consultant.objects.filter(is_active=True).select_related("photo").order_by("position", "pk"))


@sitewide.cached
def _hotlines() -> list[tuple[Hotline, frozenset[int]]]:
    hotlines = Hotline.objects.filter(is_active=True).order_by("position", "pk").prefetch_related("sections")
    return [(hotline, frozenset(section.pk for section in hotline.sections.all())) for hotline in hotlines]


def hotlines(section_ids: Iterable[int] = ()) -> list[Hotline]:
    """Return the hotlines of these sections (a section and its ancestors), and those that are shown everywhere."""
    here = frozenset(section_ids)
    return [hotline for hotline, sections in _hotlines() if hotline.is_everywhere or sections & here]


def consultant_shown(pk: int | None = None) -> Consultant | None:
    """Return the consultant for the box 写作顾问: the one with this id if active, otherwise the first, or None."""
    active = consultants()
    return next((one for one in active if one.pk == pk), None) or next(iter(active), None)


def hotlines_on_the_way(way: Iterable[Any] = ()) -> list[Hotline]:
    """Return the hotlines for a page below these sections (the page's path in the tree)."""
    return hotlines(section.pk for section in way)
