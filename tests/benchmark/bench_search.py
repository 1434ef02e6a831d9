"""Recall, precision and speed of the search against a scan by the same rules. Not a test: it prints.

    VAR_DIR=/tmp/filled uv run manage.py migrate
    VAR_DIR=/tmp/filled uv run manage.py fill --articles 20000
    VAR_DIR=/tmp/filled uv run python -m tests.benchmark.bench_search

With `DATABASE_URL=postgres://…` it uses PostgreSQL, for which 100,000 articles are meant. `--queries 200` asks fewer.
Each query runs three times, and the minimum counts, in wall time and in processor time of this process. On PostgreSQL
the processor time does not include the server's.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any, NamedTuple
from urllib.parse import quote

import django

from yanjiang.lib.chinese import COMMONEST

PIECES, SPECIAL = 1000, 100
REPEATS = 3
STRINGS = Path(__file__).resolve().parents[3] / "shared/data/corpora/naughty_strings.json"
FEW = 1_000  # matches; the bar is 50 ms up to so many, 500 ms beyond
LONGEST = 10_000  # characters of a hostile query, which are 90,000 of its address
ASTRAL = ("😀", "𠮷野", "𝓢peech")


class Times(NamedTuple):
    """Milliseconds."""

    wall: float
    processor: float


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
    django.setup()
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=PIECES)
    pieces = parser.parse_args().queries
    from articles.models import Article

    random = Random(5)
    written = list(Article.objects.order_by("pk").values_list("pk", flat=True)[: 2 * SPECIAL])
    _write_special(written[::2], random)
    texts = _texts(random, pieces)
    queries = [*_pieces(texts, random), *_special_queries(random)]
    _say(f"{Article.objects.count()} articles, {len(queries)} queries, load {Path('/proc/loadavg').read_text()[:14]}")
    list(map(_search, queries[:20]))
    times = [_timed(_search, query) for query in queries]
    _say(f"load {Path('/proc/loadavg').read_text()[:14]}")
    expected = _scan(queries)
    wrong = [query for query, found in zip(queries, expected, strict=True) if not _agrees(query, found)]
    _report(queries, times, expected, wrong)
    _hostile()


def _write_special(ids: list[int], random: Random) -> None:
    """Add text that `fill` never writes to some articles: traditional, Latin and astral characters, blanks, markup."""
    from articles.models import Article

    for number, article in enumerate(Article.objects.filter(pk__in=ids).order_by("pk")):
        if "講話稿" in article.body:
            continue
        mark = ASTRAL[number % len(ASTRAL)]
        article.body += (
            f"<p>第{number}章：講話稿<b>寫作</b>{mark}與 Great Speech{number}，Ｃ＋＋和café，"
            f"{2000 + number}年{random.randrange(13)}月 a great speech</p>"
        )
        article.save()


def _texts(random: Random, count: int) -> list[str]:
    from articles.models import Article
    from yanjiang.lib.html import to_text

    numbers = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    chosen = Article.objects.filter(pk__in=random.sample(numbers, min(count, len(numbers)))).order_by("pk")
    texts = [f"{article.title}\n{to_text(article.body)}" for article in chosen]
    return [texts[number % len(texts)] for number in range(count)]


def _pieces(texts: list[str], random: Random) -> Iterator[str]:
    """Cut a piece of one to six characters out of each text, half of them behind punctuation."""
    for number, text in enumerate(texts):
        size = 1 + number % 6
        starts = (
            [at + 1 for at, character in enumerate(text) if character in "，。\n"] if number % 2 else range(len(text))
        )
        at = random.choice([start for start in starts if text[start : start + size].strip()])
        yield text[at : at + size]


def _special_queries(random: Random) -> Iterator[str]:
    for number in range(SPECIAL // 10):
        year = 2000 + random.randrange(SPECIAL)
        yield from (
            f"great speech{number}", f'"great speech{number}"', f"{year}年", f"第{number}章：講話", "講話稿寫作",
            f"讲话稿 {ASTRAL[number % 3]}", f"写作{ASTRAL[number % 3]}", f"caf -{year}",
            f"講話稿 -第{number}章 -speech9", f"「a great spe」 {str(year)[:3]} -c++和",
        )  # fmt: skip


def _ranking(typed: str) -> Any:
    from django.utils import timezone

    from articles.fulltext.query import parse
    from articles.models import SearchEntry
    from articles.search.ranking import Ranking

    query = parse(typed)
    return Ranking(query, SearchEntry.objects.visible(timezone.now())), query


def _search(typed: str) -> None:
    """Search as the page does, up to the marked excerpts of its first page."""
    from articles.search.ranking import A_PAGE
    from articles.search.results import Results

    ranking, query = _ranking(typed)
    list(Results(ranking, query.words)[:A_PAGE])


def _timed(action: Callable[[str], object], typed: str) -> Times:
    """Return the least milliseconds of some repetitions."""
    walls, processors = [], []
    for _ in range(REPEATS):
        wall, processor = perf_counter(), process_time()
        action(typed)
        walls.append((perf_counter() - wall) * 1000)
        processors.append((process_time() - processor) * 1000)
    return Times(min(walls), min(processors))


def _scan(typed: list[str]) -> list[list[tuple[int, float, int]]]:
    """Return the matches of each query by a scan of every article, in the order of tier, time and id."""
    from articles.fulltext.matching import fields_of, tier
    from articles.fulltext.query import parse
    from articles.fulltext.text import mark_starts
    from articles.models import Article, TaggedArticle
    from yanjiang.lib.html import to_text

    queries = [parse(one) for one in typed]
    found: list[list[tuple[int, float, int]]] = [[] for _ in queries]
    tags: dict[int, list[str]] = {}
    for pk, name in TaggedArticle.objects.order_by("pk").values_list("content_object_id", "tag__name"):
        tags.setdefault(pk, []).append(name)
    rows = Article.objects.published().values_list(
        "pk", "publish_at", "title", "short_title", "author", "summary", "body"
    )
    for pk, moment, title, short_title, author, summary, body in rows.iterator(chunk_size=500):
        labels = [*tags.get(pk, ()), author, short_title]
        fields = fields_of(title=title, labels=labels, summary=summary, body=to_text(body))
        whole = "\n".join(fields)
        for number, query in enumerate(queries):
            # Most words stand nowhere in most texts: the rules need not go through the fields.
            if all(mark_starts(word) in whole for word in query.words) and (level := tier(fields, query)) and moment:
                found[number].append((level, -moment.timestamp(), -pk))
    return [sorted(rows) for rows in found]


def _agrees(typed: str, expected: list[tuple[int, float, int]]) -> bool:
    """Tell whether the search finds the same articles, all of them, and the first page and 100 in the same order."""
    from articles.search.ranking import A_PAGE

    ranking, _query = _ranking(typed)
    everything = set(ranking._matches.within().values_list("pk", flat=True))
    in_order = [-pk for _level, _time, pk in expected[:100]]
    pages = [(size, ranking.ids(0, min(size, len(ranking)))) for size in (A_PAGE, 100)]
    return everything == {-pk for *_, pk in expected} and all(ids == in_order[:size] for size, ids in pages)


def _report(queries: list[str], times: list[Times], expected: list[list[Any]], wrong: list[str]) -> None:
    _say(f"{len(queries) - len(wrong)} of {len(queries)} agree with the scan: the same articles, in the same order")
    if wrong:
        _say(f"  not: {wrong[:10]}")
    for name, is_few in (("up to 1,000", True), ("more", False)):
        chosen = [number for number, found in enumerate(expected) if (len(found) <= FEW) is is_few]
        for field in Times._fields:
            slowest_last = sorted((getattr(times[number], field), queries[number]) for number in chosen)
            if slowest_last:
                middle, late = slowest_last[len(slowest_last) // 2][0], slowest_last[int(len(slowest_last) * 0.95)][0]
                slowest = ", ".join(f"{query} {time:.0f}" for time, query in slowest_last[:-4:-1])
                _say(
                    f"  {name} matches, {field} time: {len(slowest_last)} queries, median {middle:.1f} ms, "
                    f"p95 {late:.1f} ms, slowest {slowest}"
                )


def _hostile() -> None:
    """Time hostile queries for the whole page, in this process and its database."""
    from django.conf import settings
    from django.test import Client

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    hostile = [
        *json.loads(STRINGS.read_text(encoding="utf-8")),
        "讲" * 10_000,
        "的 一 是 " * 3_000,
        " ".join(COMMONEST * 30),
        " ".join(f"-{one}" for one in COMMONEST) + " 的",
        "的" * 100,
        "的 " + " ".join(f"-{'的' * times}" for times in range(4, 13)),
        "的 -" + "的一" * 20,
        "'" * 10_000,
        '"' * 10_000,
        "' & !a:*",
        '"" OR NEAR(',
        "\\",
        "((((" * 2_500,
        "))))",
        "讲\0话",
        "😀" * 100,
        "e\u0301" * 10_000,
        "1 2 3 4 5 6 7 8 9 0",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ]

    def ask(text: str) -> int:
        return client.get(f"/search/?q={quote(text, errors='surrogatepass')}").status_code

    hostile = [text[:LONGEST] for text in hostile]
    statuses = Counter(map(ask, hostile))
    slowest_first = sorted(((_timed(ask, text), text) for text in hostile), reverse=True)
    _say(f"{len(hostile)} hostile queries, status: {dict(statuses)}; the slowest pages:")
    for times, text in slowest_first[:8]:
        _say(f"  {times.wall:6.1f} ms, {times.processor:.1f} ms of this process: {text[:20]!r}")
    _say(f"  {_timed(ask, '').wall:6.1f} ms: a page without a query")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
