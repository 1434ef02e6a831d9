"""What to offer where nothing was found: the titles, the tags, the section that come nearest."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from articles.models import Article, LegacyPath, Section, Tag, section_tree
from yanjiang.lib.chinese import bigrams, pinyin_segment

TITLES_COMPARED = 1_000
BIGRAMS_ASKED = 12
TAGS_COMPARED = 200
FOLDERS = 20  # of a path that are looked at
_LETTERS = re.compile("[a-z]{4,}")  # shorter ones are in every other title's pinyin
_OF_ANY_PATH = {"html", "shtml", "index", "list", "view", "article", "special"}


def nearest_titles(text: str, at: datetime, *, count: int = 8) -> list[Article]:
    """Return the newest articles, those before all whose titles share most with the Chinese words of a text."""
    wanted = bigrams(text)
    newest = Article.objects.published(at).newest_first()
    titles = list(newest.values_list("pk", "title")[: TITLES_COMPARED if wanted else count])
    nearest = sorted(titles, key=lambda row: -len(bigrams(row[1]) & wanted))[:count]
    articles = Article.objects.for_headlines().in_bulk([pk for pk, _title in nearest])
    return [articles[pk] for pk, _title in nearest if pk in articles]


def nearest_to_paths(paths: Iterable[str], at: datetime) -> dict[str, Article]:
    """Return for each path the article whose title shares most with its words, in Chinese or in pinyin, if one does."""
    titles = list(Article.objects.published(at).newest_first().for_headlines()[:TITLES_COMPARED])
    found = {}
    for path in paths:
        pairs, words = bigrams(path), set(_LETTERS.findall(path.lower())) - _OF_ANY_PATH
        shares = {article: _shares(article.title, pairs, words) for article in titles} if pairs or words else {}
        if any(shares.values()):
            found[path] = max(titles, key=lambda article: shares[article])
    return found


def _shares(title: str, pairs: set[str], words: set[str]) -> int:
    return 2 * len(bigrams(title) & pairs) + sum(len(word) for word in words if word in _spelled(title))


@lru_cache(maxsize=2 * TITLES_COMPARED)
def _spelled(title: str) -> str:
    return pinyin_segment(title).replace("-", "")


def nearest_tags(text: str, at: datetime, *, count: int = 12) -> list[Tag]:
    """Return tags that share most with the Chinese words of a text, none where none shares anything."""
    wanted = bigrams(text)
    shares = Q(pk=None)
    for bigram in sorted(wanted)[:BIGRAMS_ASKED]:
        shares |= Q(name__contains=bigram)
    tags = Tag.objects.in_use(at).filter(shares).order_by("pk")[:TAGS_COMPARED]
    return sorted(tags, key=lambda tag: (-len(bigrams(tag.name) & wanted), tag.name))[:count]


def nearest_section(path: str) -> Section | None:
    """Return the section of the deepest folder of a path, as it is here or was on the old site."""
    segments = [segment for segment in path.split("/") if segment][:FOLDERS]
    folders = ["/".join(segments[:length]) for length in range(len(segments), 0, -1)]
    tree = section_tree()
    # Not the path itself: that nothing was found at it is why somebody asks.
    old = {f"/{folder}/": folder for folder in folders[1:]}
    known = LegacyPath.objects.filter(path__in=old, section__isnull=False).values_list("path", "section")
    by_folder = {old[path]: section for path, section in known} if old else {}
    found = (tree.at_path(folder.lower()) or tree.get(by_folder.get(folder)) for folder in folders)
    return next((section for section in found if section), None)
