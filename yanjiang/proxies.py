"""Which forwarded headers to believe: those that a proxy named in TRUSTED_PROXIES sent, and no others.

From here on REMOTE_ADDR is the address of who asks, however many proxies stand between.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Drop forwarded headers, or believe them: then REMOTE_ADDR is the reader's address and no longer the proxy's."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _client(request)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return handle


def _client(request: HttpRequest) -> str:
    """Return the last address in X-Forwarded-For that is none of our proxies': what stands before it is hearsay."""
    client: str = request.META["REMOTE_ADDR"]
    for forwarded in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _address(forwarded.strip())
        if address is None:
            break
        client = str(address)
        if not _is_trusted(client):
            break
    return client


def _is_trusted(address: str) -> bool:
    client = _address(address)
    return client is not None and any(client in network for network in settings.TRUSTED_PROXIES)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address; None where it is none, as of a Unix socket."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # What listens on [::] sees 10.0.0.7 as ::ffff:10.0.0.7.
    return getattr(address, "ipv4_mapped", None) or address
