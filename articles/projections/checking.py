"""Compares the derived rows in the tables with those that `rows_of()` computes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction

from articles.models import Article, ArticleBigram, ContentChange, ListingCount, SearchEntry, SearchText, Section
from articles.projections.derived_rows import Rows
from articles.projections.lists import counted_listings, held_listings, recount
from articles.projections.pairs import KEPT, held_times
from articles.projections.search import held_entries
from articles.projections.tags import is_late
from articles.projections.writing import read, write
from yanjiang.lib.batches import batches
from yanjiang.lib.pauses import let_others_write
from yanjiang.pictures.texts import held_uses, shown_in

BATCH = 100  # articles in memory at once, with both of their texts


class Difference(NamedTuple):
    """A part of an article's derived rows that is wrong. `part` is what editors call it."""

    article_id: int
    part: str


def differences(*, mend: bool = False) -> Iterator[Difference]:
    """Yield the wrong parts, article by article; with `mend`, also write the rows of these articles anew."""
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for ids in batches(numbers, size=BATCH):
        # Others write at the same time, so suspects are checked again under a lock.
        if suspects := {row.article_id for row in _wrong(read(ids, lock=False))}:
            yield from _sure(sorted(suspects), mend=mend)
        let_others_write()


def miscounted(*, mend: bool = False) -> list[int]:
    """Return the ids of the sections whose numbers of articles are wrong; with `mend`, also count them anew."""
    suspects = _miscounted(list(Section._base_manager.order_by("pk").values_list("pk", flat=True)))
    if not suspects:
        return []
    with transaction.atomic():
        ListingCount.objects.lock()  # others write at the same time
        found = _miscounted(suspects)
        if mend and found:
            recount(found)
            ContentChange.objects.note()
    return found


def _miscounted(section_ids: list[int]) -> list[int]:
    """Compare section by section: for each day of all of them together, memory would grow with the site."""
    return [pk for pk in section_ids if ListingCount.objects.of(pk) != counted_listings(pk)]


def _sure(ids: list[int], *, mend: bool) -> list[Difference]:
    with transaction.atomic():
        found = list(_wrong(read(ids)))
        if mend and found:
            SearchEntry.objects.filter(pk__in=ids).update(digest="")  # so that texts and pairs are written anew
            write(ids)
    return found


def _wrong(rows: list[Rows]) -> Iterator[Difference]:
    parts = {
        "栏目列表": _misplaced(rows),
        "关键字": _mistimed(rows),
        "搜索索引": _misindexed(rows),
        "相关文章": _mispaired(rows),
        "用到的图片": _mispictured(rows),
    }
    for one in rows:
        yield from (Difference(one.data.pk, part) for part, wrong in parts.items() if one.data.pk in wrong)


def _misplaced(rows: list[Rows]) -> set[int]:
    held = {key: listing for key, (_pk, listing) in held_listings([one.data.pk for one in rows]).items()}
    wanted = {(one.data.pk, section_id): listing for one in rows for section_id, listing in one.listings.items()}
    return {pk for pk, _section_id in _differing(held, wanted)}


def _mistimed(rows: list[Rows]) -> set[int]:
    return {
        one.data.pk
        for one in rows
        for tag in one.data.tagged
        if is_late(tag, one) or (tag.publish_at and not tag.was_published)
    }


def _misindexed(rows: list[Rows]) -> set[int]:
    entries, wanted_entries = held_entries(rows), {one.data.pk: (one.digest, one.times) for one in rows}
    texts = {text.pk: text.fields for text in SearchText.objects.filter(pk__in=wanted_entries)}
    return _differing(entries, wanted_entries) | _differing(texts, {one.data.pk: one.text for one in rows})


def _mispaired(rows: list[Rows]) -> set[int]:
    """Return the articles with wrong pairs. The choice of the rare ones depends on all articles and is not checked."""
    times, held = held_times(rows), _held_pairs(rows)
    return {
        one.data.pk
        for one in rows
        if times.get(one.data.pk, {one.times}) != {one.times}
        or not held.get(one.data.pk, set()) <= set.union(*one.pairs)
        or len(held.get(one.data.pk, ())) > KEPT
        or (held.get(one.data.pk) and not one.is_published)
    }


def _held_pairs(rows: list[Rows]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    pairs = ArticleBigram.objects.filter(article_id__in=[one.data.pk for one in rows]).order_by()
    for pk, pair in pairs.values_list("article_id", "bigram"):
        held.setdefault(pk, set()).add(pair)
    return held


def _mispictured(rows: list[Rows]) -> set[int]:
    texts = {one.data.pk: one.data.body for one in rows}
    return {pk for pk, _picture in shown_in(texts, lock=False) ^ held_uses(Article, texts).keys()}


def _differing(held: dict[Any, Any], wanted: dict[Any, Any]) -> set[Any]:
    """Return the keys whose values differ, or that only one of the two has."""
    return {key for key in held.keys() | wanted.keys() if key not in held or held[key] != wanted.get(key)}
