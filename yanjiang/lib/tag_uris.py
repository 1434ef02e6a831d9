"""Identifiers that outlive addresses: URIs of the scheme `tag:` (RFC 4151)."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The portal's first year: a name must have belonged to its owner on the day that stands behind it.
FIRST_YEAR = 2026
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_AUTHORITY = re.compile(
    rf"(?:[\w.-]+@)?{_LABEL}(?:\.{_LABEL})*,[12]\d{{3}}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)


def tag_uri(specific: str) -> str:
    """Return the identifier of something on this site, the same whatever its address is."""
    return f"tag:{settings.FEED_AUTHORITY}:{specific}"


def authority(given: str, *, host: str) -> str:
    """Return who gives the identifiers: what a deployment says, or else the host of its address and the first year."""
    given = given.strip() or f"{_domain_name(host)},{FIRST_YEAR}"
    if not _AUTHORITY.fullmatch(given):
        raise ImproperlyConfigured(f"FEED_AUTHORITY: {given!r} is not a domain name, a comma and a year or a day")
    return given


def _domain_name(host: str) -> str:
    """Write a host as a domain name: 演讲.example as xn--…, an IPv6 address as localhost, web_1 as web-1."""
    if ":" in host:
        return "localhost"
    try:
        return host.encode("idna").decode().lower().replace("_", "-")
    except UnicodeError as error:
        raise ImproperlyConfigured(f"SITE_URL: {host!r} is not a host name") from error
