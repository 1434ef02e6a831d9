"""The token that changes with every sitewide row, and the values that are cached under it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse

from yanjiang.sitewide.models import Version

Value = TypeVar("Value")

# The token that this request has read. Outside of requests it is None, and every use queries the database.
_memo: ContextVar[dict[str, uuid.UUID | None] | None] = ContextVar("sitewide_memo", default=None)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make every request query the token at most once, and not at all inside `known()`."""

    def handle(request: HttpRequest) -> HttpResponse:
        previous = _memo.set(_memo.get() or {})
        try:
            return get_response(request)
        finally:
            _memo.reset(previous)

    return handle


@contextmanager
def known(token: Any) -> Iterator[None]:
    """Use a token that the page cache has read already."""
    previous = _memo.set({"token": token})
    try:
        yield
    finally:
        _memo.reset(previous)


class Cached(Generic[Value]):
    """A function whose result is cached until a sitewide row changes. Threads share the value: it is read-only."""

    def __init__(self, build: Callable[[], Value]) -> None:
        self._build = build
        self._kept: tuple[uuid.UUID | None, Value] | None = None

    def __call__(self) -> Value:
        # The token is read before building, so that after a change in between the next request builds again.
        now, kept = token(), self._kept
        if not kept or kept[0] != now:
            kept = self._kept = (now, self._build())
        return kept[1]

    def last(self) -> Value | None:
        """Return the value that was built last, without asking the database, or None."""
        return self._kept[1] if self._kept else None


def cached(build: Callable[[], Value]) -> Cached[Value]:
    """Cache the result of `build` until a sitewide row changes."""
    return Cached(build)


def changed() -> None:
    """Make every process build its values again. Call this in the transaction that changes a sitewide row."""
    # The token is random and not a counter: after a rollback, a counter would give the same token to other content.
    Version.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    # From now on this request queries the token each time, because its own change may still be rolled back.
    _memo.set(None)


def token() -> uuid.UUID | None:
    """Return the token, which each change of a sitewide row replaces. A request queries it once."""
    memo = _memo.get()
    if memo is not None and "token" in memo:
        return memo["token"]
    found = Version.objects.filter(pk=1).values_list("token", flat=True).first()
    if memo is not None:
        memo["token"] = found
    return found
