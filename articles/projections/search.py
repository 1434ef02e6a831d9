"""Writes the rows by which a search finds articles: entries, texts, and the texts' lexemes in the index."""

from collections.abc import Collection

from articles.models import SearchEntry, SearchText
from articles.projections.derived_rows import Rows, Times
from yanjiang.lib.rows import insert, select

NONE = ("", Times(None, None))  # digest and times of an article without an entry


def write_entries(rows: Collection[Rows], *, anew: bool = False) -> set[int]:
    """Write entries and texts that differ; with `anew`, all texts. Return the ids of articles with a new digest."""
    held = held_entries(rows)
    changed = {one.data.pk: one for one in rows if held.get(one.data.pk, NONE)[0] != one.digest}
    insert(
        SearchEntry,
        ("article", "digest", *Times._fields),
        ((one.data.pk, one.digest, *one.times) for one in rows if held.get(one.data.pk) != (one.digest, one.times)),
        unique=("article",),
    )
    written = rows if anew else changed.values()
    if written:
        SearchText.objects.store({one.data.pk: one.text for one in written})
    return set(changed)


def held_entries(rows: Collection[Rows]) -> dict[int, tuple[str, Times]]:
    """Return the digests and times that the table has, by article."""
    names = ("article", "digest", *Times._fields)
    entries = select(SearchEntry, names, by="article", among=[one.data.pk for one in rows])
    return {pk: (digest, Times(*times)) for pk, digest, *times in entries}
