"""A result of a check, in words that an operator understands."""

from dataclasses import dataclass
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


def worst(findings: list[Finding]) -> State:
    return max((finding.state for finding in findings), key=ORDER.index, default=State.OK)
