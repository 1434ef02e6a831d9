"""The pages of tags: all of them, and the articles with one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import USES_COUNTED, Tag, TaggedArticle
from articles.pages import lists
from yanjiang.lib import paging
from yanjiang.lib.pages import kept_page

TAGS_A_PAGE = 200
TAGS_AT_A_GLANCE = 60  # twice the popular ones: a shorter list needs no popular tags above it


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
