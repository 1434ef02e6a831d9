"""Accept forwarded headers from the proxies in TRUSTED_PROXIES, and from nobody else.

After this middleware REMOTE_ADDR is the reader's IP address, through any number of trusted proxies.
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

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set REMOTE_ADDR to the reader's IP address if a trusted proxy sent the request; otherwise drop the headers."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_trusted(_ip(request.META.get("REMOTE_ADDR", ""))):
            request.META["REMOTE_ADDR"] = _client(request)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return handle


def _client(request: HttpRequest) -> str:
    """Return the last IP address in X-Forwarded-For that is no proxy of ours; those before it may be forged.

    An element that is none (`unknown`, `_hidden`) hides the reader. The IP address of its sender is returned then.
    """
    client: str = request.META["REMOTE_ADDR"]
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    for element in filter(None, map(str.strip, reversed(forwarded.split(",")))):
        ip = _forwarded_ip(element)
        if ip is None:
            _tell(client, element)
            break
        client = str(ip)
        if not _is_trusted(ip):
            break
    return client


def _is_trusted(ip: IpAddress | None) -> bool:
    return ip is not None and any(ip in network for network in settings.TRUSTED_PROXIES)


def _forwarded_ip(element: str) -> IpAddress | None:
    """Read one element of X-Forwarded-For. Return None if it is no IP address."""
    match = _WITH_PORT.fullmatch(element)
    return _ip((match["v6"] or match["v4"]) if match else element.strip('"'))


def _ip(text: str) -> IpAddress | None:
    """Read an IP address. Return None if the text is none, as for a Unix socket."""
    try:
        # The zone (fe80::1%eth0) names an interface of the sender's machine; it means nothing here.
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    # A server that listens on [::] sees 10.0.0.7 as ::ffff:10.0.0.7.
    return getattr(ip, "ipv4_mapped", None) or ip


def _tell(proxy: str, element: str) -> None:
    """Log an element that is no IP address, at most once a minute: any reader can send such elements."""
    global _next_log
    with _log_lock:
        if monotonic() < _next_log:
            return
        _next_log = monotonic() + _LOG_PAUSE
    message = "X-Forwarded-For from %s names no address: %.100r. Its readers are taken for one."
    logger.warning(message, proxy, element[:100])
