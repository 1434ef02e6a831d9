"""Old addresses: where an address that answers 404 has gone. One query, whatever was asked for.

What a table of paths says comes first; then the number that the old site's address names, among the articles and
columns that were imported.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, BooleanField, CharField, DateTimeField, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from articles.dedecms.addresses import MOST_CHARS, Kind, OldAddress, parse
from articles.models import (
    RESERVED_FIRST,
    Article,
    ArticleHits,
    ImportedArticle,
    ImportedSection,
    LegacyPath,
    Tag,
    section_tree,
)
from yanjiang.lib.links import is_local_url

# What a browser remembers it does not ask again: an hour, so that a redirect that was wrong can be mended.
REMEMBERED = "public, max-age=3600"
GONE = ""

_PAGES = {
    Kind.HOME: "home",
    Kind.TAGS: "articles:tags",
    Kind.SITEMAP: "sitemap",
}
_NONE = Value(None, output_field=CharField())
_NO_NUMBER = Value(None, output_field=BigIntegerField())
_NO_TIME = Value(None, output_field=DateTimeField())
_NO_FLAG = Value(None, output_field=BooleanField())
_ARTICLE = (
    "article_id",
    "article__status",
    "article__publish_at",
    "article__expire_at",
    "article__is_jump",
    "article__redirect_url",
)


class _Found(NamedTuple):
    """A row of one of the tables: what is known of where an old address has gone."""

    path: str | None
    host: str | None
    number: int | None
    url: str | None
    section_path: str | None
    article_id: int | None
    status: str | None
    publish_at: datetime | None
    expire_at: datetime | None
    is_jump: bool | None
    redirect_url: str | None


def answer(request: HttpRequest) -> HttpResponse | None:
    """Redirect an old address to today's, or say that it is gone for good. None for one that nothing is known of."""
    target = leads_to(request)
    if target is None:
        return None
    if target == GONE:
        return render(request, "410.html", status=410)
    return redirect(target)


def leads_to(request: HttpRequest) -> str | None:
    """Return where an old address leads on this site, with what was asked with; GONE, or None."""
    if len(request.path) >= MOST_CHARS or "\0" in request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    address = parse(request.path, query)
    if address is None:
        return None
    target = _target(address, path=re.sub("/+", "/", request.path), host=request.get_host().partition(":")[0].lower())
    return _with_query(target, query) if target and address.kind is Kind.FILE else target


def is_page(path: str) -> bool:
    """Tell whether a path is the portal's own, so that it is no old address whatever a table says of it."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    section = match.kwargs.get("path", "") if match.view_name in ("articles:section", "section_feed") else None
    return section is None or section_tree().at_path(section) is not None


def redirect(target: str, query: str = "") -> HttpResponse:
    """Answer 301 to a path of this site, with the query that was asked with."""
    url = escape_leading_slashes(iri_to_uri(_with_query(target, query)))
    return HttpResponsePermanentRedirect(url, headers={"Cache-Control": REMEMBERED})


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Answer the script that static pages of DedeCMS load to show their reads: plus/count.php?view=yes&aid=1.

    Copies of such pages are in caches and archives. It counts nothing.
    """
    address = parse("/plus/view.php", request.META.get("QUERY_STRING", ""))
    script = ""
    if address and address.number and request.GET.get("view"):
        imported = ImportedArticle.objects.filter(old_id=address.number, article__in=Article.objects.published())
        hits = ArticleHits.objects.filter(article__in=imported.values("article"))
        total = hits.order_by("article").values_list("total", flat=True).first()
        script = f"document.write('{total}');\r\n" if total is not None else ""
    return HttpResponse(script, "application/javascript; charset=utf-8", headers={"Cache-Control": "max-age=60"})


def _target(address: OldAddress, *, path: str, host: str) -> str | None:
    """Return where an old address leads: a path of this site, GONE, or None."""
    match address.kind:
        case Kind.GONE:
            return GONE
        case Kind.HOME | Kind.TAGS | Kind.SITEMAP:
            return reverse(_PAGES[address.kind])
        case Kind.TAG:
            return _tag(address)
        case Kind.FILE:
            return _file(address, host)
        case Kind.ARTICLE:
            return _numbered(address, _articles([address.number]), path, host)
        case Kind.SECTION:
            return _numbered(address, _columns(address.number), path, host)
        case Kind.FEED:
            return _feed(address, host)
        case Kind.SEARCH:
            return _search(address, host)


def _feed(address: OldAddress, host: str) -> str | None:
    if not address.number:
        return reverse("site_feed", args=["feed"])
    path = _section_path(address.number, host)
    return reverse("section_feed", args=[path, "feed"]) if path else path


