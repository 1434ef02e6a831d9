"""Counts each request with its time. Without METRICS_TOKEN nobody could read the counts, and none are made."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from yanjiang.metrics import tally

# The page cache writes here what it did: "kept" or "made".
PAGE_CACHE = "yanjiang.page_cache"


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def handle(request: HttpRequest) -> HttpResponse:
        start = perf_counter()
        response = get_response(request)
        page_cache = request.META.get(PAGE_CACHE, "none")
        tally.request(request.path_info, response.status_code, page_cache, perf_counter() - start)
        return response

    return handle
