"""Sitemaps as sitemaps.org defines them: an index of files, files of addresses, and plain text lists of addresses."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.timezone import localtime

from yanjiang.lib.links import absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, datetime | None]  # an address, and when its page last changed, or None if unknown


def index(files: Iterable[Entry]) -> HttpResponse:
    return _answer("sitemapindex", "sitemap", files)


def file(pages: Iterable[Entry]) -> HttpResponse:
    return _answer("urlset", "url", pages)


def text(pages: Iterable[Entry]) -> HttpResponse:
    lines = [absolute(url) for url, _changed in pages]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _answer(root: str, element: str, entries: Iterable[Entry]) -> HttpResponse:
    # Strings are joined because an XML writer takes a second for 10,000 addresses.
    lines = [
        f"<{element}><loc>{escape(absolute(url))}</loc>{_lastmod(changed)}</{element}>" for url, changed in entries
    ]
    document = ['<?xml version="1.0" encoding="utf-8"?>', f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>", ""]
    return HttpResponse("\n".join(document), content_type="application/xml; charset=utf-8")


def _lastmod(changed: datetime | None) -> str:
    return f"<lastmod>{localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
