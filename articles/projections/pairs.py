"""Chooses and writes the rare pairs of characters that tell which articles speak of one thing.

All other articles decide whether a pair is rare, so an article keeps its pairs until its own text changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from django.db import connection

from articles.models import ArticleBigram
from articles.projections.rows import Rows, Times
from yanjiang.lib.batches import batches
from yanjiang.lib.rows import insert

RARE = 50  # a pair that so many articles have says little about any
KEPT = 24  # of an article: those of its title, and room for some of its summary
ASKED_AT_ONCE = 32_000  # PostgreSQL may read the whole table for it; SQLite takes 32,766 values at most

_COUNT = "SELECT bigram, COUNT(*) FROM articles_articlebigram WHERE bigram"


def write_pairs(rows: Collection[Rows], *, changed: Collection[int] = (), common: set[str] | None = None) -> None:
    """Write the pairs of articles that have none, and of those that are `changed`; retime or remove the others'.

    `common` is for callers with many batches: it collects the pairs that are no longer rare, and need not be counted
    again.
    """
    stale = {one.source.pk for one in rows if one.source.pk in changed or not one.is_published}
    if stale:
        ArticleBigram.objects.filter(article_id__in=stale).delete()
    kept = [one for one in rows if one.source.pk not in stale]
    held = held_times(kept) if kept else {}
    late: dict[Times, list[int]] = defaultdict(list)
    for one in kept:
        if held.get(one.source.pk, {one.times}) != {one.times}:
            late[one.times].append(one.source.pk)
    for times, ids in late.items():
        ArticleBigram.objects.filter(article_id__in=ids).update(**times._asdict())
    new = [one for one in rows if one.is_published and one.source.pk not in held]
    insert(ArticleBigram, ("article", "bigram", *Times._fields), _chosen(new, set() if common is None else common))


def held_times(rows: Collection[Rows]) -> dict[int, set[Times]]:
    """Return the times that the pairs of these articles have; of an article that is right, one."""
    pairs = ArticleBigram.objects.filter(article_id__in=[one.source.pk for one in rows]).order_by().distinct()
    times: dict[int, set[Times]] = defaultdict(set)
    for pk, *held in pairs.values_list("article_id", *Times._fields):
        times[pk].add(Times(*held))
    return dict(times)


def chosen(titled: set[str], summed_up: set[str], articles: Counter[str]) -> list[str]:
    """Choose the pairs that say most of a text. `articles` tells how many have each.

    Those of the title come before the summary's; among these, first the pairs that other articles have too, and the
    rarest of them before all.
    """
    rare = [pair for pair in titled | summed_up if articles[pair] < RARE]
    rare.sort(key=lambda pair: (pair not in titled, not articles[pair], articles[pair], pair))
    return rare[:KEPT]


def _chosen(rows: Collection[Rows], common: set[str]) -> Iterator[tuple[object, ...]]:
    read = [(one, one.pairs[0] - common, one.pairs[1] - common) for one in rows]
    pairs = {pair for _one, titled, summed_up in read for pair in titled | summed_up}
    counted: Counter[str] = Counter()
    for asked in batches(sorted(pairs), size=ASKED_AT_ONCE):
        counted.update(_count(asked))
    for one, titled, summed_up in read:
        chose = chosen(titled, summed_up, counted)
        counted.update(chose)
        yield from ((one.source.pk, pair, *one.times) for pair in chose)
    common.update(pair for pair, times in counted.items() if times >= RARE)


# Written out: with two dozen pairs an article the ORM took longer over them than the database does.
def _count(pairs: list[str]) -> dict[str, int]:
    """Tell how many articles have each pair that any has."""
    places = ", ".join(["%s"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(f"{_COUNT} IN ({places}) GROUP BY bigram", pairs)
        return dict(cursor.fetchall())
