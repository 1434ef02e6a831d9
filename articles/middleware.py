"""A second look at what was not found: a slash that is missing, or an address of the past.

On 404 alone: pages that exist never pay for it.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles import missing, old_urls


def not_found_fallback(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if answer := _with_slash(request) or old_urls.answer(request):
            return answer
        missing.note(request, timezone.now())
        return response

    return handle


def _with_slash(request: HttpRequest) -> HttpResponse | None:
    """Redirect to the same path with a slash, if a page is there."""
    if request.path.endswith("/") or "." in request.path.rsplit("/", 1)[-1]:
        return None
    try:
        match = resolve(f"{request.path_info}/")
        found = match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404):
        return None
    if found.status_code >= 400:
        return None
    return old_urls.redirect(f"{request.path}/", request.META.get("QUERY_STRING", ""))
