"""Finding articles by words of their titles and tags, among the newest: one bounded query, whatever the site's size."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Section, TaggedArticle, section_tree
from yanjiang.lib.chinese import bigrams

NEWEST = 10_000  # articles looked at
FOUND = 200  # articles found at most
QUERY_CHARS = 100
TITLES_COMPARED = 1_000


def normal_query(query: str) -> str:
    """Return a visitor's words as they are searched: printable, one blank between two, not too long."""
    printable = "".join(character if character.isprintable() else " " for character in query)
    return " ".join(printable.split())[:QUERY_CHARS].strip()


def find(query: str, at: datetime) -> list[Article]:
    """Return the newest articles whose title or tags have every word of the query. None for an empty query."""
    words = normal_query(query).split()
    if not words:
        return []
    newest = Article.objects.published(at).newest_first().values("pk")[:NEWEST]
    found = Article.objects.filter(pk__in=newest)
    for word in words:
        tagged = TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__name__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(tagged))
    return list(found.for_cards().newest_first()[:FOUND])


def nearest_titles(path: str, at: datetime, *, count: int = 8) -> list[Article]:
    """Return the newest articles, those before all whose titles share most with the Chinese words of a path."""
    wanted = bigrams(path)
    titles = Article.objects.published(at).newest_first().for_headlines()
    rows = list(titles[: TITLES_COMPARED if wanted else count])
    return sorted(rows, key=lambda article: -len(bigrams(article.title) & wanted))[:count]


def nearest_section(path: str) -> Section | None:
    """Return the deepest section that the beginning of a path leads to."""
    segments = path.strip("/").lower().split("/")
    return next(iter(_sections_above(segments)), None)


def _sections_above(segments: list[str]) -> Iterable[Section]:
    tree = section_tree()
    for length in range(len(segments), 0, -1):
        if section := tree.at_path("/".join(segments[:length])):
            yield section
