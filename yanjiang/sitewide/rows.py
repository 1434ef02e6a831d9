"""Base classes of the models whose rows any page may show: each write replaces the token."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from yanjiang.sitewide.cache import changed

Row = TypeVar("Row", bound=models.Model, covariant=True)


class SitewideQuerySet(models.QuerySet[Row]):
    """Replaces the token after bulk writes too.

    Every write changes the rows first and the token second. This lock order prevents deadlocks between two writes.
    """

    def update(self, **values: Any) -> int:
        with transaction.atomic():
            written = super().update(**values)
            changed()
            return written

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            written = super().delete()
            changed()
            return written

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic():
            written = super().bulk_create(objs, *args, **kwargs)
            changed()
            return written


class SitewideModel(models.Model):
    """A row that any page may show. Saving or deleting it makes every process read the cached rows again."""

    objects = SitewideQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            written = super().delete(*args, **kwargs)
            changed()
            return written
