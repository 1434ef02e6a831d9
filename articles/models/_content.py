"""The token that tells a cache whether the content has changed."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Max, Sum
from django.utils import timezone

from yanjiang.pagecache import freshness

FORGET_EVERY = 1_000  # changes
KEPT = timedelta(days=1)  # longer than any transaction takes


class ContentChangeQuerySet(models.QuerySet["ContentChange"]):
    def note(self) -> None:
        """Note that the content has changed. Call it in the transaction of the change."""
        row = self.create()
        freshness.forget()
        if row.pk % FORGET_EVERY == 0:
            self.filter(at__lt=row.at - KEPT).delete()

    def token(self) -> tuple[int | None, ...]:
        """Return a token that differs after each committed change."""
        # The highest id alone would miss a transaction that began earlier and was committed later.
        row = self.aggregate(last=Max("pk"), number=Count("pk"), together=Sum("pk"))
        return (row["last"], row["number"], row["together"])


class ContentChange(models.Model):
    """A note that the content has changed.

    Each change inserts a row. A single row with a counter would make all writers wait for each other.
    """

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)

    objects = ContentChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "内容变更"

    def __str__(self) -> str:
        return str(self.pk)
