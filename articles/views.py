"""The content's pages: an article, a section, tags, the search."""

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
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import lists, loading, old_urls, surroundings
from articles.fulltext.query import is_too_long, parse, without_marks
from articles.hits.limits import times_this_minute
from articles.hits.visitors import visitor
from articles.models import (
    USES_COUNTED,
    Article,
    Attachment,
    RelatedLink,
    Section,
    Tag,
    TaggedArticle,
    is_gone,
    section_tree,
)
from articles.search import desk, nearest, rules
from articles.search.form import SearchForm
from articles.search.ranking import A_PAGE, Ranking
from articles.search.results import Results
from yanjiang.lib import paging
from yanjiang.lib.links import is_local_url
from yanjiang.lib.pages import kept_page, public_page
from yanjiang.lib.pictures.names import shows

TAGS_A_PAGE = 200
TAGS_AT_A_GLANCE = 60  # twice the popular ones: of so few all are seen at once, and none need be named before
COVER_LIST = 6  # articles under each sub-section of a cover page
WHOLE = "all"  # /articles/1/?page=all: every page of the text on one, for paper and for readers who scroll


@kept_page("page")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    article = loading.article(pk)
    if not article:
        raise Http404
    if not article.is_visible(now):
        return _not_visible(request, article, now)
    if article.is_jump and is_local_url(article.redirect_url):
        with suppress(old_urls.CircleError):  # it is read here, or nowhere
            return HttpResponseRedirect(old_urls.jump(article, request))
    context = detail_context(
        article,
        tags=loading.tags(article),
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
    """Return what the article's template shows. The article need not be saved: the admin previews with this."""
    tags = list(tags)
    tree = section_tree()
    section = tree.get(article.section_id) or article.section
    body_pages = article.body_pages
    is_whole = page == WHOLE
    shown = paging.page(body_pages, page, size=len(body_pages) if is_whole else 1)
    return {
        "article": article,
        "section": section,
        "breadcrumb": tree.ancestors(section),
        "tags": tags,
        "attachments": list(attachments),
        # A picture that the text shows stands there alone.
        "cover": None if article.cover and shows(article.body, article.cover.url) else article.cover,
        "page": shown,
        "is_whole": is_whole,
        "has_pages": len(body_pages) > 1,
        # Of a text that is no longer, a summary made from it would say everything twice.
        "leads_in": shown.number == 1 and not article.is_summed_up_by_itself,
        "body_pages": body_pages,
        "around": surroundings.around(article, tags=tags, links=links, at=at),
    }


def _not_visible(request: HttpRequest, article: Article, now: datetime) -> HttpResponse:
    """Tell a reader with an old link that the article was here and is gone, and nobody that a draft exists."""
    if is_gone(article, now):
        return render(request, "410.html", {"section": section_tree().get(article.section_id)}, status=410)
    raise Http404


@kept_page()
def qr_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the article's address for a telephone's camera."""
    article = get_object_or_404(Article.objects.published().only("pk"), pk=pk)
    code = segno.make(f"{settings.SITE_URL}{reverse('articles:detail', args=[article.pk])}", error="m")
    drawn = BytesIO()
    # White under it on dark pages as well: cameras look for dark squares on light.
    code.save(drawn, kind="svg", border=4, light="#fff", svgns=True, omitsize=True, xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml; charset=utf-8")


@kept_page("page")
def section(request: HttpRequest, path: str) -> HttpResponse:
    tree = section_tree()
    section = tree.at_path(path)
    if section is None:
        raise Http404
    if section.kind == Section.Kind.LINK:
        return render(request, "articles/section_link.html", {"section": section})
    now = timezone.now()
    context: dict[str, Any] = {
        "section": section,
        "breadcrumb": tree.ancestors(section),
        "children": tree.children(section),
    }
    if section.kind == Section.Kind.COVER:
        latest = lists.latest_in_each(tree.children(section), now, count=COVER_LIST)
        context["blocks"] = [(child, latest[child.pk]) for child in tree.children(section)]
        return render(request, "articles/section_cover.html", context)
    context["page"] = paging.page(lists.in_section(section, now), request.GET.get("page"))
    return render(request, "articles/section.html", context)


@kept_page("page")
def tags(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = paging.page(lists.TagList(now), request.GET.get("page"), size=TAGS_A_PAGE)
    popular: list[Tag] = []
    if page.number == 1 and page.paginator.count > TAGS_AT_A_GLANCE:
        chosen = [tag.pk for tag in TaggedArticle.objects.popular_tags(now)]
        found = {tag.pk: tag for tag in page}
        found |= Tag.objects.with_readable(now).in_bulk([pk for pk in chosen if pk not in found])
        popular = [found[pk] for pk in chosen if pk in found]
    return render(request, "articles/tags.html", {"page": page, "popular": popular, "most": USES_COUNTED})


@kept_page("page")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    tag = get_object_or_404(Tag.objects.in_use(now), slug=slug)
    page = paging.page(lists.with_tag(tag, now), request.GET.get("page"))
    return render(request, "articles/tag.html", {"tag": tag, "page": page})


@public_page
def search(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = SearchForm(request.GET)
    form.is_valid()  # what is wrong is said beside its field, and left aside
    query = parse(form.query).with_synonyms(rules.synonyms())
    results = Results(Ranking(query, form.entries(now), by_date=form.by_date), query.words)
    page = paging.page(results, request.GET.get("page"), size=A_PAGE)
    context = {
        "form": form,
        "query": form.query,
        "focus": not form.query,
        "only_excludes": bool(query.excluded) and not query.terms,
        "is_cut": query.is_cut or is_too_long(request.GET.get("q", "")),
        "results": results,
        "page": page,
        "best_bets": rules.best_bets(form.query),
        # Another page or order of the same search is no other search.
        "seal": desk.seal(form.query, len(results)) if query.terms and form.is_plain and page.number == 1 else "",
        **_instead(form, now, nothing_found=bool(query.terms) and not results),
    }
    return render(request, "articles/search.html", context)


def _instead(form: SearchForm, at: datetime, *, nothing_found: bool) -> dict[str, Any]:
    """Return what is offered where nothing was found."""
    if not nothing_found:
        return {}
    plain = without_marks(form.query)
    return {
        "without_marks": plain if plain != form.query else "",
        "nearest_titles": nearest.nearest_titles(form.query, at),
        "nearest_tags": nearest.nearest_tags(form.query, at),
    }


@csrf_exempt  # no visitor has a cookie to take advantage of
@require_POST
def searched(request: HttpRequest) -> HttpResponse:
    """Count a search, as the script of its page says when it is shown."""
    now = timezone.now()
    sealed, address = request.POST.get("seal", ""), request.META.get("REMOTE_ADDR", "")
    if request.user.is_staff:
        return HttpResponse(status=204)
    # By a hash: neither the address nor what was searched from it is kept.
    times = times_this_minute(f"searched:{visitor(address, '', now)}", now) or 0
    same = times_this_minute(f"searched:{visitor(address, sealed, now)}", now) or 0
    ours = desk.record(sealed, times=times, same=same, today=timezone.localdate(now))
    return HttpResponse(status=204 if ours else 400)
