"""Positions in an order that editors choose. A row without a position goes last."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.signals import pre_save

STEP = 10  # leaves room for rows in between


class PositionField(models.PositiveIntegerField):  # type: ignore[type-arg]
    """A position among the rows that have the same values in the fields `within`."""

    column = "django.db.models.PositiveIntegerField"
    highest = 999_999

    def __init__(self, verbose_name: str = "排序", *, within: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.within = within
        usual = {
            "blank": True,
            "validators": [MaxValueValidator(self.highest)],
            "help_text": "小的在前；留空排在最后。",
        }
        super().__init__(verbose_name, **{**usual, **kwargs})

    def deconstruct(self) -> Any:
        # Migrations name Django's field, not this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, self.column, args, kwargs

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            # `loaddata` skips `pre_save()` of fields, and an older fixture has no positions.
            pre_save.connect(self._place, sender=cls)

    def _place(self, instance: models.Model, raw: bool, **_: Any) -> None:  # noqa: FBT001 (a signal's)
        if raw:
            self.pre_save(instance, add=True)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        if getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, self._behind_the_last(model_instance))
        return super().pre_save(model_instance, add)

    def _behind_the_last(self, row: models.Model) -> int:
        # Filter by the foreign key's number: a fixture may contain the related row later than this one.
        names = [getattr(row._meta.get_field(name), "attname", name) for name in self.within]
        same = {name: getattr(row, name) for name in names}
        others = type(row)._base_manager.filter(**same).exclude(pk=row.pk).order_by()
        last: int = others.aggregate(last=models.Max(self.attname))["last"] or 0
        return min(last + STEP, self.highest)


class SmallPositionField(PositionField):
    """A `PositionField` in a smaller column, for the few rows that belong to one other row."""

    column = "django.db.models.PositiveSmallIntegerField"
    highest = 9999

    def get_internal_type(self) -> str:
        return "PositiveSmallIntegerField"
