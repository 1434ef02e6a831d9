"""A result of a check, in words that an operator understands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """The result of a check. A node with a failed check gets no requests; a degraded check is only told."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


# From the best to the worst.
ORDER = (State.OK, State.DEGRADED, State.FAILED)


@dataclass(frozen=True)
class Finding:
    """The result of one check. `figure` is what was measured, in the unit that the check states, or None."""

    name: str
    state: State
    words: str
    figure: float | None = None


def hours_ago(age: timedelta) -> str:
    """Return how long ago something was, to be joined to a Chinese word."""
    hours = max(age, timedelta()) // timedelta(hours=1)
    return f" {hours} 小时前" if hours else "不到一小时前"


def lines(findings: Iterable[Finding], marks: Mapping[State, str]) -> Iterator[str]:
    """Yield a line of words for each finding, with the mark of its state in front."""
    for finding in findings:
        yield f"{marks[finding.state]}  {finding.words}"


def worst(findings: list[Finding]) -> State:
    return max((finding.state for finding in findings), key=ORDER.index, default=State.OK)
