"""/feed/ and /atom/ of the site, of a section with all below it, and of a tag."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import condition

from articles.models import Article, Section, Tag, section_tree
from articles.pages import lists
from articles.pages.feeds import ITEMS, ArticleFeed, Channel
from yanjiang.home.models import site_settings
from yanjiang.lib.feeds import Atom, Rss
from yanjiang.lib.links import absolute
from yanjiang.lib.pages import kept_page

KINDS: dict[str, type[Rss] | type[Atom]] = {"feed": Rss, "atom": Atom}


@kept_page()
def site(request: HttpRequest, kind: str) -> HttpResponse:
    settings = site_settings()
    articles = list(Article.objects.published(timezone.now()).newest_first().for_cards()[:ITEMS])
    channel = _channel(request, key="site", title=settings.name, description=settings.meta_description, page_url="/")
    return _answer(request, kind, channel, articles)


@kept_page()
def section(request: HttpRequest, path: str, kind: str) -> HttpResponse:
    section = section_tree().at_path(path)
    if section is None or section.kind == Section.Kind.LINK:
        raise Http404
    articles = lists.newest_in(section, timezone.now(), count=ITEMS)
    channel = _channel(
        request,
        key=f"sections/{section.pk}",
        title=f"{section.name} - {site_settings().name}",
        description=section.meta_description,
        page_url=section.get_absolute_url(),
    )
    return _answer(request, kind, channel, articles)


@kept_page()
def tag(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    now = timezone.now()
    tag = get_object_or_404(Tag.objects.in_use(now), slug=slug)
    articles = lists.newest_with_tag(tag, now, count=ITEMS)
    channel = _channel(
        request,
        key=f"tags/{tag.pk}",
        title=f"{tag.name} - {site_settings().name}",
        description=tag.meta_description,
        page_url=tag.get_absolute_url(),
    )
    return _answer(request, kind, channel, articles)


def _channel(request: HttpRequest, *, key: str, title: str, description: str, page_url: str) -> Channel:
    return Channel(
        key=key,
        title=title,
        description=description,
        page_url=absolute(page_url),
        feed_url=absolute(request.path),
        publisher=site_settings().name,
        full_text=site_settings().full_text_feeds,
    )


def _answer(request: HttpRequest, kind: str, channel: Channel, articles: list[Article]) -> HttpResponse:
    """Write the feed, or answer 304. The ETag is known before an article's body is read."""
    writer = KINDS[kind]
    feed = ArticleFeed(channel, articles)

    def write(request: HttpRequest) -> HttpResponse:
        return HttpResponse(feed.write(writer), content_type=writer.content_type)

    conditional = condition(lambda request: feed.etag())
    answer: HttpResponse = conditional(write)(request)
    return answer
