"""The rules of matching on one article's fields. The index must find what a scan by these rules finds."""

from functools import lru_cache
from typing import NamedTuple

from articles.fulltext.query import Query
from articles.fulltext.text import mark_starts, normal_text

# Characters of a body that are searched: about 70 pages of A4. PostgreSQL can hold the lexemes of so many.
MOST_CHARS = 200_000


class Fields(NamedTuple):
    """An article's normalised fields. Results with the words in an earlier field are shown before others."""

    title: str
    labels: str  # tags, author, short title
    summary: str
    body: str


def fields_of(*, title: str, labels: list[str], summary: str, body: str) -> Fields:
    """Normalise the searched fields of an article. No match goes beyond the end of a line, a block or a label."""
    lines = (title, "\n".join(labels), summary, body[:MOST_CHARS])
    return Fields(*(mark_starts(normal_text(text)).strip(" \n") for text in lines))


def tier(fields: Fields, query: Query) -> int | None:
    """Return how many fields must be read until every term has occurred, or None if the fields do not match."""
    if not query.terms or any(_first_field(fields, (word,)) for word in query.excluded):
        return None
    found = [_first_field(fields, term) for term in query.terms]
    return max(found) if all(found) else None


def _first_field(fields: Fields, words: tuple[str, ...]) -> int:
    """Return the number of the first field that has one of the words, 0 if none has."""
    marked = _marked(words)
    return next((number for number, text in enumerate(fields, start=1) if any(word in text for word in marked)), 0)


@lru_cache(maxsize=4096)
def _marked(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(mark_starts, words))
