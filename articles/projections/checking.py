"""Holds the derived rows that the tables have against what `rows_of()` says."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction

from articles.models import Article, ArticleBigram, SearchEntry, SearchText
from articles.projections.lists import held_places
from articles.projections.pairs import KEPT, held_times
from articles.projections.rows import Rows
from articles.projections.search import held_entries
from articles.projections.tags import is_late
from articles.projections.writing import read, write
from yanjiang.lib.batches import batches
from yanjiang.lib.pictures.texts import held_uses, shown_in
from yanjiang.lib.turns import let_others_write

BATCH = 100  # articles in memory at once, with both of their texts


class Difference(NamedTuple):
    """A part of an article's derived rows that is wrong. `part` is what editors call it."""

    article_id: int
    part: str


def differences(*, mend: bool = False) -> Iterator[Difference]:
    """Yield what is wrong, article by article; with `mend`, write the rows of these articles as well."""
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for ids in batches(numbers, size=BATCH):
        # Others write meanwhile: what seems wrong is looked at again under its lock.
        if suspects := {row.article_id for row in _wrong(read(ids, lock=False))}:
            yield from _sure(sorted(suspects), mend=mend)
        let_others_write()


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
        yield from (Difference(one.source.pk, part) for part, wrong in parts.items() if one.source.pk in wrong)


def _misplaced(rows: list[Rows]) -> set[int]:
    held = {key: place for key, (_pk, place) in held_places(rows).items()}
    wanted = {(one.source.pk, section_id): place for one in rows for section_id, place in one.places.items()}
    return {pk for pk, _section_id in _differing(held, wanted)}


def _mistimed(rows: list[Rows]) -> set[int]:
    return {
        one.source.pk
        for one in rows
        for tag in one.source.tagged
        if is_late(tag, one) or (tag.publish_at and not tag.was_published)
    }


def _misindexed(rows: list[Rows]) -> set[int]:
    entries, wanted_entries = held_entries(rows), {one.source.pk: (one.digest, one.times) for one in rows}
    texts = {text.pk: text.fields for text in SearchText.objects.filter(pk__in=wanted_entries)}
    return _differing(entries, wanted_entries) | _differing(texts, {one.source.pk: one.text for one in rows})


def _mispaired(rows: list[Rows]) -> set[int]:
    """Return the articles whose pairs are not theirs. Which of theirs are rare is a matter of all other articles."""
    times, held = held_times(rows), _held_pairs(rows)
    return {
        one.source.pk
        for one in rows
        if times.get(one.source.pk, {one.times}) != {one.times}
        or not held.get(one.source.pk, set()) <= set.union(*one.pairs)
        or len(held.get(one.source.pk, ())) > KEPT
        or (held.get(one.source.pk) and not one.is_published)
    }


def _held_pairs(rows: list[Rows]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    pairs = ArticleBigram.objects.filter(article_id__in=[one.source.pk for one in rows]).order_by()
    for pk, pair in pairs.values_list("article_id", "bigram"):
        held.setdefault(pk, set()).add(pair)
    return held


def _mispictured(rows: list[Rows]) -> set[int]:
    texts = {one.source.pk: one.source.body for one in rows}
    return {pk for pk, _picture in shown_in(texts) ^ held_uses(Article, texts).keys()}


def _differing(held: dict[Any, Any], wanted: dict[Any, Any]) -> set[Any]:
    """Return the keys of which one has another value than the other, or none."""
    return {key for key in held.keys() | wanted.keys() if key not in held or held[key] != wanted.get(key)}
