"""Lists for a large site: pages reach a bounded number of rows, however many rows there are."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 10_000  # rows that pages reach; editors find the rest by filters and search


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts only the first rows: a database walks over each row that it counts or skips."""

    @cached_property
    def count(self) -> int:
        return int(cast("QuerySet[Any]", self.object_list).order_by()[:MOST].count())

    @property
    def is_cut(self) -> bool:
        return self.count == MOST
