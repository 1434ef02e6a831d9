"""Addresses that may stand on a page."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri

# Browsers drop control characters and read "\\" as "/", so neither may be there to hide a scheme or a host.
_HIDING = re.compile(r"[\x00-\x20\x7f\\]")


def is_safe_url(url: str, *, schemes: Iterable[str] = frozenset({"http", "https"})) -> bool:
    """Tell whether a link may stand on a page: one of the schemes with something behind it, or a path on this site."""
    if not url or _HIDING.search(url):
        return False
    if url.startswith("#"):
        return True
    if url.startswith("/"):
        return not url.startswith("//")
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return False
    return parts.scheme in schemes and bool(parts.hostname if parts.scheme in ("http", "https") else parts.path)


def is_local_url(url: str) -> bool:
    """Tell whether a link leads to a path on this site, whatever a browser makes of it."""
    return url.startswith("/") and is_safe_url(url)


def is_elsewhere(url: str) -> bool:
    """Tell whether an address that may stand on a page is one of another host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.netloc) and parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc


def absolute(url: str) -> str:
    """Return an address of this site as others must write it, with scheme and host; any other, and "", as it is."""
    if url.startswith("/") and not url.startswith("//"):
        return f"{settings.SITE_URL}{iri_to_uri(url)}"
    return iri_to_uri(urljoin(f"{settings.SITE_URL}/", url)) if url else ""


def validate_link(url: str) -> None:
    """The validator of fields that hold a link."""
    if not is_safe_url(url):
        raise ValidationError("请填写以 http://、https:// 开头的网址，或以 / 开头的本站地址。", code="link")
