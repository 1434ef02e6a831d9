"""Decorators of public pages, which caches may keep: these pages set no cookie and show nothing about the visitor."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

# Caches cannot know about changes, so browsers revalidate at every request and shared caches after a second. A shared
# cache may serve a stale page for one second while it revalidates, and for a day if the site does not answer.
SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"


def public_page(view: View) -> View:
    """Let a view answer only GET and HEAD, with the headers for caches."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", SHARED)
        return response

    page.is_public = True  # type: ignore[attr-defined]
    return page


def kept_page(*parameters: str) -> Callable[[View], View]:
    """Let the page cache keep the page too. Its key is the path and these query parameters, nothing else."""

    def decorate(view: View) -> View:
        page = _marked(public_page(view))
        page.known_parameters = parameters  # type: ignore[attr-defined]
        return page

    return decorate


def _marked(view: View) -> View:
    """Add an ETag made from the content, unless there is one. It is weak: encodings of one page differ in bytes."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if "ETag" not in response:
            response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:24]}"'
        return response

    return page


def is_public(view: View) -> bool:
    """Tell whether the view makes a public page."""
    return getattr(view, "is_public", False)


def known_parameters(view: View) -> tuple[str, ...] | None:
    """Return the query parameters of a kept page's view, or None for a view whose pages are not kept."""
    return getattr(view, "known_parameters", None)
