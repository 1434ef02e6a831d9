"""Make public pages from the read replica, when it has everything that the primary had when its state was read.

The page is then as new as one that the primary makes. The rest of the request is done on the primary.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from yanjiang.lib import replica
from yanjiang.lib.pages import View, is_public
from yanjiang.pagecache import freshness


class Middleware:
    """Calls the views of public pages on the replica. Without a replica Django leaves it out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not replica.is_configured():
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        return made(request, view, args, kwargs) if is_public(view) else None


def made(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
    """Return the page, or None if the primary has to make it.

    When the replica fails in the middle of a page, the caller calls the view again on the primary.
    """
    state = freshness.current() if replica.is_configured() else None
    if not (state and state.position and replica.has_reached(state.position)):
        return None
    try:
        with freshness.held(state), replica.in_place():
            return view(request, *args, **kwargs)
    except (DatabaseError, InterfaceError) as error:
        replica.failed(error)
        return None
