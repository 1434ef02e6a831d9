"""What to offer where nothing was found: the titles, the tags, the section that come nearest."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from articles.models import Article, Section, Tag, section_tree
from yanjiang.lib.chinese import bigrams

TITLES_COMPARED = 1_000
BIGRAMS_ASKED = 12
TAGS_COMPARED = 200


def nearest_titles(text: str, at: datetime, *, count: int = 8) -> list[Article]:
    """Return the newest articles, those before all whose titles share most with the Chinese words of a text."""
    wanted = bigrams(text)
    titles = Article.objects.published(at).newest_first().for_headlines()
    rows = list(titles[: TITLES_COMPARED if wanted else count])
    return sorted(rows, key=lambda article: -len(bigrams(article.title) & wanted))[:count]


def nearest_tags(text: str, at: datetime, *, count: int = 12) -> list[Tag]:
    """Return tags that share most with the Chinese words of a text, none where none shares anything."""
    wanted = bigrams(text)
    shares = Q(pk=None)
    for bigram in sorted(wanted)[:BIGRAMS_ASKED]:
        shares |= Q(name__contains=bigram)
    tags = Tag.objects.in_use(at).filter(shares).order_by("pk")[:TAGS_COMPARED]
    return sorted(tags, key=lambda tag: (-len(bigrams(tag.name) & wanted), tag.name))[:count]


def nearest_section(path: str) -> Section | None:
    """Return the deepest section that the beginning of a path leads to."""
    segments = path.strip("/").lower().split("/")
    return next(iter(_sections_above(segments)), None)


def _sections_above(segments: list[str]) -> Iterable[Section]:
    tree = section_tree()
    for length in range(len(segments), 0, -1):
        if section := tree.at_path("/".join(segments[:length])):
            yield section
