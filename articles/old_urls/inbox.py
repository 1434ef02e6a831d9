"""Clears the inbox of missing paths after many old addresses were added at once."""

from articles.models import MissingPath
from articles.old_urls import redirects
from yanjiang.lib.batches import batches


def clear_inbox() -> int:
    """Remove the paths from the inbox that have an answer by now; return how many.

    Call it after adding many old addresses at once. An address that is saved by itself removes its own path.
    """
    answered = [row.pk for row in MissingPath.objects.only("path").order_by("pk") if redirects.is_known(row.path)]
    for some in batches(answered):
        MissingPath.objects.filter(pk__in=some).delete()
    return len(answered)
