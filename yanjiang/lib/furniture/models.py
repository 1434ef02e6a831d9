"""The token's one row, and the base of the models whose rows are furniture."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from yanjiang.lib.furniture.cache import changed


class Version(models.Model):
    token = models.UUIDField("版本", default=uuid.uuid4)

    class Meta:
        verbose_name = verbose_name_plural = "版面版本"

    def __str__(self) -> str:
        return str(self.token)


Row = TypeVar("Row", bound=models.Model, covariant=True)


class FurnitureQuerySet(models.QuerySet[Row]):
    """Writes over many rows, told to every process like those of one row.

    The rows first, then the token, here as below: two writes that meet then wait for each other one way only.
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


class FurnitureModel(models.Model):
    """A row that any page may show: saving or deleting it makes every process read the furniture again."""

    objects = FurnitureQuerySet.as_manager()

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
