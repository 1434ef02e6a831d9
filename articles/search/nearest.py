"""Finds suggestions where nothing was found: the nearest titles, tags and section."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from math import log2

from django.db import connection

from articles.fulltext import index
from articles.fulltext.text import normal_text
from articles.models import (
    IN_TIME,
    Article,
    LegacyPath,
    SearchEntry,
    Section,
    Tag,
    TaggedArticle,
    moments,
    section_tree,
)
from yanjiang.lib.chinese import COMMONEST, bigrams, pinyin_segment

PAIRS_ASKED = 16  # pairs of a text that are looked up: the ones of the rarest characters
TITLES_COMPARED = 500  # titles with one pair; a pair of more titles is common
PATHS_COMPARED = 1_000  # titles with each path
BIGRAMS_ASKED = 12
ARTICLES_COMPARED = 200  # articles whose tags are compared
FOLDERS = 20  # folders of a path that are looked up
_LETTERS = re.compile("[a-z]{4,}")  # shorter ones are in every other title's pinyin
_OF_ANY_PATH = {"html", "shtml", "index", "list", "view", "article", "special"}
_INDEXES = {character: index for index, character in enumerate(COMMONEST)}
# Raw SQL: the ORM cannot put limits inside a union on SQLite.
_COUNT = """SELECT %s, COUNT(*) FROM (
    SELECT 1 FROM articles_searchentry AS entry
    WHERE {condition} AND {in_time} LIMIT {most}) AS counted"""


def nearest_titles(text: str, at: datetime, *, count: int = 8) -> list[Article]:
    """Return the articles of any age whose titles share most with the Chinese words of a text, newest of equals first.

    A pair of characters weighs more if fewer titles have it. If too few articles are found, the newest follow.
    """
    titles = _titles_with(_pairs(text), at)
    rare = _rare(titles)
    found = _having(rare, at)
    if len(found) < count:
        found |= _having(titles.keys() - rare, at)
    points = {article: _points(article.title, titles) for article in found}
    nearest = sorted(found, key=lambda article: (points[article], article.publish_at, article.pk), reverse=True)[:count]
    if len(nearest) < count:
        newest = Article.objects.published(at).newest_first().for_headlines()[:count]
        nearest += [article for article in newest if article not in found]
    return nearest[:count]


def _titles_with(pairs: set[str], at: datetime) -> dict[str, int]:
    """Return how many titles have each pair, up to TITLES_COMPARED, rarest first, without pairs that no title has."""
    asked = _rarest(pairs, PAIRS_ASKED)
    if not asked:
        return {}
    counted = _COUNT.format(condition=index.backend().condition("entry"), in_time=IN_TIME, most=TITLES_COMPARED)
    parameters = [value for pair in asked for value in (pair, index.titled([pair]).expression, *moments(at))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([counted] * len(asked)), parameters)
        rows = [(pair, titles) for pair, titles in cursor.fetchall() if titles]
    return dict(sorted(rows, key=lambda row: (row[1], row[0])))


def _rarest(pairs: set[str], count: int) -> list[str]:
    """Return the pairs of the rarest characters."""
    return sorted(pairs, key=lambda pair: (-sum(_INDEXES.get(sign, len(_INDEXES)) for sign in pair), pair))[:count]


def _rare(titles: dict[str, int]) -> set[str]:
    """Return the rarest pairs, as many as have at most TITLES_COMPARED titles together."""
    rare, together = set(), 0
    for pair, number in titles.items():
        together += number
        if together <= TITLES_COMPARED:
            rare.add(pair)
    return rare


def _having(pairs: set[str], at: datetime) -> set[Article]:
    if not pairs:
        return set()
    newest = SearchEntry.objects.visible(at).filter(index.titled(sorted(pairs))).newest_first()
    return set(Article.objects.for_headlines().filter(pk__in=newest.values("pk")[:TITLES_COMPARED]))


def _points(title: str, titles: dict[str, int]) -> float:
    # The order is always that of `titles`, because a sum of fractions differs a little in another order.
    pairs = _pairs(title)
    return sum(log2(2 * TITLES_COMPARED / number) for pair, number in titles.items() if pair in pairs)


def _pairs(text: str) -> set[str]:
    """Return the pairs of a text as the index has them, in any spelling of the text."""
    return bigrams(normal_text(text))


_pairs_of_title = lru_cache(maxsize=2 * PATHS_COMPARED)(_pairs)


def nearest_to_paths(paths: Iterable[str], at: datetime) -> dict[str, Article]:
    """Return for each path the article whose title shares most with its words in Chinese or pinyin, if there is one."""
    titles = list(Article.objects.published(at).newest_first().for_headlines()[:PATHS_COMPARED])
    found = {}
    for path in paths:
        pairs, words = _pairs(path), set(_LETTERS.findall(path.lower())) - _OF_ANY_PATH
        shares = {article: _shares(article.title, pairs, words) for article in titles} if pairs or words else {}
        if any(shares.values()):
            found[path] = max(titles, key=lambda article: shares[article])
    return found


def _shares(title: str, pairs: set[str], words: set[str]) -> int:
    return 2 * len(_pairs_of_title(title) & pairs) + sum(len(word) for word in words if word in _spelled(title))


@lru_cache(maxsize=2 * PATHS_COMPARED)
def _spelled(title: str) -> str:
    return pinyin_segment(title).replace("-", "")


def nearest_tags(text: str, at: datetime, *, count: int = 12) -> list[Tag]:
    """Return the tags that share most with the Chinese words of a text, without those that share nothing.

    The tags compared are those of the newest articles that have a word of the text in their title or labels. No index
    finds a word inside the name of a tag.
    """
    wanted = _pairs(text)
    if not wanted:
        return []
    newest = SearchEntry.objects.visible(at).filter(index.labelled(_rarest(wanted, BIGRAMS_ASKED))).newest_first()
    # Two queries instead of a join, for which PostgreSQL may read a whole table.
    articles = list(newest.values_list("pk", flat=True)[:ARTICLES_COMPARED])
    tagged = TaggedArticle.objects.filter(content_object_id__in=articles)
    tags = Tag.objects.filter(pk__in=set(tagged.order_by().values_list("tag_id", flat=True))).order_by("pk")
    shares = {tag: len(_pairs(tag.name) & wanted) for tag in tags}
    return sorted(filter(shares.get, shares), key=lambda tag: (-shares[tag], tag.name))[:count]


def nearest_section(path: str) -> Section | None:
    """Return the section of the deepest folder of a path, as it is here or was on the old site."""
    segments = [segment for segment in path.split("/") if segment][:FOLDERS]
    folders = ["/".join(segments[:length]) for length in range(len(segments), 0, -1)]
    tree = section_tree()
    # The path itself is left out: it was not found before this is called.
    old = {f"/{folder}/": folder for folder in folders[1:]}
    known = LegacyPath.objects.filter(path__in=old, section__isnull=False).values_list("path", "section")
    by_folder = {old[path]: section for path, section in known} if old else {}
    found = (tree.at_path(folder.lower()) or tree.get(by_folder.get(folder)) for folder in folders)
    return next((section for section in found if section), None)
