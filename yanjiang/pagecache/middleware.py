"""Answer public pages from the page cache, or make them by their views alone.

A public page has no use for sessions, forms, logins and the other middleware below.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import ResolverMatch

from yanjiang.metrics.middleware import PAGE_CACHE
from yanjiang.pagecache import freshness, from_replica
from yanjiang.pagecache.freshness import State
from yanjiang.pagecache.kept_page import KeptPage, ending
from yanjiang.pagecache.keys import asked_page
from yanjiang.pagecache.store import Store
from yanjiang.sitewide import cache as sitewide

# Headers about the client. No public page depends on them.
OF_THE_CLIENT = (
    "HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE",
)  # fmt: skip

store: Store[KeptPage] = Store(settings.PAGE_CACHE_MB * 1_000_000)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer from memory, or make the page without the client's headers and keep it."""
    compress = GZipMiddleware(get_response).process_response

    def handle(request: HttpRequest) -> HttpResponseBase:
        asked = asked_page(request)
        state = freshness.current() if asked and _is_ours(request) else None
        if not (asked and state):
            return get_response(request)
        kept = store.get(asked.key, state)
        request.META[PAGE_CACHE] = "kept" if kept else "made"
        if not kept:
            with freshness.held(state), sitewide.known(state.tokens["sitewide"]):
                response = _made_for_anybody(request, asked.match)
            if response.status_code != HttpResponse.status_code or response.streaming or response.cookies:
                return compress(request, _not_kept(response, state))
            kept = KeptPage.of(response, state)
        answer = kept.answer(request, state)
        store.keep(asked.key, kept)
        return answer

    return handle


def _is_ours(request: HttpRequest) -> bool:
    """Tell whether the request is for a host of ours. A later middleware refuses any other host."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _not_kept(response: HttpResponse, state: State) -> HttpResponse:
    if not response.streaming:
        response.headers.setdefault("Content-Length", str(len(response.content)))
    return ending(response, state) if _takes_the_place(response) else response


def _takes_the_place(response: HttpResponse) -> bool:
    """Tell whether the answer means that there is no page here now. nginx must not show an older page instead."""
    return 300 <= response.status_code < 500 and not response.cookies


def _made_for_anybody(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    own = {name: request.META.pop(name) for name in OF_THE_CLIENT if name in request.META}
    request.resolver_match = match
    try:
        return _answer(request, match)
    finally:
        request.META.update(own)


def _answer(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """Call the view as Django does below the last middleware: an exception becomes a page."""
    view, args, kwargs = match
    try:
        page = from_replica.made(request, view, args, kwargs)
        return view(request, *args, **kwargs) if page is None else page
    except Exception as error:
        answer: HttpResponse = response_for_exception(request, error)
        return answer
