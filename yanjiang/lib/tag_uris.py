"""Identifiers that outlive addresses: URIs of the scheme `tag:` (RFC 4151)."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The portal's first year. RFC 4151 requires that the domain belonged to its owner on the date in the URI.
FIRST_YEAR = 2026
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_AUTHORITY = re.compile(
    rf"(?:[\w.-]+@)?{_LABEL}(?:\.{_LABEL})*,[12]\d{{3}}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)


def tag_uri(specific: str) -> str:
    """Return the identifier of something on this site. It does not change with the address."""
    return f"tag:{settings.FEED_AUTHORITY}:{specific}"


def authority(given: str, *, host: str) -> str:
    """Return the tagging authority: the configured one, or the site's host with the first year.

    Raises ImproperlyConfigured.
    """
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
