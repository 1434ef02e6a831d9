"""Accept forwarded headers from the proxies in TRUSTED_PROXIES, and from nobody else.

After this middleware REMOTE_ADDR is the reader's address, through any number of trusted proxies.
"""

import ipaddress
import logging
import re
from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("django.proxies")

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)

# Some proxies add the client's port, put an IPv6 address in brackets, or, as RFC 7239 does, in quotes:
# 203.0.113.5:51234, [2001:db8::1]:443, "[2001:db8::1]". A word may replace the port (`_a7`).
_WITH_PORT = re.compile(r'"?(?:\[(?P<v6>[^\]]+)\]|(?P<v4>[\d.]+))(?::\w*)?"?')
# A misconfigured proxy sends the same error with every request; one line in the log is enough.
_LOG_PAUSE = 60.0  # seconds, in each process

_log_lock = Lock()
_next_log = 0.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set REMOTE_ADDR to the reader's address if a trusted proxy sent the request; otherwise drop the headers."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_trusted(_address(request.META.get("REMOTE_ADDR", ""))):
            request.META["REMOTE_ADDR"] = _client(request)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return handle


def _client(request: HttpRequest) -> str:
    """Return the last address in X-Forwarded-For that is not a proxy of ours; addresses before it may be forged.

    An element that is no address (`unknown`, `_hidden`) hides the reader. The address of its sender is returned then.
    """
    client: str = request.META["REMOTE_ADDR"]
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    for element in filter(None, map(str.strip, reversed(forwarded.split(",")))):
        address = _forwarded_address(element)
        if address is None:
            _tell(client, element)
            break
        client = str(address)
        if not _is_trusted(address):
            break
    return client


def _is_trusted(address: Address | None) -> bool:
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _forwarded_address(element: str) -> Address | None:
    """Read one element of X-Forwarded-For. Return None if it is no address."""
    match = _WITH_PORT.fullmatch(element)
    return _address((match["v6"] or match["v4"]) if match else element.strip('"'))


def _address(text: str) -> Address | None:
    """Read an IP address. Return None if the text is none, as for a Unix socket."""
    try:
        # The zone (fe80::1%eth0) names an interface of the sender's machine; it means nothing here.
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    # A server that listens on [::] sees 10.0.0.7 as ::ffff:10.0.0.7.
    return getattr(address, "ipv4_mapped", None) or address


def _tell(proxy: str, element: str) -> None:
    """Log an element that is no address, at most once a minute: any reader can send such elements."""
    global _next_log
    with _log_lock:
        if monotonic() < _next_log:
            return
        _next_log = monotonic() + _LOG_PAUSE
    message = "X-Forwarded-For from %s names no address: %.100r. Its readers are taken for one."
    logger.warning(message, proxy, element[:100])
