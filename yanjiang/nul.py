"""Refuse addresses with the character NUL: no text of ours contains it, and PostgreSQL refuses it in a query."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from yanjiang.errors import error_page


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 to a path with NUL, 400 to a query string with it. Forms check the data that is posted."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            return error_page(request, 400)  # an exception would fill the log
        return get_response(request)

    return handle
