"""The context of every public page: settings, navigation, footer. It is in memory, and not about the visitor."""

from dataclasses import dataclass

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles.models import Section, section_tree
from yanjiang.home.models import FriendLink, Page, SiteSettings, VerificationMark, site_settings
from yanjiang.home.structured_data import organization
from yanjiang.lib.json_ld import Thing
from yanjiang.lib.links import address
from yanjiang.sitewide import cache as sitewide


@dataclass(frozen=True)
class Frame:
    settings: SiteSettings
    publisher: Thing  # the site as structured data
    verification_marks: list[VerificationMark]
    navigation: list[Section]
    friend_links: list[FriendLink]
    pages: list[Page]


@sitewide.cached
def frame() -> Frame:
    settings = site_settings()
    return Frame(
        settings=settings,
        publisher=organization(settings),
        verification_marks=list(VerificationMark.objects.order_by("pk")),
        navigation=[section for section in section_tree().roots() if section.in_navigation],
        friend_links=list(FriendLink.objects.filter(is_active=True).order_by("position", "pk")),
        pages=list(Page.objects.filter(is_active=True, in_footer=True).order_by("position", "pk").defer("body")),
    )


def site(request: HttpRequest) -> dict[str, object]:
    """Add to the context the `frame`, today's date in Shanghai, and the page's canonical URL."""
    return {
        "frame": frame(),
        "today": timezone.localtime(),
        "canonical_url": f"{django_settings.SITE_URL}{_own_path(request)}",
    }


def _own_path(request: HttpRequest) -> str:
    """Return the page's canonical path: /articles/1/ for /articles/01/."""
    match = request.resolver_match
    return address(match.view_name, *match.args, *match.kwargs.values()) if match else iri_to_uri(request.path)
