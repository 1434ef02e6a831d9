"""A second look at what was not found: a slash that is missing, or an address of the past.

On 404 alone: pages that exist never pay for it.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes

from articles.models import LegacyPath

MAX_PATH = 500  # LegacyPath.path


def not_found_fallback(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return _with_slash(request) or _moved(request) or response

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
    return _redirect(request, f"{request.path}/") if found.status_code < 400 else None


def _moved(request: HttpRequest) -> HttpResponse | None:
    path = request.path
    if len(path) >= MAX_PATH or "\0" in path:
        return None
    spellings = {path, path if path.endswith("/") else f"{path}/"}
    old = LegacyPath.objects.select_related("section", "article").filter(path__in=spellings).order_by("path").first()
    if old is None:
        return None
    if not old.target_url:
        return render(request, "410.html", status=410)
    return _redirect(request, old.target_url)


def _redirect(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(escape_leading_slashes(iri_to_uri(path)) + (f"?{query}" if query else ""))
