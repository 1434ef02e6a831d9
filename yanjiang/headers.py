"""Headers of every answer, refusals and static files included."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# Browser features that no page of ours uses.
PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add the headers. Django's middleware sets some of them too, but not where a middleware above it answers."""
    hsts = f"max-age={settings.SECURE_HSTS_SECONDS}" if settings.SECURE_HSTS_SECONDS else ""
    of_all_names = f"{hsts}; includeSubDomains" if hsts and settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else hsts
    headers = {
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        # Django's pages for developers have inline styles.
        **({} if settings.DEBUG else {HEADER: build_policy()}),
    }

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        # An old host speaks for itself alone. A browser goes by the last answer that it had of a host.
        if hsts and request.is_secure():
            own = request.META.get("HTTP_HOST", "").lower() == settings.SECURE_SSL_HOST
            response.headers.setdefault("Strict-Transport-Security", of_all_names if own else hsts)
        return response

    return handle


class ContentSecurity(CSPMiddleware):
    """Sets the Content-Security-Policy where a view changes it. `middleware` sets the one of all other answers.

    The library makes it anew for each answer. No page of ours asks for a nonce.
    """

    def process_request(self, request: HttpRequest) -> None:
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        return response
