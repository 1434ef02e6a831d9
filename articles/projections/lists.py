"""Writes the listings of articles: their rows in the lists of sections."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, date

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from articles.models import ContentChange, Listing, ListingCount, day_of
from articles.projections.article_data import tree
from articles.projections.derived_rows import ListingTimes, Rows, upwards
from yanjiang.lib.rows import insert, select

# Raw SQL: the ORM has no INSERT ... SELECT.
_JOIN = (
    "INSERT INTO articles_listing (section_id, article_id, publish_at, expire_at, pinned_until)"
    " SELECT %s, article_id, publish_at, expire_at, pinned_until FROM articles_listing WHERE section_id = %s"
    " ON CONFLICT (section_id, article_id) DO NOTHING"
)


def write_listings(rows: Collection[Rows]) -> None:
    wanted = {(one.data.pk, section_id): listing for one in rows for section_id, listing in one.listings.items()}
    _write([one.data.pk for one in rows], wanted)


def clear_listings(article_ids: Collection[int]) -> None:
    _write(article_ids, {})


def _write(article_ids: Collection[int], wanted: dict[tuple[int, int], ListingTimes]) -> None:
    """Let these articles have these listings, by article and section, and no others."""
    held = held_listings(article_ids)
    if left := [pk for key, (pk, _listing) in held.items() if key not in wanted]:
        Listing.objects.filter(pk__in=left).delete()
    insert(
        Listing,
        ("article", "section", *ListingTimes._fields),
        # Sorted, so that the order of the rows does not depend on the size of a batch.
        ((*key, *listing) for key, listing in sorted(wanted.items()) if key not in held or held[key][1] != listing),
        unique=("section", "article"),
    )
    changes = _by_day(wanted)
    changes.subtract(_by_day({key: listing for key, (_pk, listing) in held.items()}))
    ListingCount.objects.add(changes)


def held_listings(article_ids: Collection[int]) -> dict[tuple[int, int], tuple[int, ListingTimes]]:
    """Return the rows of the table by article and section: the id and the times."""
    names = ("id", "article", "section", *ListingTimes._fields)
    listed = select(Listing, names, by="article", among=article_ids)
    return {(article_id, section_id): (pk, ListingTimes(*listing)) for pk, article_id, section_id, *listing in listed}


def follow(section_id: int, *, out_of: int | None, into: int | None) -> None:
    """Move a section's articles from the lists of its old ancestors to the lists of its new ones.

    Takes few statements, however many articles there are. Call it in the transaction that moves the section.
    """
    parents = tree()
    left, joined = list(upwards(out_of, parents)), list(upwards(into, parents))
    with connection.cursor() as cursor:
        for above in set(joined) - set(left):
            cursor.execute(_JOIN, [above, section_id])
    for above in left:  # from the bottom up: an article that stays in one list stays in all above it
        if above not in joined:
            _listed_only_through(above, section_id).delete()
    recount(set(left) ^ set(joined))
    ContentChange.objects.note()


def recount(section_ids: Collection[int]) -> None:
    """Count the articles of these sections' lists anew, where counting the changes would take as long."""
    ListingCount.objects.lock()
    for section_id in section_ids:
        ListingCount.objects.filter(section=section_id).delete()
        ListingCount.objects.bulk_create(
            ListingCount(section_id=section_id, day=day, number=number)
            for day, number in sorted(counted_listings(section_id).items())
        )


def counted_listings(section_id: int) -> dict[date, int]:
    """Count the articles of a section's list by day, by reading all its rows."""
    rows = Listing.objects.filter(section=section_id).order_by()
    days = rows.annotate(day=TruncDate("publish_at", tzinfo=UTC)).values_list("day")
    return dict(days.annotate(number=Count("pk")))


def _by_day(listings: dict[tuple[int, int], ListingTimes]) -> Counter[tuple[int, date]]:
    """Count listings by section and day."""
    return Counter((section_id, day_of(at)) for (_pk, section_id), (at, *_) in listings.items() if at)


def _listed_only_through(above: int, section_id: int) -> QuerySet[Listing]:
    """Return the rows of `above` whose articles are listed there only through the section. These are to be deleted.

    An article that is filed in `above` itself stays, and so does one that another direct child of `above` lists.
    """
    others = Listing.objects.filter(article=OuterRef("article"), section__parent=above).exclude(section=section_id)
    listed = Listing.objects.filter(section=section_id).values("article")
    rows = Listing.objects.filter(~Exists(others), section=above, article__in=listed)
    return rows.exclude(article__section=above).exclude(article__further_sections=above)
