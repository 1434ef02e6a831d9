"""The sections that have had nothing new for longer than they promise."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Listing, Person, Section, edits_others, offered
from yanjiang.lib.days import local_day


@dataclass(frozen=True)
class Behind:
    """A section that is behind its promise."""

    section: Section
    promised: int  # days
    silent: int | None  # days since its newest article came out, None if it never had one
    next_at: datetime | None  # when the next article comes out, None if none is scheduled

    @property
    def overdue(self) -> float:
        return float("inf") if self.silent is None else self.silent - self.promised


def behind(person: Person, at: datetime) -> list[Behind]:
    """Return the sections that this person edits and that are behind their promise, the most overdue first.

    The articles of the sections below count too.
    """
    own = offered(person) if edits_others(person) else []
    promising = [section for section in own if _promises(section)]
    if not promising:
        return []
    listed = Listing.objects.filter(section=OuterRef("pk"))
    rows: QuerySet[Section] = Section.objects.without_tree_fields().filter(pk__in=[one.pk for one in promising])
    newest = listed.visible(at).newest_first().values("publish_at")[:1]
    following = listed.early(at).oldest_first().values("publish_at")[:1]
    dates = {pk: at for pk, *at in rows.order_by().values_list("pk", Subquery(newest), Subquery(following))}
    found = [_state(section, *dates.get(section.pk, (None, None)), at=at) for section in promising]
    return sorted((one for one in found if one.overdue > 0), key=lambda one: -one.overdue)


def _promises(section: Section) -> bool:
    return section.promised_days is not None and section.kind != Section.Kind.LINK


def _state(section: Section, newest: datetime | None, following: datetime | None, *, at: datetime) -> Behind:
    silent = (local_day(at) - local_day(newest)).days if newest else None
    return Behind(section, promised=section.promised_days or 0, silent=silent, next_at=following)
