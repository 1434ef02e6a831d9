"""What every page's frame shows: settings, navigation, footer. All of it furniture, none of it about the visitor."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject

from articles.models import Section, section_tree
from yanjiang.home.models import FriendLink, Page, SiteSettings, VerificationMark, site_settings
from yanjiang.lib import furniture


@dataclass(frozen=True)
class Frame:
    settings: SiteSettings
    verification_marks: list[VerificationMark]
    navigation: list[Section]
    friend_links: list[FriendLink]
    pages: list[Page]


@furniture.cached
def frame() -> Frame:
    return Frame(
        settings=site_settings(),
        verification_marks=list(VerificationMark.objects.order_by("pk")),
        navigation=[section for section in section_tree().roots() if section.in_navigation],
        friend_links=list(FriendLink.objects.filter(is_active=True).order_by("position", "pk")),
        pages=list(Page.objects.filter(is_active=True, in_footer=True).order_by("position", "pk").defer("body")),
    )


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame`, today in Shanghai, and the address that search engines should know the page by."""
    return {
        "frame": SimpleLazyObject(frame),  # the admin's pages have a frame of their own
        "today": timezone.localtime(),
        "canonical_url": SimpleLazyObject(lambda: f"{settings.SITE_URL}{_own_path(request)}"),
    }


def _own_path(request: HttpRequest) -> str:
    """Return the path that the site itself gives the page: /articles/01/ is /articles/1/."""
    match = request.resolver_match
    return reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else iri_to_uri(request.path)
