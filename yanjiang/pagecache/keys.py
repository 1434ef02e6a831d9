"""The page that a request means: its view, and its key, which is the path and the parameters that the view declares."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from yanjiang.lib.pages import known_parameters

LONGEST = 40  # characters of a value; no parameter of ours needs a longer one


class Asked(NamedTuple):
    """A page that may be kept: its key, and the view that makes it."""

    key: Hashable
    match: ResolverMatch


def asked_page(request: HttpRequest) -> Asked | None:
    """Return the requested page, or None if the page is not cached.

    The key contains no unknown parameters, so that nobody can fill the cache with them, and no headers.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    match = _kept_page_at(request.path_info)
    if match is None:
        return None
    if not request.META.get("QUERY_STRING"):
        return Asked((request.path_info,), match)
    values = {name: request.GET[name] for name in known_parameters(match.func) or () if name in request.GET}
    if any(len(value) > LONGEST for value in values.values()):
        return None
    return Asked((request.path_info, *values.items()), match)


@lru_cache(maxsize=5_000)
def _kept_page_at(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if not settings.DEBUG:
        match.tried = None  # patterns for Django's page for developers; they take two of its three kilobytes
    return None if known_parameters(match.func) is None else match
