"""The door to `projections`, which are above the models: `ArticlesConfig` opens it when all modules are there."""

from collections.abc import Callable, Iterable
from typing import Protocol


class Follow(Protocol):
    def __call__(self, section_id: int, *, out_of: int | None, into: int | None) -> None: ...


class Derived:
    """Keeps the derived rows true: `write` does so for articles, `follow` for a section that is moved."""

    write: Callable[[Iterable[int]], None]
    follow: Follow


derived = Derived()
