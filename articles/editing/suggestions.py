"""Suggests tags for a text in the admin's form: existing tags that occur in it, then its own nouns."""

import re
from collections import Counter
from dataclasses import dataclass

from articles.models import Tag, TagQuerySet, look_of
from yanjiang.lib.batches import batches
from yanjiang.lib.html import printable

TEXT_CHARS = 5_000  # of a text that are read: they say what it is about
LONGEST = 10  # characters of an existing tag that can be found
EXISTING, NEW = 8, 6  # suggested at most
IN_TITLE = 5  # occurrences in the text that one in the title is worth
ASKED_AT_ONCE = 5_000
# The kinds of words in rjieba's dictionary: nouns of every kind, idioms and set phrases, foreign words.
NOUNS = ("n", "vn", "an", "l", "i", "j", "eng")
_LETTER = re.compile("[a-zA-Z]")
_INSIDE_WORD = re.compile("[a-zA-Z0-9]{2}")


@dataclass(frozen=True)
class Suggestion:
    name: str
    exists: bool


def suggest(title: str, text: str, *, tags: TagQuerySet | None = None) -> list[Suggestion]:
    """Return tags for a text, existing ones first, and in both groups the most frequent and longest first.

    `tags` are the existing tags that may be suggested, all if none are given.
    """
    # The dictionary takes a quarter of a second to load, so it is imported only when an editor asks for suggestions.
    import rjieba

    title, text = printable(title)[:TEXT_CHARS], printable(text)[:TEXT_CHARS]
    existing = _weighed(_existing(f"{title}\n{text}", Tag.objects.all() if tags is None else tags), title, text)[
        :EXISTING
    ]
    nouns = {word for word, kind in rjieba.tag(f"{title}\n{text}") if kind.startswith(NOUNS) and len(word) > 1}
    in_one_case = {word.lower(): word for word in sorted(nouns, reverse=True)}  # PPT before ppt
    nouns = set(in_one_case.values())
    new = [word for word in _weighed(nouns, title, text) if not any(word.lower() in name.lower() for name in existing)]
    # A word that occurs only once, and not in the title, does not say what the text is about.
    said = [word for word in new if _times(word, title, text) > 1]
    return [Suggestion(name, exists=True) for name in existing] + [
        Suggestion(name, exists=False) for name in said[:NEW]
    ]


def _existing(text: str, tags: TagQuerySet) -> set[str]:
    """Return the tags that occur in a text, those with Latin letters in any case."""
    sizes = range(2, LONGEST + 1)
    pieces = {text[at : at + size] for size in sizes for at in range(len(text) - size + 1)}
    # The lookup in any case takes whole words: an English text would have ten pieces for each letter.
    ends = {at for at in range(len(text) + 1) if not _INSIDE_WORD.match(text, max(at - 1, 0), at + 1)}
    words = {text[at : at + size] for at in ends for size in sizes if at + size in ends}
    latin = {look_of(word) for word in words if _LETTER.search(word)}
    return _named(tags, "name", pieces) | _named(tags, "look", latin)


def _named(tags: TagQuerySet, column: str, pieces: set[str]) -> set[str]:
    names: set[str] = set()
    for asked in batches(sorted(piece for piece in pieces if piece == piece.strip()), size=ASKED_AT_ONCE):
        names.update(tags.filter(**{f"{column}__in": asked}).order_by().values_list("name", flat=True))
    return names


def _weighed(words: set[str], title: str, text: str) -> list[str]:
    weights = Counter({word: _times(word, title, text) * len(word) for word in words})
    return sorted(words, key=lambda word: (-weights[word], word))


def _times(word: str, title: str, text: str) -> int:
    word = word.lower()
    return text.lower().count(word) + IN_TITLE * title.lower().count(word)
