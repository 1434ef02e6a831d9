"""How new what visitors read is: one state of the whole site, which each process reads once in a second of the clock.

Apps register what tells that their part has changed, and the next moment at which time alone changes it. So a state
ends by itself when an article appears or expires, and no job has to run.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

READ_EVERY = timedelta(seconds=1)
PAUSE = 1.0  # seconds, after the database has not answered


@dataclass(frozen=True)
class Reading:
    """What is another after each change, and when time alone makes the next one."""

    token: Hashable
    until: datetime | None = None


@dataclass(frozen=True)
class State:
    """What all of the site was like at that moment, and until when time alone leaves it so."""

    tokens: dict[str, Hashable]  # of each part, by the name that it is watched under
    at: datetime
    until: datetime

    @property
    def token(self) -> Hashable:
        """Return what is another in each other state."""
        return (self.until, *self.tokens.values())


class _Process:
    """What this process knows."""

    readers: dict[str, Callable[[datetime], Reading]] = {}
    state: State | None = None
    changes = 0
    failed_at = -PAUSE
    lock = Lock()


def watch(part: str, reader: Callable[[datetime], Reading]) -> None:
    """Let `reader` tell what a part of the site is like. It asks the database few, bounded questions."""
    _Process.readers[part] = reader


def forget() -> None:
    """Read anew at the next question: this process has changed something, or does so in its transaction."""
    forget_state()
    transaction.on_commit(forget_state)


def forget_state() -> None:
    _Process.changes += 1
    _Process.state = None


def current() -> State | None:
    """Return the state of the site, a second old at most; None where the database does not tell it."""
    if connection.in_atomic_block:
        return _tried()  # holds what nobody else may see yet
    state = _Process.state
    if state and _is_current(state):
        return state
    with _Process.lock:  # one asks, the others wait for its answer
        state = _Process.state
        if not (state and _is_current(state)):
            state = _asked()
        return state


def _is_current(state: State) -> bool:
    """Tell whether it was read in this second of the clock: nginx counts in these, and asks at the start of each."""
    return state.at <= timezone.now() < min(state.at.replace(microsecond=0) + READ_EVERY, state.until)


def _asked() -> State | None:
    if monotonic() < _Process.failed_at + PAUSE:
        return None  # who waited for the lock does not wait for the database as well
    changes = _Process.changes
    state = _tried()
    if state is None:
        _Process.failed_at = monotonic()
    elif changes == _Process.changes:  # else it may be from before the change
        _Process.state = state
    return state


def _tried() -> State | None:
    try:
        return _read()
    except (DatabaseError, InterfaceError):
        return None


def _read() -> State:
    at = timezone.now()
    readings = {part: reader(at) for part, reader in _Process.readers.items()}
    midnight = (timezone.localtime(at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    until = min([midnight, *(reading.until for reading in readings.values() if reading.until)])
    return State({part: reading.token for part, reading in readings.items()}, at=at, until=until)
