"""Chooses and writes the rare pairs of characters that tell which articles have the same subject.

All other articles decide whether a pair is rare, so an article keeps its pairs until its own text changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from django.db import connection

from articles.models import ArticleBigram
from articles.projections.derived_rows import Rows, Times
from yanjiang.lib.batches import batches
from yanjiang.lib.rows import insert

RARE = 50  # a pair that so many articles have says little about any
KEPT = 24  # pairs of an article: first from its title, then from its summary
ASKED_AT_ONCE = 32_000  # as many as SQLite takes (32,766): PostgreSQL may read the whole table each time

_COUNT = "SELECT bigram, COUNT(*) FROM articles_articlebigram WHERE bigram"


def write_pairs(rows: Collection[Rows], *, changed: Collection[int] = (), common: set[str] | None = None) -> None:
    """Write the pairs of articles that have none or are `changed`, and update the times of the other pairs.

    Articles that are not published lose their pairs. `common` is for callers with many batches: it collects the pairs
    that are no longer rare, so that they are not counted again.
    """
    stale = {one.data.pk for one in rows if one.data.pk in changed or not one.is_published}
    if stale:
        ArticleBigram.objects.filter(article_id__in=stale).delete()
    kept = [one for one in rows if one.data.pk not in stale]
    held = held_times(kept) if kept else {}
    late: dict[Times, list[int]] = defaultdict(list)
    for one in kept:
        if held.get(one.data.pk, {one.times}) != {one.times}:
            late[one.times].append(one.data.pk)
    for times, ids in late.items():
        ArticleBigram.objects.filter(article_id__in=ids).update(**times._asdict())
    new = [one for one in rows if one.is_published and one.data.pk not in held]
    insert(ArticleBigram, ("article", "bigram", *Times._fields), _chosen(new, set() if common is None else common))


def held_times(rows: Collection[Rows]) -> dict[int, set[Times]]:
    """Return the times that the pairs of each article have; a correct article has exactly one."""
    pairs = ArticleBigram.objects.filter(article_id__in=[one.data.pk for one in rows]).order_by().distinct()
    times: dict[int, set[Times]] = defaultdict(set)
    for pk, *held in pairs.values_list("article_id", *Times._fields):
        times[pk].add(Times(*held))
    return dict(times)


def chosen(titled: set[str], summed_up: set[str], articles: Counter[str]) -> list[str]:
    """Choose the pairs that say most about a text. `articles` tells how many articles have each pair.

    Pairs of the title come before those of the summary. In both, pairs that other articles have come before those that
    none has, the rarest first.
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
        yield from ((one.data.pk, pair, *one.times) for pair in chose)
    common.update(pair for pair, times in counted.items() if times >= RARE)


# Raw SQL: with two dozen pairs an article, the ORM took longer than the database itself.
def _count(pairs: list[str]) -> dict[str, int]:
    """Return how many articles have each pair, without the pairs that none has."""
    placeholders = ", ".join(["%s"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(f"{_COUNT} IN ({placeholders}) GROUP BY bigram", pairs)
        return dict(cursor.fetchall())
