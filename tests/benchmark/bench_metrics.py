"""Compare a page out of the page cache with and without the metrics and the request's number, in pairs.

Run it by `python -m tests.benchmark.bench_metrics`. It prints the middle of the processor's time for each request, and
of the differences within a round. The requests are made inside one process, so that other work of the machine matters
little.
"""

import os
import statistics
import tempfile
from collections.abc import Callable
from io import BytesIO
from time import thread_time
from typing import Any

REQUESTS, ROUNDS = 40, 250
ADDED = ("yanjiang.logs.number.middleware", "yanjiang.metrics.middleware.middleware")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "yanjiang.settings",
            "VAR_DIR": folder,
            "METRICS_TOKEN": "a-token-for-the-benchmark",
        }
        _measure()


def _measure() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    everything = list(settings.MIDDLEWARE)
    variants = {
        "without": [name for name in everything if name not in ADDED],
        "with the number": [name for name in everything if name != ADDED[1]],
        "with both": everything,
    }
    pages = {name: _page(middleware) for name, middleware in variants.items()}
    taken: dict[str, list[float]] = {name: [] for name in pages}
    order = list(pages)
    for _ in range(ROUNDS):
        order = [*order[1:], order[0]]  # each is first as often as the others
        for name in order:
            taken[name].append(_seconds(pages[name]))
    base = statistics.median(taken["without"])
    for name, seconds in taken.items():
        more = statistics.median(one - other for one, other in zip(seconds, taken["without"], strict=True))
        _say(
            f"{name:16} {statistics.median(seconds) * 1e6:7.1f} µs a request, {more * 1e6:+5.1f} µs, {more / base:+.1%}"
        )


def _page(middleware: list[str]) -> Callable[[], None]:
    """Return a function that asks this site for its home page and reads the answer."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.MIDDLEWARE = middleware
    handler = WSGIHandler()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }

    def ask() -> None:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            assert status == "200 OK", status

        answer: Any = handler({**environ, "wsgi.input": BytesIO()}, start)  # type: ignore[arg-type]
        b"".join(answer)
        answer.close()

    ask()
    return ask


def _seconds(ask: Callable[[], None]) -> float:
    start = thread_time()
    for _ in range(REQUESTS):
        ask()
    return (thread_time() - start) / REQUESTS


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
