"""Addresses that may stand on a page."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError


def is_safe_url(url: str, *, schemes: Iterable[str] = frozenset({"http", "https"})) -> bool:
    """Tell whether a link may stand on a page: one of the schemes with something behind it, or a path on this site."""
    # Browsers drop control characters and read "\" as "/", so neither may be there to hide a scheme or a host.
    if not url or "\\" in url or any(character <= " " or character == "\x7f" for character in url):
        return False
    if url.startswith("#"):
        return True
    if url.startswith("/"):
        return not url.startswith("//")
    scheme, colon, rest = url.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in schemes:
        return False
    if scheme in ("http", "https"):
        return rest.startswith("//") and bool(re.match(r"[^/?#]", rest[2:]))
    return bool(rest)


def validate_link(url: str) -> None:
    """The validator of fields that hold a link."""
    if not is_safe_url(url):
        raise ValidationError("请填写以 http://、https:// 开头的网址，或以 / 开头的本站地址。", code="link")
