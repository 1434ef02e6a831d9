"""Which page a request asks for: the path, and of the parameters those that its view knows."""

from collections.abc import Hashable
from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from yanjiang.lib.pages import known_parameters

LONGEST = 40  # characters of a value; no page of ours has a longer one


def asked_page(request: HttpRequest) -> Hashable | None:
    """Return the key of the page, None where the request asks for none that is kept.

    Parameters that the view does not know neither split nor fill the cache, and no header is a part of the key.
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
