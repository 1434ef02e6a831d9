"""/sitemap.xml with the files that it lists, the newest addresses in one file, and /robots.txt, which lists all three.

Baidu reads no sitemap index; /sitemap.txt and /sitemap-newest.xml are for Baidu.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.pages import sitemaps as content
from consultants.models import Consultant
from yanjiang.home.models import Page
from yanjiang.lib import sitemaps
from yanjiang.lib.pages import kept_page, public_page
from yanjiang.lib.sitemaps import Entry

# The limit of one file, set by sitemaps.org and by Baidu alike.
MOST_ADDRESSES = 50_000


@dataclass(frozen=True)
class Kind:
    """A kind of pages. `files` maps the number of each file to its last change; `pages` lists the pages of one file."""

    files: Callable[[datetime], dict[int, datetime | None]]
    pages: Callable[[int, datetime], Iterable[Entry]]


def _in_one(pages: Callable[[datetime], Iterable[Entry]]) -> Kind:
    """Return a kind that needs only one file: nobody has 10,000 sections."""

    def files(at: datetime) -> dict[int, datetime | None]:
        entries = list(pages(at))
        return {0: max((changed for _url, changed in entries if changed), default=None)} if entries else {}

    return Kind(files, lambda number, at: pages(at) if number == 0 else [])


def _consultants(at: datetime) -> Iterable[Entry]:
    newest = Article.objects.published(at).filter(consultant=OuterRef("pk")).newest_first().values("publish_at")[:1]
    active = Consultant.objects.filter(is_active=True).annotate(changed=Subquery(newest)).order_by("position", "pk")
    yield reverse("consultants:list"), None
    for consultant in active:
        yield consultant.get_absolute_url(), consultant.changed


def _single_pages(at: datetime) -> Iterable[Entry]:
    yield reverse("home"), Article.objects.published(at).newest_first().values_list("publish_at", flat=True).first()
    yield reverse("articles:tags"), None
    yield reverse("sitemap"), None
    for page in Page.objects.filter(is_active=True).defer("body").order_by("position", "pk"):
        yield page.get_absolute_url(), None


KINDS = {
    "pages": _in_one(_single_pages),
    "sections": _in_one(content.sections),
    "consultants": _in_one(_consultants),
    "tags": Kind(lambda at: dict.fromkeys(content.tag_blocks(at)), content.tags_in_block),
    "articles": Kind(content.article_blocks, content.articles_in_block),
}


@kept_page()
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return sitemaps.index(
        (reverse("sitemap_file", args=[name, number]), changed)
        for name, kind in KINDS.items()
        for number, changed in sorted(kind.files(now).items())
    )


@public_page
def file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    pages = list(KINDS[kind].pages(number, timezone.now())) if kind in KINDS and number < content.BLOCKS_AT_MOST else []
    if not pages:
        raise Http404
    return sitemaps.file(pages)


@public_page
def newest(request: HttpRequest) -> HttpResponse:
    return sitemaps.file(_newest(timezone.now()))


@public_page
def newest_text(request: HttpRequest) -> HttpResponse:
    return sitemaps.text(_newest(timezone.now()))


def _newest(at: datetime) -> list[Entry]:
    """Return the pages that are no articles, then the newest articles, together at most `MOST_ADDRESSES`."""
    pages = [*_single_pages(at), *content.sections(at), *_consultants(at)][:MOST_ADDRESSES]
    return [*pages, *content.newest_articles(at, count=MOST_ADDRESSES - len(pages))]


@kept_page()
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Allow: /",
        *(f"Disallow: {path}" for path in ("/admin/", "/search/", "/hits/", "/preview/")),
        "",
        *(
            f"Sitemap: {settings.SITE_URL}{reverse(name)}"
            for name in ("sitemap_index", "sitemap_newest", "sitemap_text")
        ),
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
