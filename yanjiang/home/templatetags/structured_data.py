"""Structured data of each kind of page, for the end of its head. All of it is in the page's context already."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article, Section, Tag
from articles.structured_data import baidu_time, news_article
from consultants.models import Consultant
from consultants.structured_data import profile_page
from yanjiang.home.models import SiteSettings
from yanjiang.home.structured_data import organization, website
from yanjiang.lib.json_ld import breadcrumb_list, scripts

register = template.Library()

_HOME = ("首页", "/")
_OLD_HOME = ("主页", "/")  # as an article's page calls it, after the old site's


@register.simple_tag
def home_data(settings: SiteSettings) -> SafeString:
    """{% home_data frame.settings %}"""
    return scripts(organization(settings), website(settings))


@register.simple_tag
def article_data(
    article: Article, settings: SiteSettings, url: str, way: Iterable[Section], section: Section, tags: Iterable[Tag]
) -> SafeString:
    """{% article_data article frame.settings canonical_url breadcrumb section tags %}"""
    publisher, url = organization(settings), str(url)  # the context's is lazy
    return scripts(
        news_article(article, url=url, section=section, tags=tags, publisher=publisher),
        baidu_time(article, url=url),
        breadcrumb_list([_OLD_HOME, *_steps(way), (article.title, url)]),
    )


@register.simple_tag
def consultant_data(consultant: Consultant, settings: SiteSettings) -> SafeString:
    """{% consultant_data consultant frame.settings %}"""
    way = [_HOME, ("写作顾问", reverse("consultants:list")), (consultant.name, consultant.get_absolute_url())]
    return scripts(profile_page(consultant, works_for=organization(settings)), breadcrumb_list(way))


@register.simple_tag
def way_data(
    way: Iterable[Section] = (), here: str = "", url: str = "", above: str = "", above_url: str = ""
) -> SafeString:
    """Describe the way to any other page: its sections, or the page above it, and its own name and address.

    {% way_data breadcrumb %}
    {% way_data here="关键字" url=canonical_url %}
    {% way_data here=tag.name url=canonical_url above="关键字" above_url=tags_url %}
    """
    own = [
        (name, str(address))
        for name, address in ((above, above_url), (here, url))
        if name and (above or name != _HOME[0])
    ]
    return scripts(breadcrumb_list([_HOME, *_steps(way), *own]))


def _steps(way: Iterable[Any]) -> list[tuple[str, str]]:
    homes = (_HOME[0], _OLD_HOME[0])  # a section may be called so itself
    return [(section.name, section.get_absolute_url()) for section in way if section.name not in homes]
