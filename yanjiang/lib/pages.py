"""What every public page answers with, so that a cache may keep it: no cookie, nothing about the visitor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

# Nobody else knows what has changed here: each client asks every time, a shared cache every second, and answers with
# what it has for one second while it asks, for a day where it gets no answer.
SHARED = {"public": True, "max_age": 0, "s_maxage": 1, "stale_while_revalidate": 1, "stale_if_error": 86_400}


def public_page(view: View) -> View:
    """Answer GET and HEAD alone, with what caches may do."""
    decorate: Any = cache_control(**SHARED)
    page: View = require_safe(decorate(view))
    return page


def kept_page(*parameters: str) -> Callable[[View], View]:
    """Let the page cache keep the page too: it is another by its path and by these parameters of the query alone."""

    def decorate(view: View) -> View:
        page = public_page(view)
        page.known_parameters = parameters  # type: ignore[attr-defined]
        return page

    return decorate


def known_parameters(view: View) -> tuple[str, ...] | None:
    """Return the parameters that such a page knows, None for a view whose pages are not kept."""
    return getattr(view, "known_parameters", None)
