"""Consultants and hotlines as pages use them: in memory, asked without a query."""

from collections.abc import Iterable

from consultants.models import Consultant, Hotline
from yanjiang.lib import furniture


@furniture.cached
def consultants() -> list[Consultant]:
    return list(Consultant.objects.filter(is_active=True).select_related("photo").order_by("position", "pk"))


@furniture.cached
def _hotlines() -> list[tuple[Hotline, frozenset[int]]]:
    hotlines = Hotline.objects.filter(is_active=True).order_by("position", "pk").prefetch_related("sections")
    return [(hotline, frozenset(section.pk for section in hotline.sections.all())) for hotline in hotlines]


def hotlines(section_ids: Iterable[int] = ()) -> list[Hotline]:
    """Return the hotlines for a page in these sections (one and all above it): theirs, and those shown everywhere."""
    here = frozenset(section_ids)
    return [hotline for hotline, sections in _hotlines() if hotline.is_everywhere or sections & here]
