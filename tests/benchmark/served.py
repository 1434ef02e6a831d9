"""The site with the empty view. With BENCH_UNCACHED no page is cached, and each answer has its number of queries."""

import os
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from tests.benchmark import empty_view
from yanjiang.pagecache import middleware
from yanjiang.pagecache.store import Store
from yanjiang.rsgi import application

__all__ = ["application"]


def counting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        asked: list[str] = []

        def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response["X-Queries"] = str(len(asked))
        return response

    return handle


if os.environ.get("BENCH_UNCACHED"):
    middleware.store = Store(0)
    django = empty_view.application  # the one that the door for granian calls
    django._middleware_chain = counting(django._middleware_chain)  # type: ignore[attr-defined]
