"""Old addresses: where an address that answers 404 has gone. One query reads all tables that may know it.

The table of paths decides first. The number in the old site's address comes second: it is looked up among the imported
articles and columns.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from articles.models import (
    RESERVED_FIRST,
    Article,
    ArticleHits,
    ImportedArticle,
    Tag,
    is_visible,
    is_waiting,
    section_tree,
)
from articles.old_urls.addresses import MOST_CHARS, Kind, OldAddress, host_of, parse
from articles.old_urls.old_rows import OldRow, articles, columns, domains, fetched, itself, paths, upload_folders
from articles.search.nearest import nearest_section
from yanjiang.lib.links import is_local_url

# Browsers cache a redirect for an hour only, so that a wrong one can be corrected.
REMEMBERED = "public, max-age=3600"
GONE = ""
UPLOADS = "/uploads/"
MOST_JUMPS = 10  # from article to article to article

_PAGES = {
    Kind.HOME: "home",
    Kind.TAGS: "articles:tags",
    Kind.SITEMAP: "sitemap",
}
_TAG = re.compile("/tags/([^/]+)/")
_DETAIL = re.compile(r"/articles/(\d{1,18})/")


class _Way(NamedTuple):
    """The state of following an address: the host that was asked, and the articles that jumped on so far."""

    host: str
    jumps: frozenset[int] = frozenset()


class CycleError(Exception):
    """An article jumps back to itself. The message is the path of its own page, where it can still be read."""


def gone(request: HttpRequest) -> HttpResponse:
    """Answer 410: the page that was here is gone for good."""
    return render(request, "410.html", {"section": nearest_section(request.path)}, status=410)


def leads_to(request: HttpRequest) -> str | None:
    """Return where an old address leads on this site, with the query of a static page; GONE, or None if unknown."""
    if len(request.path) >= MOST_CHARS or "\0" in request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    address = parse(request.path, query)
    if address is None:
        return None
    try:
        target = _target(address, path=re.sub("/+", "/", request.path), way=_Way(_host(request)))
    except CycleError as cycle:
        return str(cycle)
    if target is None and "//" in request.path and is_page(plain := re.sub("/+", "/", request.path)):
        target = plain  # without its doubled slashes it is a page or a file of ours
    return with_query(target, query) if target and address.kind is Kind.FILE else target


def jump(article: Article, request: HttpRequest) -> str:
    """Return where an article's jump within the site ends, after following old addresses and other jumps.

    Raises CycleError where that is the article itself.
    """
    way = _Way(_host(request), frozenset([article.pk]))
    return _landing(article.redirect_url, way) or article.redirect_url


def is_page(path: str) -> bool:
    """Tell whether a path is the portal's own: it is then no old address, even if the table of paths has it."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    section = match.kwargs.get("path", "") if match.view_name in ("articles:section", "section_feed") else None
    return section is None or section_tree().at_path(section) is not None


def is_known(path: str) -> bool:
    """Tell whether a path redirects or is gone for good, under any host."""
    if len(path) >= MOST_CHARS or not (address := parse(path, "")):
        return False
    try:
        return _target(address, path=re.sub("/+", "/", path), way=_Way("")) is not None
    except CycleError:
        return True


def redirect(target: str) -> HttpResponse:
    """Answer 301 to an address of this site."""
    url = escape_leading_slashes(iri_to_uri(target))
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


def _host(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0].lower()


def _target(address: OldAddress, *, path: str, way: _Way) -> str | None:
    """Return where an old address leads: a path of this site, GONE, or None."""
    match address.kind:
        case Kind.GONE | Kind.HOME | Kind.TAGS | Kind.SITEMAP:
            laid_down = None if path.endswith(".php") else next(iter(fetched(paths([path]))), None)
            usual = reverse(_PAGES[address.kind]) if address.kind in _PAGES else GONE
            if laid_down:
                return _leads_to(laid_down, 1, way)
            return (_front_page(way.host) if address.kind is Kind.HOME else None) or usual
        case Kind.TAG:
            return _tag(address)
        case Kind.FILE:
            return _file(address, way)
        case Kind.ARTICLE:
            return _numbered(address, articles([address.number]), path, way)
        case Kind.SECTION:
            return _numbered(address, columns(address.number), path, way)
        case Kind.FEED:
            return _feed(address, way.host)
        case Kind.SEARCH:
            return _search(address, way.host)


def _front_page(host: str) -> str | None:
    """Return the section whose column had this host of its own: the highest one, as columns below had it too."""
    named = [row for row in fetched(domains()) if host_of(row.url or "") == host]
    depths = sorted((path.count("/"), row.number or 0, path) for row in named if (path := row.section_path))
    return reverse("articles:section", args=[depths[0][2]]) if depths else None


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
    """Return the tag's page, or a search for the word if it is no tag."""
    visible = Tag.objects.in_use(timezone.now())
    tags = {tag.name: tag for tag in visible.filter(name__in=address.readings).order_by("pk")}
    for name in address.readings:
        if name in tags:
            return _with_page(tags[name].get_absolute_url(), address.page)
    return _searching(address.readings[0])


