"""Redirect old links under another host, or over http where the site is on https, to their target in one step.

This middleware stands before Django's redirect to HTTPS: after it, an old address would need two redirects.
Without it, every page would answer under every host.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.old_urls import redirects
from yanjiang import routing


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect requests to a host in OLD_HOSTS, and requests over http for old addresses."""

    def handle(request: HttpRequest) -> HttpResponse:
        return _redirect(request) or get_response(request)

    return handle


def _redirect(request: HttpRequest) -> HttpResponse | None:
    # The host is not validated because it is only compared: Django refuses unknown hosts in a later middleware.
    host = request.META.get("HTTP_HOST", "").partition(":")[0].lower()
    is_old = host in settings.OLD_HOSTS
    site = urlsplit(settings.SITE_URL)
    is_plain = host == site.hostname and site.scheme == "https" and not request.is_secure()
    if request.method not in ("GET", "HEAD") or not (is_old or is_plain):
        return None
    # The front page of an old host is not always our home page: columns with a host of their own had one each.
    asked_for_old = (is_old and request.path == "/") or not routing.has_page(request.path)
    target = routing.leads_to(request) if asked_for_old else None
    if target:
        return redirects.redirect(f"{settings.SITE_URL}{target}")
    # Addresses that are gone or unknown are redirected too: today's host answers 410 or 404.
    return redirects.redirect(f"{settings.SITE_URL}{request.get_full_path()}") if is_old else None
