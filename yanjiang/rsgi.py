"""The application for granian: `granian --interface rsgi yanjiang.rsgi:application`.

Django works in threads. A request occupies a thread only from the arrival of its whole body until its answer is made.
The event loop and granian wait for slow clients, each for a bounded time, so that these block no thread. With
`--interface wsgi` each slow client would block a thread. A header X_Forwarded_For would pass for X-Forwarded-For there.
"""

import asyncio
import ctypes
import logging
import multiprocessing
import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from yanjiang.lib.file_parts import FileResponse
from yanjiang.wsgi import application as django

MAX_BODY = 60 * 1024 * 1024  # bytes, as in deploy/nginx.conf: an attachment of 50 MB, and the form around it
IN_MEMORY = 1024 * 1024  # bytes; a longer body is kept in an unnamed temporary file.
# A client is refused when it sends nothing for PAUSE seconds, or less than SLOWEST on average.
PAUSE = 15.0  # seconds
SLOWEST = 8 * 1024  # bytes a second: a tenth of the slowest mobile network

PR_SET_PDEATHSIG = 1  # linux/prctl.h

READER_PAUSE = 30_000  # milliseconds during which a client may acknowledge nothing

REFUSAL = [
    ("connection", "close"),
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", settings.SECURE_REFERRER_POLICY),
    # A browser takes no notice of it over http.
    *(
        [("strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}")]
        if settings.SECURE_HSTS_SECONDS
        else []
    ),
]

logger = logging.getLogger("django.request")

_threads = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="django")


class TooSlowError(Exception):
    """The client sends too slowly to be waited for."""


class TooLargeError(Exception):
    """The client sends more than any form of the site holds."""


class Answer:
    """Status and headers of Django's answer; serves as WSGI's `start_response`."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status.partition(" ")[0])
        # RFC 9113, section 8.2: names of headers are in lower case in HTTP/2.
        self.headers = [(name.lower(), value) for name, value in headers]


class FileWrapper:
    """A file, or the part of one that WhiteNoise sliced; granian reads and sends it itself (PEP 3333)."""

    def __init__(self, file: Any, block_size: int = 0) -> None:
        whole = getattr(file, "fileobj", file)
        self.path, self.start, self.close = whole.name, whole.tell(), file.close
        self.end = self.start + file.remaining if file is not whole else None

    def send(self, protocol: Any, answer: Answer) -> None:
        if self.end is None:
            protocol.response_file(answer.status, answer.headers, self.path)
        else:
            protocol.response_file_range(answer.status, answer.headers, self.path, self.start, self.end)


@cache
def _give_up_idle_readers() -> None:
    """Let the kernel close connections whose client reads nothing: granian has no such limit of its own.

    Connections inherit the option from the listening socket (Linux, tcp(7)). granian does not pass us that socket, and
    opens it only after `__rsgi_init__`. The first request therefore searches the open files of the process for it.
    """
    for link in Path("/proc/self/fd").iterdir() if sys.platform == "linux" else ():
        with suppress(OSError):  # no TCP, or closed in the meantime
            if str(link.readlink()).startswith("socket:"):
                with socket.socket(fileno=os.dup(int(link.name))) as found:
                    if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READER_PAUSE)


def _end_with_the_server(_loop: asyncio.AbstractEventLoop) -> None:
    """Let the kernel kill this worker when its parent process ends, for whatever reason (Linux, prctl(2)).

    granian calls this in each worker. An orphaned worker would keep the port, and would go on answering with the old
    code beside the workers of the next start.
    """
    server = multiprocessing.parent_process()
    if sys.platform == "linux" and server:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server.pid:  # the parent ended before prctl() was called
            os._exit(1)


async def application(scope: Any, protocol: Any) -> None:
    """Receive the whole request, then let a thread answer it."""
    _give_up_idle_readers()
    try:
        body = await _taken_in(protocol, scope.headers)
    except TooSlowError:
        return _refuse(protocol, 408)
    except TooLargeError:
        return _refuse(protocol, 413)
    except OSError:  # no disk space for a body longer than `IN_MEMORY`
        logger.exception("A body could not be taken in")
        return _refuse(protocol, 503)
    with body:
        # The thread hands the answer to granian, which sends it as fast as the client reads.
        unsent = await _in_thread(_answer, _environ(scope, body), protocol)
    if unsent:
        answer, pieces = unsent
        await _send_pieces(answer, pieces, protocol)
    return None


application.__rsgi_init__ = _end_with_the_server  # type: ignore[attr-defined]


async def _taken_in(protocol: Any, headers: Any) -> IO[bytes]:
    """Return the body once it has arrived whole. Raises TooLargeError or TooSlowError."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise TooLargeError
    body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    if length not in ("", "0") or "transfer-encoding" in headers:
        try:
            await _write(body, protocol)
        except BaseException:
            body.close()
            raise
    return body


