"""A consultant as search engines describe a person."""

from consultants.models import Consultant
from yanjiang.lib.json_ld import SCHEMA, Thing, image
from yanjiang.lib.links import absolute


def person(consultant: Consultant, *, works_for: Thing) -> Thing:
    url = absolute(consultant.get_absolute_url())
    return {
        "@context": SCHEMA,
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
