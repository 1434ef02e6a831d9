"""The inbox of what was not found, after many old addresses were laid down at once."""

from articles import old_urls
from articles.models import MissingPath
from yanjiang.lib.batches import batches


def clear_inbox() -> int:
    """Take the paths out of the inbox that have an answer by now; return how many.

    For who lays down many old addresses at once; one that is saved by itself takes its own path out.
    """
    answered = [row.pk for row in MissingPath.objects.only("path").order_by("pk") if old_urls.is_known(row.path)]
    for some in batches(answered):
        MissingPath.objects.filter(pk__in=some).delete()
    return len(answered)
