"""Structured data of each kind of page, and of the site itself."""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article, Section, Tag
from articles.pages.structured_data import baidu_time, news_article
from consultants.models import Consultant
from consultants.structured_data import profile_page
from yanjiang.home.models import SiteSettings
from yanjiang.lib.json_ld import SCHEMA, Thing, breadcrumb_list, scripts
from yanjiang.lib.links import absolute

_HOME = ("首页", "/")
_OLD_HOME = ("主页", "/")  # the name that articles give the home page, as the old site did


def home_data(settings: SiteSettings, publisher: Thing) -> SafeString:
    return scripts(publisher, website(settings, publisher))


def article_data(
    article: Article, publisher: Thing, url: str, way: Iterable[Section], section: Section, tags: Iterable[Tag]
) -> SafeString:
    return scripts(
        news_article(article, url=url, section=section, tags=tags, publisher=publisher),
        baidu_time(article, url=url),
        breadcrumb_list([_OLD_HOME, *_steps(way), (article.title, url)]),
    )


def consultant_data(consultant: Consultant, publisher: Thing) -> SafeString:
    way = [_HOME, ("写作顾问", reverse("consultants:list")), (consultant.name, consultant.get_absolute_url())]
    return scripts(profile_page(consultant, works_for=publisher), breadcrumb_list(way))


def way_data(
    way: Iterable[Section] = (), here: str = "", url: str = "", above: str = "", above_url: str = ""
) -> SafeString:
    """Describe the breadcrumbs of any other page: its sections or the page above it, and its own name and address."""
    own = [
        (name, address) for name, address in ((above, above_url), (here, url)) if name and (above or name != _HOME[0])
    ]
    return scripts(breadcrumb_list([_HOME, *_steps(way), *own]))


def _steps(way: Iterable[Any]) -> list[tuple[str, str]]:
    homes = (_HOME[0], _OLD_HOME[0])  # a section may have the same name
    return [(section.name, section.get_absolute_url()) for section in way if section.name not in homes]


def organization(settings: SiteSettings) -> Thing:
    """Describe who publishes the site."""
    home = absolute(reverse("home"))
    return {
        "@context": SCHEMA,
        "@type": "Organization",
        "@id": f"{home}#organization",
        "name": settings.name,
        "url": home,
        "logo": absolute(settings.logo.url if settings.logo else static("img/icon.svg")),
        "description": settings.meta_description,
    }


def website(settings: SiteSettings, publisher: Thing) -> Thing:
    home = absolute(reverse("home"))
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": settings.name,
        "url": home,
        "inLanguage": "zh-CN",
        "publisher": publisher,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('articles:search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
