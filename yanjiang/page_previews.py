"""Show the home page, or a section's, as it will stand with one article at its time.

The public pages' own code makes the page, with the time moved and the article placed among the rows that the queries
find. It writes nothing, so no lock is held and nothing has to be undone. It keeps nothing, so nobody else sees it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.editing import remarks
from articles.models import Article, PendingChange, Section, knows_all, section_tree
from articles.pages.placing import Placed, placed
from articles.pages.section import TEMPLATES, section_context
from articles.pages.surroundings import beside
from articles.pages.unsaved import Preview, Way, with_content
from yanjiang.home.blocks import filled_blocks
from yanjiang.lib.numbers import row_number
from yanjiang.pagecache.common import apart

HOME = "首页"


def page(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the home page, or the section of `?section=`, with an article that this person may see."""
    if article.status == Article.Status.TRASH:
        raise Http404
    now = timezone.now()
    there = _placed(article, now)
    # At a later time others' planned articles are out too, whose titles not everybody may know yet.
    at = there.at if knows_all(request.user) else now
    sections = _sections(there)
    wanted = request.GET.get("section")
    section = next((one for one in sections if one.pk == row_number(wanted)), None)
    if wanted and section is None:
        raise Http404
    with apart():
        template, context = _section(section, there, at) if section else _home(there, at)
        context["preview"] = Preview(_note(section, there, context), ways=_ways(sections, section))
        return render(request, template, context)


def _placed(article: Article, now: datetime) -> Placed:
    """Return the article as its editors have it now, published, at the time when readers get it."""
    change = PendingChange.objects.filter(article=article.pk).only("go_live_at").first()
    content = remarks.present(article.pk)
    with_content(article, content, now)
    article.status = Article.Status.PUBLISHED
    times = (now, article.publish_at, change.go_live_at if change else None)
    return placed(article, content["further_sections"], max(time for time in times if time))


def _sections(there: Placed) -> list[Section]:
    """Return the sections whose pages list the article, in the order of the tree."""
    return [one for one in section_tree().walk() if one.pk in there.sections and one.kind != Section.Kind.LINK]


def _home(there: Placed, at: datetime) -> tuple[str, dict[str, Any]]:
    return "home/home.html", {"blocks": filled_blocks(at, there)}


def _section(section: Section, there: Placed, at: datetime) -> tuple[str, dict[str, Any]]:
    context = section_context(section, at, page=None, placed=there)
    return TEMPLATES[section.kind], {**context, "lists": beside(at, there)}


def _note(section: Section | None, there: Placed, context: dict[str, Any]) -> str:
    name = f"“{section}”栏目" if section else HOME
    lists = list(dict.fromkeys(_lists_with(there.article, context)))
    found = f"这篇文章排在{'、'.join(lists)}里" if lists else "这篇文章不在这一页上"
    return f"预览：{timezone.localtime(there.at):%Y-%m-%d %H:%M} 的{name}，{found}。只有您看得到。"


def _lists_with(article: Article, context: dict[str, Any]) -> Iterable[str]:
    """Name the lists of the page that show the article."""
    if "page" in context and article in context["page"].object_list:
        yield "列表"
    blocks = context.get("blocks", [])
    if isinstance(blocks, dict):
        for filled in (filled for column in blocks.values() for filled in column if article in filled.items):
            yield f"“{filled.heading}”"
    else:
        yield from (f"“{child}”" for child, articles in blocks if article in articles)


def _ways(sections: Iterable[Section], shown: Section | None) -> list[Way]:
    return [
        Way(HOME, "?", is_here=shown is None),
        *(Way(one.name, f"?section={one.pk}", is_here=one == shown) for one in sections),
    ]
