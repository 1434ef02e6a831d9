"""Lets models call `projections`, which import the models: `ArticlesConfig` sets the functions when apps are ready."""

from collections.abc import Callable, Iterable
from typing import Protocol


class Follow(Protocol):
    def __call__(self, section_id: int, *, out_of: int | None, into: int | None) -> None: ...


class Derived:
    """Keeps the derived rows up to date.

    `write` writes the rows of articles, `follow` moves the rows of a section that was moved, and `clear` takes articles
    out of all lists before they are deleted.
    """

    write: Callable[[Iterable[int]], None]
    clear: Callable[[Iterable[int]], None]
    follow: Follow


derived = Derived()
