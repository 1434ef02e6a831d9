"""Articles that an import had to quarantine. Their old addresses answer 410 until a later import takes them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Import, ImportedArticle, LegacyPath

MARK = "quarantined"  # the key in `extra`; its value is the reason


def remember(origin: Import, refused: Iterable[ImportedArticle]) -> None:
    """Store the rows of such articles. Rows of an earlier run stay as they are."""
    rows = {row.old_id: row for row in refused}
    here = ImportedArticle.objects.filter(origin=origin, old_id__in=rows).values_list("old_id", flat=True)
    new = [rows[old_id] for old_id in rows.keys() - set(here)]
    with transaction.atomic():
        ImportedArticle.objects.bulk_create(sorted(new, key=lambda row: row.old_id))
        paths = [LegacyPath(path=row.path) for row in new if row.path]
        LegacyPath.objects.bulk_create(paths, ignore_conflicts=True)


def release(origin: Import, old_ids: Iterable[int]) -> None:
    """Delete the rows of articles that are written now. Call it in the same transaction."""
    kept = waiting(origin, old_ids)
    if paths := list(kept.values_list("path", flat=True)):
        LegacyPath.objects.filter(path__in=paths, section=None, article=None, url="").delete()
        kept.delete()


def waiting(origin: Import, old_ids: Iterable[int]) -> QuerySet[ImportedArticle]:
    return ImportedArticle.objects.filter(
        origin=origin, old_id__in=list(old_ids), article=None, extra__has_key=MARK
    ).order_by("pk")
