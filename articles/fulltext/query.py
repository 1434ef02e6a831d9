"""What a visitor typed, read as words, phrases and exclusions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from articles.fulltext.text import normal_text

MOST_CHARS = 100  # of what was typed; the rest is not looked at
_PART = re.compile(
    r"""
    (?P<minus>(?<![^ ])-)?
    (?: "(?P<straight>[^"]*)" | “(?P<curly>[^”]*)” | 「(?P<corner>[^」]*)」 | (?P<word>[^ "“”「」]+) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Query:
    """Every term must occur in some field, by one of its words; no excluded word may. All words are normalised."""

    terms: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in term]

    def with_synonyms(self, synonyms: Mapping[str, frozenset[str]]) -> "Query":
        """Let each word also be found by those that stand for it. Exclusions exclude what was typed alone."""
        terms = (
            tuple(dict.fromkeys([*term, *(other for word in term for other in sorted(synonyms.get(word, ())))]))
            for term in self.terms
        )
        return replace(self, terms=tuple(terms))


def shorten(typed: str) -> str:
    """Return what is looked at of what was typed: without what cannot be printed, one blank between two words."""
    printable = "".join(character if character.isprintable() else " " for character in typed[: 4 * MOST_CHARS])
    return " ".join(printable.split())[:MOST_CHARS].strip()


def normal_query(typed: str) -> str:
    """Return the query as it is compared with others."""
    return normal_text(shorten(typed)).replace("\n", " ").strip()


def parse(typed: str) -> Query:
    """Read words between blanks, phrases in "", “” or 「」, and what is excluded with a hyphen before it.

    A quotation mark without its other half stands for a blank.
    """
    words: list[str] = []
    excluded: list[str] = []
    for part in _PART.finditer(normal_query(typed)):
        word = (part["straight"] or part["curly"] or part["corner"] or part["word"] or "").strip()
        if word and (word != "-" or part["word"] is None):
            (excluded if part["minus"] else words).append(word)
    return Query(tuple((word,) for word in dict.fromkeys(words)), tuple(dict.fromkeys(excluded)))
