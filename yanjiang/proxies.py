"""Which forwarded headers to believe: those that a proxy named in TRUSTED_PROXIES sent, and no others.

From here on REMOTE_ADDR is the address of who asks, however many proxies stand between.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        if _is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _client(request)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return handle


def _client(request: HttpRequest) -> str:
    """Go back along the proxies to the first address that is none of them: what stands before it, anybody may write."""
    client: str = request.META["REMOTE_ADDR"]
    for address in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        try:
            client = str(ipaddress.ip_address(address.strip()))
        except ValueError:
            return client
        if not _is_trusted(client):
            return client
    return client


def _is_trusted(address: str) -> bool:
    try:
        client = ipaddress.ip_address(address)
    except ValueError:  # a Unix socket has no address
        return False
    # What listens on [::] sees 10.0.0.7 as ::ffff:10.0.0.7.
    client = getattr(client, "ipv4_mapped", None) or client
    return any(client in network for network in settings.TRUSTED_PROXIES)
