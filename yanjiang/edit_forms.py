"""Find the form that edits a public page by the page's address, for the field on the admin's front page."""

import re
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from articles.models import Article, Section, Tag, section_tree
from consultants.models import Consultant
from yanjiang import routing
from yanjiang.home.models import Block, Page
from yanjiang.lib.glue import unglued
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import without_invisible

MOST_CHARS = 2000

NOT_AN_ADDRESS = "请粘贴网页的网址，例如 {example}。"
NOT_OURS = "这不是本站的网址：{host}。"
NOT_FOUND = "没有找到这个网址的内容，它可能已经删除，或者网址不完整。"
NOT_ALLOWED = "您没有权限修改这个网页的内容，如有需要请联系站长。"
NO_FORM = "这个网页是自动生成的，没有可以修改的表单。"


class NoFormError(Exception):
    """An address leads to no form; the message tells the editor why."""


class Edited(NamedTuple):
    """The subject of a page: one row, or all rows of the model where `row` is None."""

    model: type[Model]
    row: Model | None
    path: str


def edit_url(request: HttpRequest, typed: str) -> str:
    """Return the address of the form that edits a page. Raises NoFormError where this person has none."""
    address = _address(request, typed)
    if found := _edited(request, address):
        return _form(request, found)
    raise NoFormError(NOT_FOUND)


def _address(request: HttpRequest, typed: str) -> SplitResult:
    """Read the first address in a pasted text, with or without a host. Raises NoFormError for another site's."""
    text = without_invisible(typed[:MOST_CHARS]).strip()
    with_host = re.search(r"https?://\S+", text, re.IGNORECASE)
    first = with_host[0] if with_host else next(iter(text.split()), "")
    if not with_host and not first.startswith("/"):
        # www.example.com/articles/1/ or articles/1/
        host = first.partition("/")[0]
        is_host = "." in host or host.partition(":")[0].lower() in _hosts(request)
        first = f"//{first}" if is_host else f"/{first}" if first else ""
    try:
        address = urlsplit(first)
        host = (address.hostname or "").lower()
    except ValueError:
        host, address = "", urlsplit("")
    if not first or not (host or address.path):
        raise NoFormError(NOT_AN_ADDRESS.format(example=f"{settings.SITE_URL}/articles/1/"))
    if host and host not in _hosts(request):
        raise NoFormError(NOT_OURS.format(host=host))
    return address


def _hosts(request: HttpRequest) -> set[str]:
    own = {request.get_host().rpartition(":")[0] or request.get_host(), urlsplit(settings.SITE_URL).hostname or ""}
    known = {host.lower() for host in (*own, *settings.OLD_HOSTS)}
    return known | {f"www.{host}" for host in known} | {host.removeprefix("www.") for host in known}


def _edited(request: HttpRequest, address: SplitResult) -> Edited | None:
    """Return the subject of the page at this address, or of the page that an old address leads to."""
    path = unquote(address.path) or "/"
    for written in (path, *unglued(path)):
        for slashed in dict.fromkeys((written, f"{written.rstrip('/')}/")):
            if found := _of_page(slashed):
                return found
    target = routing.leads_to(_asking(request, path, address))
    return _of_page(unquote(urlsplit(target).path)) if target else None


def _asking(request: HttpRequest, path: str, address: SplitResult) -> HttpRequest:
    """Return a GET request for this address, sent to the old site's host where the address names one."""
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", path, path
    host = (address.hostname or "").lower()
    of_old_site = {"HTTP_HOST": host} if host in settings.OLD_HOSTS else {}
    asked.META = {**request.META, "QUERY_STRING": address.query, **of_old_site}
    return asked


def _of_page(path: str) -> Edited | None:
    """Return the subject of the page at a path, None where the path has no page. Raises NoFormError."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    number = row_number(str(match.kwargs.get("pk", "")))
    match match.view_name:
        case "articles:detail" | "articles:qr_code":
            return _row(path, Article, pk=number)
        case "articles:section" | "section_feed":
            section = section_tree().at_path(match.kwargs["path"])
            return _row(path, Section, pk=section.pk) if section else None
        case "articles:tag" | "tag_feed":
            return _row(path, Tag, slug=match.kwargs["slug"])
        case "consultants:detail":
            return _row(path, Consultant, pk=number)
        case "page":
            return _row(path, Page, slug=match.kwargs["slug"])
        case name if name in LISTS:
            return Edited(LISTS[name], None, path)
        case "articles:search" | "site_feed" | "sitemap" | "robots" | "sitemap_index" | "sitemap_file":
            raise NoFormError(NO_FORM)
    return None


# Pages that show many rows -> their model.
LISTS: dict[str, type[Model]] = {"home": Block, "consultants:list": Consultant, "articles:tags": Tag}


def _row(path: str, model: type[Model], **key: Any) -> Edited | None:
    row = model._default_manager.filter(**key).first() if None not in key.values() else None
    return Edited(model, row, path) if row else None


def _form(request: HttpRequest, edited: Edited) -> str:
    """Return the form's address. Raises NoFormError, which reveals no page that visitors cannot see."""
    model_admin = admin.site.get_model_admin(edited.model)
    name = f"admin:{edited.model._meta.app_label}_{edited.model._meta.model_name}"
    if edited.row is None:
        if not model_admin.has_view_or_change_permission(request):
            raise NoFormError(NOT_ALLOWED)
        return reverse(f"{name}_changelist")
    mine = model_admin.get_queryset(request).filter(pk=edited.row.pk).exists()
    if not mine or not model_admin.has_view_or_change_permission(request, edited.row):
        raise NoFormError(NOT_ALLOWED if routing.has_page(edited.path) else NOT_FOUND)
    return reverse(f"{name}_change", args=[edited.row.pk])
