"""Figures that are measured when Prometheus asks. The apps that know them register a reader."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Figure:
    """A value at this moment. The name has its unit; the prefix `yanjiang_` is added."""

    name: str
    words: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


Reader = Callable[[datetime], Iterable[Figure]]

_readers: dict[str, Reader] = {}


def watch(part: str, reader: Reader) -> None:
    """Register the reader of a part of the site. It must make few and bounded queries."""
    _readers[part] = reader


def read(at: datetime) -> list[Figure]:
    return [figure for reader in _readers.values() for figure in reader(at)]
