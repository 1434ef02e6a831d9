"""Links of the past that come under another name, or over http where the site is on https: one redirect to the end.

Behind Django's own redirect to HTTPS an old address would need two, and a page would answer under every name.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import old_urls
from yanjiang import addresses


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect what is asked under a name in OLD_HOSTS, and old addresses that are asked over http."""

    def handle(request: HttpRequest) -> HttpResponse:
        return _redirect(request) or get_response(request)

    return handle


def _redirect(request: HttpRequest) -> HttpResponse | None:
    # Unchecked, for it is only compared: Django refuses a name that it does not know further below.
    host = request.META.get("HTTP_HOST", "").partition(":")[0].lower()
    is_old = host in settings.OLD_HOSTS
    site = urlsplit(settings.SITE_URL)
    is_plain = host == site.hostname and site.scheme == "https" and not request.is_secure()
    if request.method not in ("GET", "HEAD") or not (is_old or is_plain):
        return None
    # The old site's own front page may be another than ours: a column with a name of its own had one.
    asked_for_old = (is_old and request.path == "/") or not addresses.stands(request.path)
    target = addresses.leads_to(request) if asked_for_old else None
    if target:
        return old_urls.redirect(f"{settings.SITE_URL}{target}")
    # What is gone is told so under the name of today.
    return old_urls.redirect(f"{settings.SITE_URL}{request.get_full_path()}") if is_old else None
