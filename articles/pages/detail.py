"""The page of an article, and a QR code of its address."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Attachment, RelatedLink, Tag, is_gone, section_tree
from articles.old_urls import redirects
from articles.pages import loading, surroundings
from yanjiang.lib import paging
from yanjiang.lib.links import is_local_url
from yanjiang.lib.pages import kept_page
from yanjiang.pictures.names import shows

WHOLE = "all"  # /articles/1/?page=all: every page of the text on one, for paper and for readers who scroll


@kept_page("page")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    article = loading.article(pk, now)
    if not article:
        raise Http404
    if not article.is_visible(now):
        return _not_visible(request, article, now)
    if article.is_jump and is_local_url(article.redirect_url):
        with suppress(redirects.CycleError):  # a jump that leads back to itself shows this page
            return HttpResponseRedirect(redirects.jump(article, request))
    context = detail_context(
        article,
        tags=loading.tags(article, now),
        links=loading.links(article),
        attachments=loading.attachments(article),
        page=request.GET.get("page"),
        at=now,
    )
    return render(request, "articles/detail.html", context)


def detail_context(
    article: Article,
    *,
    tags: Iterable[Tag],
    links: Iterable[RelatedLink],
    attachments: Iterable[Attachment],
    page: str | None,
    at: datetime,
) -> dict[str, Any]:
    """Return the context of the article's template. The article need not be saved: the admin previews with this."""
    tags = list(tags)
    tree = section_tree()
    section = tree.get(article.section_id) or article.section
    body_pages = article.body_pages
    is_whole = page == WHOLE
    shown = paging.page(body_pages, page, size=len(body_pages) if is_whole else 1)
    return {
        "article": article,
        "section": section,
        "way": tree.ancestors(section),
        "tags": tags,
        "attachments": list(attachments),
        # Leave out a cover that the text shows already.
        "cover": None if article.cover and shows(article.body, article.cover.url) else article.cover,
        "page": shown,
        "is_whole": is_whole,
        "has_pages": len(body_pages) > 1,
        # Hide a summary that repeats the whole text.
        "leads_in": shown.number == 1 and not article.is_summed_up_by_itself,
        "body_pages": body_pages,
        "around": surroundings.around(article, tags=tags, links=links, at=at),
        "preview": None,
    }


def _not_visible(request: HttpRequest, article: Article, now: datetime) -> HttpResponse:
    """Answer 410 for an article that was public once, and 404 for any other, so that drafts stay unknown."""
    if is_gone(article, now):
        return render(request, "410.html", {"section": section_tree().get(article.section_id)}, status=410)
    raise Http404


@kept_page()
def qr_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the article's address as a QR code."""
    article = get_object_or_404(Article.objects.published().only("pk"), pk=pk)
    code = segno.make(f"{settings.SITE_URL}{reverse('articles:detail', args=[article.pk])}", error="m")
    drawn = BytesIO()
    # The background is white on dark pages as well: cameras expect dark squares on a light ground.
    code.save(drawn, kind="svg", border=4, light="#fff", svgns=True, omitsize=True, xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml; charset=utf-8")
