"""Headers that stand on every answer, refusals and static files included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What no page of ours asks a browser for.
PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add them. Django's own middleware sets some of these too, but not where a middleware above it refuses."""
    headers = {
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return handle
