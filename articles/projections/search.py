"""Writes what articles are found by: their entries, their texts, and the tokens of these in the index."""

from collections.abc import Collection

from articles.models import SearchEntry, SearchText
from articles.projections.rows import Rows, Times
from yanjiang.lib.rows import insert

NONE = ("", Times(None, None))  # of an article without an entry


def write_entries(rows: Collection[Rows], *, anew: bool = False) -> set[int]:
    """Write what differs, with `anew` the texts of all. Return the numbers of the articles whose digest is another."""
    held = held_entries(rows)
    changed = {one.source.pk: one for one in rows if held.get(one.source.pk, NONE)[0] != one.digest}
    insert(
        SearchEntry,
        ("article", "digest", *Times._fields),
        ((one.source.pk, one.digest, *one.times) for one in rows if held.get(one.source.pk) != (one.digest, one.times)),
        unique=("article",),
    )
    written = rows if anew else changed.values()
    if written:
        SearchText.objects.store({one.source.pk: one.text for one in written})
    return set(changed)


def held_entries(rows: Collection[Rows]) -> dict[int, tuple[str, Times]]:
    """Return the digests and times that the table has, by article."""
    entries = SearchEntry.objects.filter(pk__in=[one.source.pk for one in rows])
    return {pk: (digest, Times(*times)) for pk, digest, *times in entries.values_list("pk", "digest", *Times._fields)}
