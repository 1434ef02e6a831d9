"""The number of a request. It is in each line of the log, on the page of an error, and in a header of the answer."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from itertools import count

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"

# The first half differs between processes and between their starts, the second between the requests of one. Digits
# alone are read out on the telephone without a mistake.
_process = f"{secrets.randbelow(10**6):06}"
_next = count(1)
_number: ContextVar[str] = ContextVar("request_number", default="")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Number each request. An answer that caches may keep does not say it, for it would be sent to others."""

    def handle(request: HttpRequest) -> HttpResponse:
        number = f"{_process}-{next(_next)}"
        token = _number.set(number)
        try:
            response = get_response(request)
        finally:
            _number.reset(token)
        if not _may_be_kept(response):
            response.headers[HEADER] = number
        return response

    return handle


def current() -> str:
    """Return the number of the request that this thread answers, "" outside of requests."""
    return _number.get()


def _may_be_kept(response: HttpResponse) -> bool:
    return "public" in response.headers.get("Cache-Control", "") or "X-Accel-Expires" in response.headers
