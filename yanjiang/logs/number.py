"""The number of a request. It is in each line of the log, on the page of an error, and in a header of the answer."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from itertools import count

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
KEY = "yanjiang.number"  # in the request's META

# The first half differs between processes and between their starts, the second between the requests of one. Digits
# alone are read out on the telephone without a mistake.
_process = f"{secrets.randbelow(10**6):06}"
_next = count(1)
_number: ContextVar[int] = ContextVar("request_number", default=0)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Number each request. An answer that caches may keep does not say it, for it would be sent to others."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.META[KEY] = number = next(_next)
        token = _number.set(number)
        try:
            response = get_response(request)
        finally:
            _number.reset(token)
        if not _may_be_kept(response):
            response.headers[HEADER] = _written(number)
        return response

    return handle


def current() -> str:
    """Return the number of the request that this thread answers, "" outside of requests."""
    return _written(_number.get())


def of(record: logging.LogRecord) -> str:
    """Return the number of the request that a line of the log is about, or "".

    Django logs an answer of 404 or 503 after all middleware, with the request beside it.
    """
    meta = getattr(getattr(record, "request", None), "META", {})
    return current() or _written(meta.get(KEY, 0))


def _written(number: int) -> str:
    return f"{_process}-{number}" if number else ""


def _may_be_kept(response: HttpResponse) -> bool:
    return "public" in response.headers.get("Cache-Control", "") or "X-Accel-Expires" in response.headers
