"""Make rows for any table of any migration state, as a migration finds them in a site in use."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from typing import Any

from django.db import Error, models, transaction

DAY = date(2026, 1, 1)
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
ATTEMPTS = 3


class RowMaker:
    """Makes rows whose values differ from each other, in models as a state of the migrations knows them."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def add(self, model: Any) -> None:
        """Add rows with and without values in nullable and blank fields, as far as the constraints allow."""
        problems = [
            problem
            for nulls, blanks in product((False, True), repeat=2)
            if (problem := self._add(model, nulls=nulls, blanks=blanks))
        ]
        has_rows = len(problems) < 4 or model._base_manager.exists()  # one row is all that settings are
        assert has_rows, f"tests/rows.py makes no row of {model._meta.label}: {problems}"

    def _add(self, model: Any, *, nulls: bool, blanks: bool) -> Error | None:
        """Add a row. Return the last error if all attempts failed."""
        problem = None
        for attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    values = dict(self._values(model, attempt, nulls=nulls, blanks=blanks))
                    model(**values).save(force_insert=True)
                return None
            except Error as error:
                problem = error
        return problem

    def _values(self, model: Any, attempt: int, *, nulls: bool, blanks: bool) -> Iterator[tuple[str, Any]]:
        number = next(self._numbers)
        # The later of two moments may stand before or behind the other.
        fields = list(model._meta.local_concrete_fields)[:: 1 if attempt % 2 else -1]
        has_filled = False
        for place, field in enumerate(fields):
            # The last attempt fills one nullable field: a constraint may demand exactly one.
            is_left_out = field.null and (nulls or (attempt == ATTEMPTS - 1 and has_filled))
            has_filled = has_filled or field.null
            if field.name == "pk" or isinstance(field, models.AutoField) or is_left_out:
                continue
            if isinstance(field, models.ForeignKey):
                yield field.attname, self._target(field, attempt + place)
            elif not (blanks and (field.blank or field.has_default())):
                yield field.name, _value(field, number + attempt, place)

    def _target(self, field: Any, place: int) -> Any:
        """Return the key of a row that is there: a later one first, as most have no row of this model yet."""
        target = field.remote_field.model
        keys = list(target._base_manager.order_by("pk").values_list("pk", flat=True))
        if not keys and target is not field.model:
            self.add(target)
            keys = list(target._base_manager.values_list("pk", flat=True))
        return keys[-1 - place % len(keys)] if keys else None


def _value(field: Any, number: int, place: int) -> Any:
    if field.choices:
        values = [value for value, _ in field.flatchoices if value != ""]
        return values[number % len(values)]
    if field.help_text.startswith("JSON"):
        return f'{{"{number}": {number}}}'
    by_type: list[tuple[type | tuple[type, ...], Any]] = [
        (models.BooleanField, True),
        (models.DateTimeField, MOMENT + timedelta(minutes=number, days=place)),
        (models.DateField, DAY + timedelta(days=number)),
        (models.UUIDField, uuid.UUID(int=number)),
        (models.BinaryField, number.to_bytes(4)),
        (models.JSONField, {"number": number}),
        ((models.IntegerField, models.FloatField, models.DecimalField), number),
        (models.SlugField, f"slug-{number}"),
        (models.FileField, f"gone/{number}.jpg"),
        (models.GenericIPAddressField, f"2001:db8::{number % 10_000}"),
        ((models.CharField, models.TextField), _text(number, field.max_length)),
    ]
    return next(value for kind, value in by_type if isinstance(field, kind))


def _text(number: int, longest: int | None) -> str:
    text = f"/演讲稿{number}"
    return text if longest is None or longest >= len(text) else str(number)[-longest:]
