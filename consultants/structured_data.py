"""Structured data of a consultant's page: a profile page, and its person."""

from consultants.models import Consultant
from yanjiang.lib.json_ld import SCHEMA, Thing, image
from yanjiang.lib.links import absolute


def profile_page(consultant: Consultant, *, works_for: Thing) -> Thing:
    url = absolute(consultant.get_absolute_url())
    return {"@context": SCHEMA, "@type": "ProfilePage", "url": url, "mainEntity": _person(consultant, url, works_for)}


def _person(consultant: Consultant, url: str, works_for: Thing) -> Thing:
    return {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": consultant.name,
        "url": url,
        "mainEntityOfPage": url,
        "jobTitle": consultant.titles,
        "description": consultant.meta_description,
        "image": image(consultant.photo.url if consultant.photo else ""),
        "worksFor": works_for,
    }