def _search(address: OldAddress, host: str) -> str:
    """Return the search for the same words, in the same column if that is a section."""
    section = _section_path(address.number, host) if address.number else None
    return _searching(next(iter(address.readings), ""), section or "")


def _searching(words: str, section: str = "") -> str:
    asked = {name: value for name, value in (("q", words), ("section", section)) if value}
    return f"{reverse('articles:search')}?{urlencode(asked)}" if asked else reverse("articles:search")


def _tag(address: OldAddress) -> str:
    """Return the tag's page; a word that is no tag is searched for."""
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=address.readings).order_by("pk")}
    for name in address.readings:
        if name in tags:
            return _with_page(tags[name].get_absolute_url(), address.page)
    return _searching(address.readings[0])


def _file(address: OldAddress, host: str) -> str | None:
    """Return where a static page has gone: what is known of its path, else of the number in its name."""
    rows = _paths(candidate.path for candidate in address.candidates)
    # Numbers in addresses of the portal are its own.
    if address.candidates[0].path.split("/")[1] not in RESERVED_FIRST:
        if address.column:
            rows = rows.union(_columns(address.column[0]), all=True)
        elif address.article_numbers:
            rows = rows.union(_articles(number for number, _page in address.article_numbers), all=True)
    found = _asked(rows)
    by_path = {row.path: row for row in found if row.path}
    for candidate in address.candidates:
        row = by_path.get(candidate.path)
        if row and (row.section_path or not candidate.of_section):
            return _leads_to(row, candidate.page)
    numbers = [address.column] if address.column else address.article_numbers
    return _first(found, host, dict(reversed(numbers)))


def _numbered(address: OldAddress, rows: QuerySet[Any, Any], path: str, host: str) -> str | None:
    """Return where a rewritten script has gone: what somebody laid down for its path, else of the number in it."""
    # A script itself has one path for whatever it is asked for.
    found = _asked(rows if path.endswith(".php") else rows.union(_paths([path]), all=True))
    laid_down = next((row for row in found if row.path), None)
    if laid_down:
        return _leads_to(laid_down, address.page)
    return _first(found, host, {address.number: address.page})


def _paths(paths: Iterable[str]) -> QuerySet[Any, Any]:
    known = LegacyPath.objects.filter(path__in=set(paths)).order_by()
    return known.values_list("path", _NONE, _NO_NUMBER, "url", "section__path", *_ARTICLE)


def _articles(numbers: Iterable[int]) -> QuerySet[Any, Any]:
    imported = ImportedArticle.objects.filter(old_id__in=set(numbers)).order_by()
    return imported.values_list(_NONE, "origin__host", "old_id", _NONE, _NONE, *_ARTICLE)


def _columns(number: int) -> QuerySet[Any, Any]:
    imported = ImportedSection.objects.filter(old_id=number).order_by()
    no_article = (_NO_NUMBER, _NONE, _NO_TIME, _NO_TIME, _NO_FLAG, _NONE)
    return imported.values_list(_NONE, "origin__host", "old_id", _NONE, "section__path", *no_article)


def _asked(rows: QuerySet[Any, Any]) -> list[_Found]:
    return [_Found._make(row) for row in rows]


def _first(found: Iterable[_Found], host: str, pages: dict[int, int]) -> str | None:
    """Return where the likeliest number leads, of the old site by whose name was asked before those of others."""
    order = list(pages)
    numbered = [row for row in found if row.number in pages]
    for row in sorted(numbered, key=lambda row: (order.index(row.number or 0), row.host != host)):
        return _leads_to(row, pages[row.number or 0])
    return None


def _section_path(number: int, host: str) -> str | None:
    """Return the path of the section that a column became, GONE where it was deleted."""
    found = sorted(_asked(_columns(number)), key=lambda row: row.host != host)
    return (found[0].section_path or GONE) if found else None


def _leads_to(row: _Found, page: int) -> str | None:
    """Return today's address of what a row points at, GONE where no visitor may read it any more, None if not yet."""
    if row.url:
        return row.url
    if row.section_path:
        return _with_page(reverse("articles:section", args=[row.section_path]), page)
    if row.article_id is None:
        return GONE
    now = timezone.now()
    article = Article(status=row.status or "", publish_at=row.publish_at, expire_at=row.expire_at)
    if article.is_visible(now):
        if row.is_jump and row.redirect_url and is_local_url(row.redirect_url):
            return row.redirect_url  # where its page would lead on to
        return _with_page(reverse("articles:detail", args=[row.article_id]), page)
    waits = row.status == Article.Status.PUBLISHED and row.publish_at is not None and row.publish_at > now
    return None if waits else GONE


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _with_page(url: str, page: int) -> str:
    return f"{url}?page={page}" if page > 1 else url
