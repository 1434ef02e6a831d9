"""A lookup that finds nothing for numbers which no column holds, where SQLite and PostgreSQL would fail.

Django does so for `exact` and for comparisons, but not for `in`: the choice of several rows in a sent form.
"""

from typing import Any

from django.db.models.fields import BigIntegerField
from django.db.models.lookups import In

MOST = BigIntegerField.MAX_BIGINT


class InTheRange(In):
    """`in`, without the numbers beyond 64 bits."""

    def get_prep_lookup(self) -> Any:
        values = super().get_prep_lookup()
        if not isinstance(values, list):
            return values  # a subquery
        return [value for value in values if not isinstance(value, int) or -MOST <= value <= MOST]
