"""The pages of the site itself: home page, single pages, site map for readers, files that prove the ownership."""

import mimetypes

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import section_tree
from yanjiang.home.blocks import filled_blocks
from yanjiang.home.models import Page, RootFile
from yanjiang.lib.contacts import linked_html
from yanjiang.lib.pages import kept_page


@kept_page()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home/home.html", {"blocks": filled_blocks(timezone.now())})


@kept_page()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    single = get_object_or_404(Page, slug=slug, is_active=True)
    return render(request, "home/page.html", {"single": single, "body": linked_html(single.body)})


@kept_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "home/sitemap.html", {"sections": list(section_tree().walk())})


@kept_page()
def root_file(request: HttpRequest, name: str) -> HttpResponse:
    file = get_object_or_404(RootFile, name=name)
    kind = mimetypes.guess_type(name)[0]
    # A service only compares the content, so the file must not act as a page of this site.
    safe = {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.content, content_type=f"{kind}; charset=utf-8", headers=safe)
