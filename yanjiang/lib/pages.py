"""What every public page answers with, so that a cache may keep it: no cookie, nothing about the visitor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Answer GET and HEAD alone. Browsers ask each time whether the page changed (it has an ETag); shared caches
    may keep it for a minute."""
    decorate: Any = cache_control(public=True, max_age=0, s_maxage=60)
    page: View = require_safe(decorate(view))
    return page