def _file(address: OldAddress, way: _Way) -> str | None:
    """Return where a static page has gone: by its path, or else by the number in its name."""
    wanted = [candidate.path for candidate in address.candidates]
    rows = paths([*wanted, address.folder] if address.folder else wanted)
    # Numbers in addresses of the portal itself are its own, not the old site's.
    if address.candidates[0].path.split("/")[1] not in RESERVED_FIRST:
        if address.column:
            rows = rows.union(columns(address.column[0]), all=True)
        elif address.article_numbers:
            rows = rows.union(articles(number for number, _page in address.article_numbers), all=True)
        elif address.may_be_upload:
            rows = rows.union(upload_folders(), all=True)
    found = fetched(rows)
    by_path = {row.path: row for row in found if row.path}
    for candidate in address.candidates:
        row = by_path.get(candidate.path)
        if row and candidate.feed and row.section_path:
            return reverse("section_feed", args=[row.section_path, candidate.feed])
        if row and candidate.feed and _TAG.fullmatch(row.url or ""):
            tag = _leads_to(row, 1, way)
            return f"{tag}{candidate.feed}/" if tag else tag
        if row and (row.section_path or not candidate.of_section):
            return _leads_to(row, candidate.page, way)
    if address.may_be_upload:
        return _upload(address.candidates[0].path, found, way)
    pages: dict[int, int] = {}
    for number, at in [address.column] if address.column else address.article_numbers:
        pages.setdefault(number, at)
    target = _first((row for row in found if row.may_be_meant_by(address)), pages, way)
    # A list of a column that is unknown leads to the section of its folder.
    above = by_path.get(address.folder)
    return _leads_to(above, 1, way) if target is None and above and above.section_path else target


def _upload(path: str, found: Iterable[OldRow], way: _Way) -> str | None:
    """Return where a file of an old site's uploads is now: below /uploads/, whatever folder that site used."""
    sites = [row for row in found if row.path is None]
    for row in sorted(sites, key=lambda row: row.host != way.host):
        folder = f"/{(row.url or UPLOADS).strip('/')}/"
        for beginning in (f"{row.section_path}{folder}", folder):
            if path.startswith(beginning) and len(beginning) > 2:
                return f"{UPLOADS}{path.removeprefix(beginning)}"
    return None


def _numbered(address: OldAddress, rows: QuerySet[Any, Any], path: str, way: _Way) -> str | None:
    """Return where a rewritten script has gone: by a row for its path, or else by the number in it."""
    # A script that is not rewritten has the same path for all numbers, so its path says nothing.
    found = fetched(rows if path.endswith(".php") else rows.union(paths([path]), all=True))
    laid_down = next((row for row in found if row.path), None)
    if laid_down:
        return _leads_to(laid_down, address.page, way)
    return _first(found, {address.number: address.page}, way)


def _first(found: Iterable[OldRow], pages: dict[int, int], way: _Way) -> str | None:
    """Return where the likeliest number leads. The old site whose host was asked comes before others."""
    order = list(pages)
    numbered = [row for row in found if row.number in pages]
    for row in sorted(numbered, key=lambda row: (order.index(row.number or 0), *_likelihood(row, way.host))):
        return _leads_to(row, pages[row.number or 0], way)
    return None


def _likelihood(row: OldRow, host: str) -> tuple[bool, bool]:
    """Return a sort key that puts the likelier row first where several old sites have the number."""
    return row.host != host, row.article_id is None and row.section_path is None


def _section_path(number: int, host: str) -> str | None:
    """Return the path of the section that a column became, GONE where it was deleted."""
    found = sorted(fetched(columns(number)), key=lambda row: _likelihood(row, host))
    return (found[0].section_path or GONE) if found else None


def _leads_to(row: OldRow, page: int, way: _Way) -> str | None:
    """Return today's address of a row's target: GONE if it can no longer be read, None if it cannot be read yet."""
    if row.url:
        tag = _TAG.fullmatch(row.url)
        # A tag that only drafts have must stay unknown, even if another tag was merged into it.
        return row.url if not tag or Tag.objects.in_use(timezone.now()).filter(slug=tag[1]).exists() else None
    if row.section_path:
        return _with_page(reverse("articles:section", args=[row.section_path]), page)
    if row.article_id is None:
        return GONE
    now = timezone.now()
    if is_visible(row, now):
        own = reverse("articles:detail", args=[row.article_id])
        if row.article_id in way.jumps or len(way.jumps) > MOST_JUMPS:
            raise CycleError(own)
        if row.is_jump and row.redirect_url and is_local_url(row.redirect_url):
            return _landing(row.redirect_url, way._replace(jumps=way.jumps | {row.article_id}))
        return _with_page(own, page)
    return None if is_waiting(row, now) else GONE


def _landing(url: str, way: _Way) -> str | None:
    """Return the end of a jump to an address of this site, which may be an old one or another article that jumps."""
    path, _, query = url.partition("#")[0].partition("?")
    path = unquote(path)
    if article := _DETAIL.fullmatch(path):
        for row in fetched(itself(int(article[1]))):
            end = _leads_to(row, 1, way)
            return url if end in (None, path) else end
        return url
    address = None if is_page(path) else parse(path, query)
    end = _target(address, path=re.sub("/+", "/", path), way=way) if address else None
    return url if end is None else end


def with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _with_page(url: str, page: int) -> str:
    return f"{url}?page={page}" if page > 1 else url
