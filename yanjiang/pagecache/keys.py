"""The key of a page: the path, and the query parameters that its view declares."""

from collections.abc import Hashable
from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from yanjiang.lib.pages import known_parameters

LONGEST = 40  # characters of a value; no parameter of ours needs a longer one


def asked_page(request: HttpRequest) -> Hashable | None:
    """Return the key of the requested page, or None if the page is not cached.

    The key contains no unknown parameters, so that nobody can fill the cache with them, and no headers.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    known = _parameters(request.path_info)
    if known is None:
        return None
    if not request.META.get("QUERY_STRING"):
        return (request.path_info,)
    values = {name: request.GET[name] for name in known if name in request.GET}
    if any(len(value) > LONGEST for value in values.values()):
        return None
    return (request.path_info, *values.items())


@lru_cache(maxsize=10_000)
def _parameters(path: str) -> tuple[str, ...] | None:
    try:
        return known_parameters(resolve(path).func)
    except Resolver404:
        return None
