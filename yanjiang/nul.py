"""Addresses with the character NUL: no text of ours has it, and PostgreSQL refuses to be asked for it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 to them. What is posted is checked by the forms."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return handle
