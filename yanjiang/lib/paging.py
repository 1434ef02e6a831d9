"""Pages of a list, by a number that a visitor may have typed."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.core.paginator import Page, Paginator

PAGE_SIZE = 20


class Sliceable(Protocol):
    """What can be paged: a list, a queryset, or anything else that knows its length and can be sliced."""

    def __getitem__(self, key: Any, /) -> Any: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Any: ...


def page(source: Sliceable, wanted: str | None, *, size: int = PAGE_SIZE) -> "Page[Any]":
    """Return the page called `wanted`: the first for what is no number from 1 up, the last for what is past the end."""
    # Nine digits are past the end of any list, and int() refuses thousands of them.
    number = int(wanted[:9]) if wanted and wanted.isascii() and wanted.isdigit() else 1
    paginator: Paginator[Any] = Paginator(source, size)
    return paginator.get_page(max(number, 1))


def window(page: "Page[Any]") -> Sequence[int | str]:
    """Page numbers to offer: the ends, the neighbours of this page, and "…" for what is left out between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
