"""The state of the whole site's content, which each process reads from the database once a second.

Each app registers a reader. It returns a token that changes with the app's content, and the next time at which content
changes without a write. A state expires at that time, so articles appear and expire without a scheduled job.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock
from time import monotonic

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from yanjiang.lib import replica

READ_EVERY = timedelta(seconds=1)
PAUSE = 1.0  # seconds to wait after the database has failed to answer


@dataclass(frozen=True)
class PartState:
    """A token that each write changes, and the time of the next change without a write."""

    token: Hashable
    until: datetime | None = None


@dataclass(frozen=True)
class State:
    """The state of the whole site at a moment, and the time when it expires even without a write."""

    tokens: dict[str, Hashable]  # the token of each part, by the name given to `watch`
    at: datetime
    until: datetime
    position: replica.Position | None = None  # that a replica must have reached to be in this state

    @cached_property
    def token(self) -> Hashable:
        """Return a value that differs between any two states."""
        return (self.until, *self.tokens.values())

    @cached_property
    def stale_at(self) -> datetime:
        """Return the end of the second of the clock in which it was read. nginx counts in seconds of the clock too."""
        return min(self.at.replace(microsecond=0) + READ_EVERY, self.until)


class _Process:
    """The readers and the last state of this process."""

    readers: dict[str, Callable[[datetime], PartState]] = {}
    state: State | None = None
    changes = 0
    failed_at = -PAUSE
    lock = Lock()


_held: ContextVar[State | None] = ContextVar("held_state", default=None)


def watch(part: str, reader: Callable[[datetime], PartState]) -> None:
    """Register the reader of a part of the site. It must make few and bounded queries."""
    _Process.readers[part] = reader


def forget() -> None:
    """Discard the state now and again after the commit, because this process changes content."""
    forget_state()
    transaction.on_commit(forget_state)


def forget_state() -> None:
    _Process.changes += 1
    _Process.state = None


@contextmanager
def held(state: State) -> Iterator[None]:
    """Make a page in one state, whatever other requests read meanwhile.

    The fragments that the page keeps for others are as new as this state at least. They need not be as new as the next
    one, for the page may be made from a replica.
    """
    token = _held.set(state)
    try:
        yield
    finally:
        _held.reset(token)


def current() -> State | None:
    """Return the state of the site, or None if the database does not answer.

    It is at most a second old, or the one that the page is made in.
    """
    if held := _held.get():
        return held
    if connection.in_atomic_block:
        return _tried()  # not shared, because it contains uncommitted changes
    state = _Process.state
    if state and _is_current(state):
        return state
    with _Process.lock:  # one thread queries, the others wait for its result
        state = _Process.state
        if not (state and _is_current(state)):
            state = _asked()
        return state


def _is_current(state: State) -> bool:
    return state.at <= timezone.now() < state.stale_at


def _asked() -> State | None:
    if monotonic() < _Process.failed_at + PAUSE:
        return None  # threads that waited for the lock do not wait for the database again
    changes = _Process.changes
    state = _tried()
    if state is None:
        _Process.failed_at = monotonic()
    elif changes == _Process.changes:  # otherwise the state may be older than the change
        _Process.state = state
    return state


def _tried() -> State | None:
    try:
        return _read()
    except (DatabaseError, InterfaceError):
        return None


def _read() -> State:
    at = timezone.now()
    states = {part: reader(at) for part, reader in _Process.readers.items()}
    midnight = (timezone.localtime(at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    until = min([midnight, *(state.until for state in states.values() if state.until)])
    tokens = {part: state.token for part, state in states.items()}
    # The position is read last, so that a replica which has reached it has all that the tokens stand for.
    return State(tokens, at=at, until=until, position=replica.position())
