"""Pages of a list, by a number from the address."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.core.paginator import Page, Paginator

PAGE_SIZE = 20


class Sliceable(Protocol):
    """A list, a queryset, or anything else with a length and slices."""

    def __getitem__(self, key: Any, /) -> Any: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Any: ...


def page(source: Sliceable, wanted: str | None, *, size: int = PAGE_SIZE) -> "Page[Any]":
    """Return the page with the number `wanted`: the first page for an invalid number, the last for one past the end."""
    # Nine digits are past the end of any list, and int() refuses a number of thousands of digits.
    number = int(wanted[:9]) if wanted and wanted.isascii() and wanted.isdigit() else 1
    paginator: Paginator[Any] = Paginator(source, size)
    return paginator.get_page(max(number, 1))


def window(page: "Page[Any]") -> Sequence[int | str]:
    """Return the page numbers to link: both ends, the neighbours of this page, and "…" for the numbers between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
