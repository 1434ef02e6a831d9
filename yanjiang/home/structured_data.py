"""The site as search engines describe it: who publishes it, and how it is searched."""

from django.templatetags.static import static
from django.urls import reverse

from yanjiang.home.models import SiteSettings
from yanjiang.lib.json_ld import SCHEMA, Thing
from yanjiang.lib.links import absolute


def organization(settings: SiteSettings) -> Thing:
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


def website(settings: SiteSettings) -> Thing:
    home = absolute(reverse("home"))
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": settings.name,
        "url": home,
        "inLanguage": "zh-CN",
        "publisher": organization(settings),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('articles:search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
