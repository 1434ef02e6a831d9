"""The pages of a section: its list, its cover, or the address that it leads to.

The view does not fetch the lists beside the page. The template calls `beside()` of `articles/pages/surroundings.py`,
which `yanjiang/templating.py` gives to all public templates.
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article, Section, SectionTree, section_tree
from articles.pages import lists
from articles.pages.placing import Placed
from yanjiang.lib import paging
from yanjiang.lib.pages import kept_page

COVER_LIST = 6  # articles under each sub-section of a cover page
TEMPLATES: dict[str, str] = {
    Section.Kind.LIST: "articles/section.html",
    Section.Kind.COVER: "articles/section_cover.html",
}


@kept_page("page")
def section(request: HttpRequest, path: str) -> HttpResponse:
    tree = section_tree()
    section = tree.at_path(path)
    if section is None:
        raise Http404
    if section.kind == Section.Kind.LINK:
        return render(request, "articles/section_link.html", {"section": section})
    context = section_context(section, timezone.now(), page=request.GET.get("page"))
    return render(request, TEMPLATES[section.kind], context)


def section_context(
    section: Section, at: datetime, *, page: str | None, placed: Placed | None = None
) -> dict[str, Any]:
    """Return the context of a section's template, with the lists of a moment.

    A preview places one article, as it will be, on the first page.
    """
    tree = section_tree()
    context = {"section": section, "way": tree.ancestors(section), "children": tree.children(section)}
    if section.kind == Section.Kind.COVER:
        return {**context, "blocks": _blocks(tree, section, at, placed)}
    articles: paging.Sliceable = lists.in_section(section, at)
    if placed:
        articles = placed.by_pin(articles[: paging.PAGE_SIZE + 1], count=paging.PAGE_SIZE)
    return {**context, "page": paging.page(articles, page)}


def _blocks(
    tree: SectionTree, section: Section, at: datetime, placed: Placed | None
) -> list[tuple[Section, list[Article]]]:
    """Return the newest articles of each section below one that is a cover."""
    children = tree.children(section)
    latest = lists.latest_in_each(children, at, count=COVER_LIST + bool(placed))
    if placed:
        latest = {pk: placed.by_age(rows, count=COVER_LIST, section_id=pk) for pk, rows in latest.items()}
    return [(child, latest[child.pk]) for child in children]
