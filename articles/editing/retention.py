"""Delete what need not be kept: bulk changes that are too old to undo, and old versions if a setting says so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from articles.editing.revisions import latest_live
from articles.models import UNDOABLE_FOR, BulkChange, BulkItem, PendingChange, Revision, remove_unused

AT_ONCE = 500  # rows that one call looks at; the next one goes on
CURSOR = "retention-cursor"  # key in the cache; without it, versions are looked at from the first one again


def tidy(now: datetime) -> None:
    """Delete some of what need not be kept any longer. A timer calls it again and again."""
    old = list(
        BulkChange.objects.filter(at__lte=now - UNDOABLE_FOR).order_by("at").values_list("pk", flat=True)[:AT_ONCE]
    )
    BulkChange.objects.filter(pk__in=old).delete()
    if days := settings.REVISIONS_KEPT_DAYS:
        tidy_versions(before=now - timedelta(days=days))


def tidy_versions(*, before: datetime) -> int:
    """Delete, of the next `AT_ONCE` versions, those that were saved before and that nothing needs; return how many.

    A version is needed while it is live, named, a pending change or the version before one, or part of a bulk change.
    """
    cursor = cache.get(CURSOR, 0)
    rows = list(Revision.objects.filter(pk__gt=cursor).order_by("pk").values_list("pk", "article_id", "at")[:AT_ONCE])
    old = {pk: article for pk, article, at in rows if at < before}
    is_at_end = len(rows) < AT_ONCE or not old
    cache.set(CURSOR, 0 if is_at_end else rows[-1][0], timeout=None)
    with transaction.atomic():
        unneeded = Revision.objects.filter(pk__in=old.keys() - _needed(old), name="")
        files = [
            (article, row["file"])
            for article, attached in unneeded.values_list("article_id", "content__attachments")
            for row in attached or ()
        ]
        deleted = list(unneeded.values_list("pk", flat=True))
        unneeded.delete()
        remove_unused(files)
    return len(deleted)


def _needed(old: dict[int, int]) -> set[int]:
    live = {revision.pk for revision in latest_live(set(old.values())).values()}
    waiting = PendingChange.objects.filter(Q(revision__in=old) | Q(base__in=old)).values_list("revision", "base")
    undone = BulkItem.objects.filter(Q(before__in=old) | Q(after__in=old)).values_list("before", "after")
    return live.union(*waiting, *undone)
