"""Tell which addresses have a page, and where one without a page leads.

An address may lack its slash, be an old one, or have characters glued to its end. The 404 handler calls `answer` before
it renders its page: existing pages pay nothing, and a redirected request renders no 404 page. `yanjiang/old_hosts.py`
and the admin's field for addresses (`yanjiang/edit_forms.py`) call `has_page` and `leads_to`.
"""

from collections.abc import Callable
from copy import copy

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.models import Article, Section, Tag, section_tree
from articles.old_urls import missing, redirects
from consultants.models import Consultant
from yanjiang.home.models import Page, RootFile
from yanjiang.lib.glue import unglued, unglued_numbers
from yanjiang.lib.stored import UploadsAwayError, uploads


def _always(**_kwargs: object) -> bool:
    return True


def _section(path: str) -> bool:
    return section_tree().at_path(path) is not None


def _section_feed(path: str, kind: str) -> bool:
    section = section_tree().at_path(path)
    return section is not None and section.kind != Section.Kind.LINK


def _tag(slug: str, kind: str = "") -> bool:
    return Tag.objects.in_use(timezone.now()).filter(slug=slug).exists()


def _upload(path: str) -> bool:
    try:
        uploads().served(path)
    except UploadsAwayError:  # nobody is told that a file is missing because its storage is away
        return True
    except (SuspiciousOperation, ValueError, OSError):
        return False
    return True


# View name -> a function that tells, without rendering the page, whether GET finds something at such an address. Some
# views with `_always` may answer 404 all the same, such as that of previews: no old address looks like theirs.
HAS_PAGE: dict[str, Callable[..., bool]] = {
    "home": _always,
    "page": lambda slug: Page.objects.filter(slug=slug, is_active=True).exists(),
    "robots": _always,
    "sitemap_index": _always,
    "sitemap_file": _always,
    "sitemap_text": _always,
    "sitemap_newest": _always,
    "healthz": _always,
    "readyz": _always,
    "sitemap": _always,
    "root_file": lambda name: RootFile.objects.filter(name=name).exists(),
    "upload": _upload,
    "consultants:list": _always,
    "consultants:detail": lambda pk: Consultant.objects.filter(pk=pk, is_active=True).exists(),
    "site_feed": _always,
    "section_feed": _section_feed,
    "tag_feed": _tag,
    "articles:detail": lambda pk: Article.objects.published().filter(pk=pk).exists(),
    "articles:qr_code": lambda pk: Article.objects.published().filter(pk=pk).exists(),
    "articles:hit_picture": _always,
    "articles:old_count": _always,
    "articles:preview": _always,
    "articles:tags": _always,
    "articles:tag": _tag,
    "articles:search": _always,
    "articles:section": _section,
}


def has_page(path: str) -> bool:
    """Tell whether GET finds something at a path."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.namespace == "admin":
        return "url" not in match.kwargs  # only the admin's catch-all pattern has this argument
    return match.view_name in HAS_PAGE and HAS_PAGE[match.view_name](**match.kwargs)


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the redirect or 410 for an address that has moved or is gone. Record any other as missing; return None."""
    if request.method not in ("GET", "HEAD") or "\0" in request.path:
        return None
    target = leads_to(request)
    if target is None:
        missing.note(request, timezone.now())
        return None
    return redirects.gone(request) if target == redirects.GONE else redirects.redirect(target)


def leads_to(request: HttpRequest) -> str | None:
    """Return the path and query that an address without a page leads to on this site; GONE, or None if unknown."""
    if "\0" in request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    if slashed := _slashed(request.path):
        return redirects.with_query(slashed, query)
    target = redirects.leads_to(request)
    return _without_glue(request, query) if target is None else target


def _slashed(path: str) -> str | None:
    """Return the path with a slash added, if it lacks one and a page is there; otherwise None."""
    if path.endswith("/") or "." in path.rsplit("/", 1)[-1]:
        return None
    return f"{path}/" if has_page(f"{path}/") else None


def _without_glue(request: HttpRequest, query: str) -> str | None:
    for path in unglued(request.path):
        if found := path if has_page(path) else _slashed(path):
            return redirects.with_query(found, query)
        target = redirects.leads_to(_asking(request, path, query))
        if target is not None:
            return target
    numbers = unglued_numbers(query) if request.path.endswith(".php") else None
    return redirects.leads_to(_asking(request, request.path, numbers)) if numbers else None


def _asking(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """Return a copy of the request for another address."""
    twin = copy(request)
    twin.path = twin.path_info = path
    twin.META = {**request.META, "QUERY_STRING": query}
    return twin
