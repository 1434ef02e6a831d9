"""Suggesting tags for a text: those that exist and stand in it, then its own nouns. For the admin's form."""

from collections import Counter
from dataclasses import dataclass

from articles.models import Tag
from yanjiang.lib.batches import batches
from yanjiang.lib.html import printable

TEXT_CHARS = 5_000  # read of a text: what it is about stands there
LONGEST = 10  # characters of an existing tag that is looked for
EXISTING, NEW = 8, 6  # suggested at most
IN_TITLE = 5  # times in the text that once in the title is worth
ASKED_AT_ONCE = 5_000
# What a word is in rjieba's dictionary: nouns of every kind, idioms and set phrases, foreign words.
NOUNS = ("n", "vn", "an", "l", "i", "j", "eng")


@dataclass(frozen=True)
class Suggestion:
    name: str
    exists: bool


def suggest(title: str, text: str) -> list[Suggestion]:
    """Return tags for a text, those that exist first, in each group what the text says most and in most characters."""
    # Its dictionary takes a quarter of a second to load: only who writes waits for it.
    import rjieba

    title, text = printable(title)[:TEXT_CHARS], printable(text)[:TEXT_CHARS]
    existing = _weighed(_existing(f"{title}\n{text}"), title, text)[:EXISTING]
    nouns = {word for word, kind in rjieba.tag(f"{title}\n{text}") if kind.startswith(NOUNS) and len(word) > 1}
    new = [word for word in _weighed(nouns, title, text) if not any(word in name for name in existing)]
    # A word that is said once, in the text alone, is not what it is about.
    said = [word for word in new if _times(word, title, text) > 1]
    return [Suggestion(name, exists=True) for name in existing] + [
        Suggestion(name, exists=False) for name in said[:NEW]
    ]


def _existing(text: str) -> set[str]:
    pieces = {text[at : at + size] for size in range(2, LONGEST + 1) for at in range(len(text) - size + 1)}
    names: set[str] = set()
    for asked in batches(sorted(piece for piece in pieces if piece == piece.strip()), size=ASKED_AT_ONCE):
        names.update(Tag.objects.filter(name__in=asked).order_by().values_list("name", flat=True))
    return names


def _weighed(words: set[str], title: str, text: str) -> list[str]:
    weights = Counter({word: _times(word, title, text) * len(word) for word in words})
    return sorted(words, key=lambda word: (-weights[word], word))


def _times(word: str, title: str, text: str) -> int:
    return text.count(word) + IN_TITLE * title.count(word)
