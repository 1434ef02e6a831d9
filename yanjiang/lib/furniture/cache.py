"""The token that tells whether furniture changed, and the values kept by it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from django.http import HttpRequest, HttpResponse

Value = TypeVar("Value")

# The token as this request saw it; None outside of requests, where every use asks the database.
_memo: ContextVar[dict[str, uuid.UUID | None] | None] = ContextVar("furniture_memo", default=None)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make every page ask for the token once at most, and not at all where it is `known()`."""

    def handle(request: HttpRequest) -> HttpResponse:
        previous = _memo.set(_memo.get() or {})
        try:
            return get_response(request)
        finally:
            _memo.reset(previous)

    return handle


@contextmanager
def known(token: Any) -> Iterator[None]:
    """Take the token for known: the page cache has asked for it."""
    previous = _memo.set({"token": token})
    try:
        yield
    finally:
        _memo.reset(previous)


def cached(build: Callable[[], Value]) -> Callable[[], Value]:
    """Keep what `build` returns until furniture changes. The value is shared by threads: treat it as read-only."""
    kept: list[tuple[uuid.UUID | None, Value]] = []

    def current() -> Value:
        # Read before building: a change in between makes the next request build again, never keeps an old value.
        now = token()
        if not kept or kept[0][0] != now:
            kept[:] = [(now, build())]
        return kept[0][1]

    return current


def changed() -> None:
    """Make every process build its furniture again. Call it in the transaction that changes some."""
    # Random, not counted up: a token that was rolled back can never come again with other content.
    apps.get_model("furniture", "Version")._default_manager.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    # From here on this request asks each time: what it changes may still be rolled back.
    _memo.set(None)


def token() -> uuid.UUID | None:
    """Return what is another after each change of furniture. A request asks once."""
    memo = _memo.get()
    if memo is not None and "token" in memo:
        return memo["token"]
    versions = apps.get_model("furniture", "Version")._default_manager
    found: uuid.UUID | None = versions.filter(pk=1).values_list("token", flat=True).first()
    if memo is not None:
        memo["token"] = found
    return found
