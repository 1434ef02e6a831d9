"""Writes the places of articles in the lists of sections."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import ContentChange, Listing
from articles.projections.rows import Place, Rows, upwards
from articles.projections.sources import tree
from yanjiang.lib.rows import insert

# Written out: the ORM has no INSERT of what a SELECT finds.
_JOIN = (
    "INSERT INTO articles_listing (section_id, article_id, publish_at, expire_at, pinned_until)"
    " SELECT %s, article_id, publish_at, expire_at, pinned_until FROM articles_listing WHERE section_id = %s"
    " ON CONFLICT (section_id, article_id) DO NOTHING"
)


def write_places(rows: Collection[Rows]) -> None:
    wanted = {(one.source.pk, section_id): place for one in rows for section_id, place in one.places.items()}
    held = held_places(rows)
    Listing.objects.filter(pk__in=[pk for key, (pk, _place) in held.items() if key not in wanted]).delete()
    insert(
        Listing,
        ("article", "section", *Place._fields),
        # In an order that does not tell how many were written at once.
        ((*key, *place) for key, place in sorted(wanted.items()) if key not in held or held[key][1] != place),
        unique=("section", "article"),
    )


def held_places(rows: Collection[Rows]) -> dict[tuple[int, int], tuple[int, Place]]:
    """Return the rows that the table has, by article and section: the number and what it says."""
    listed = Listing.objects.filter(article_id__in=[one.source.pk for one in rows]).order_by()
    values = listed.values_list("pk", "article_id", "section_id", *Place._fields)
    return {(article_id, section_id): (pk, Place(*place)) for pk, article_id, section_id, *place in values}


def follow(section_id: int, *, out_of: int | None, into: int | None) -> None:
    """Move all that is listed in a section from the lists above its old place to those above its new one.

    Few statements, however many articles. Call it in the transaction that moves the section.
    """
    parents = tree()
    left, joined = list(upwards(out_of, parents)), list(upwards(into, parents))
    with connection.cursor() as cursor:
        for above in set(joined) - set(left):
            cursor.execute(_JOIN, [above, section_id])
    for above in left:  # from below: what stays in one of them stays in all above
        if above not in joined:
            _stay_behind(above, section_id).delete()
    ContentChange.objects.note()


def _stay_behind(above: int, section_id: int) -> QuerySet[Listing]:
    """Return the rows that `above` has by that section alone: neither filed there nor in another one below it."""
    others = Listing.objects.filter(article=OuterRef("article"), section__parent=above).exclude(section=section_id)
    listed = Listing.objects.filter(section=section_id).values("article")
    rows = Listing.objects.filter(~Exists(others), section=above, article__in=listed)
    return rows.exclude(article__section=above).exclude(article__further_sections=above)