async def _write(body: IO[bytes], protocol: Any) -> None:
    clock, pieces = Clock(), aiter(protocol)
    while (piece := await clock.limited(_next(pieces))) is not None:
        body.write(piece)
        clock.bytes += len(piece)
        if clock.bytes > MAX_BODY:
            raise TooLargeError
    body.seek(0)


async def _next(pieces: Any) -> bytes | None:
    try:
        return bytes(await anext(pieces))
    except StopAsyncIteration:
        return None


class Clock:
    """Limits the time that a client takes to send its bytes."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()
        self.bytes = 0

    async def limited(self, step: Any) -> Any:
        """Wait for the client's next piece. Raises TooSlowError."""
        allowed = self._start + PAUSE + self.bytes / SLOWEST - self._loop.time()
        try:
            return await asyncio.wait_for(step, max(0.0, min(PAUSE, allowed)))
        except TimeoutError:
            raise TooSlowError from None


def _environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """Return the request as a WSGI environment (PEP 3333)."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # In WSGI a client's X_Forwarded_For would be mistaken for the proxy's X-Forwarded-For (CVE-2015-0219).
        if "_" not in name:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
            separator = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{separator}{value}" if key in environ and key != "HTTP_HOST" else value
    return environ


async def _in_thread(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(_threads, function, *arguments)


def _answer(environ: dict[str, Any], protocol: Any) -> "tuple[Answer, Any] | None":
    """Let Django answer; this runs in a thread. Return an answer in pieces, which is not sent yet."""
    answer = Answer()
    response: Any = django(environ, answer)  # type: ignore[arg-type]
    try:
        if environ["REQUEST_METHOD"] == "HEAD":
            protocol.response_empty(answer.status, answer.headers)
        elif isinstance(response, FileWrapper):
            response.send(protocol, answer)
        elif isinstance(response, FileResponse):
            return answer, iter(response)
        else:
            protocol.response_bytes(answer.status, answer.headers, b"".join(response))
    finally:
        response.close()
    return None


async def _send_pieces(answer: Answer, pieces: Any, protocol: Any) -> None:
    """Send an answer piece by piece. A thread is used while a piece is fetched, and none while the client reads."""
    try:
        transport = protocol.response_stream(answer.status, answer.headers)
        while (piece := await _in_thread(next, pieces, None)) is not None:
            await transport.send_bytes(piece)
    except ProtocolClosed:
        pass  # the client has left
    except OSError:
        # The answer ends before its length, so that the client knows.
        logger.exception("An answer in pieces could not be finished")


def _refuse(protocol: Any, status: int) -> None:
    """Answer with the error page that nginx would send."""
    page = Path(__file__).with_name("deploy") / "errors" / f"{status}.html"
    protocol.response_bytes(status, REFUSAL, page.read_bytes())


def _latin(text: str) -> str:
    """Return the text as WSGI has it: a character for each byte. A client may send bytes that it has not quoted."""
    return text.encode().decode("latin-1")
