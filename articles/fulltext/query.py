"""Reads what a visitor typed as words, phrases and exclusions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from unicodedata import category

from articles.fulltext.signs import QUOTES
from articles.fulltext.spellings import other_spellings
from articles.fulltext.text import folded, joined

MOST_CHARS = 100  # of the typed text; the rest is ignored
MOST_WORDS = 6  # with excluded ones; the rest is ignored: each word adds to the query and to the marking
_MINUS = "(?<![^ ])-"
_PART = re.compile(
    rf"""
    (?P<minus>{_MINUS})?
    (?: "(?P<straight>[^"]*)" | “(?P<curly>[^”]*)” | 「(?P<corner>[^」]*)」 | 『(?P<white>[^』]*)』
      | (?P<word>[^ {QUOTES}]+) )
    """,
    re.VERBOSE,
)
_MARKS = re.compile(f"({_MINUS}|[{QUOTES}])")


@dataclass(frozen=True)
class Query:
    """Every term must occur in some field, as one of its words, and no excluded word may. All words are normalised."""

    terms: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    is_cut: bool = False  # there were more words than MOST_WORDS

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in term]

    @property
    def typed(self) -> str:
        """Return the words as they were typed, with a blank between two."""
        return " ".join(term[0] for term in self.terms)

    def with_synonyms(self, synonyms: Mapping[str, frozenset[str]]) -> "Query":
        """Return the query with the synonyms of each word, and with the synonyms of the whole query beside every word.

        Exclusions get no synonyms.
        """
        # (A and B) or C is written as (A or C) and (B or C).
        instead = sorted(synonyms.get(self.typed, ())) if len(self.terms) > 1 else []
        terms = (
            tuple(dict.fromkeys([*term, *(o for word in term for o in sorted(synonyms.get(word, ()))), *instead]))
            for term in self.terms
        )
        return replace(self, terms=tuple(terms))


def shorten(typed: str) -> str:
    """Return the part of the typed text that is read: without invisible characters, with one blank between words."""
    return _visible(typed)[:MOST_CHARS].strip()


def is_too_long(typed: str) -> bool:
    """Tell whether more was typed than is read."""
    return len(_visible(typed)) > MOST_CHARS


def _visible(typed: str) -> str:
    """Remove invisible characters, which normalised texts lack too, and keep rare and private characters."""
    shown = (character for character in typed[: 4 * MOST_CHARS] if category(character) != "Cf")
    return " ".join("".join(" " if category(one) in ("Cc", "Cs") else one for one in shown).split())


def without_marks(typed: str) -> str:
    """Return a query with blanks for punctuation, which is what 《工作总结》 and 工作，总结 mostly mean."""
    return shorten("".join(" " if category(one)[0] in "PS" else one for one in shorten(typed)))


def normal_query(typed: str) -> str:
    """Return the query in a form to compare: normalised words, with the marks of phrases and exclusions."""
    parts = _MARKS.split(_folded(typed))
    return " ".join("".join(part if index % 2 else joined(part) for index, part in enumerate(parts)).split())


def parse(typed: str) -> Query:
    """Read words between blanks, phrases in "", “”, 「」 or 『』, and exclusions with a hyphen before them.

    A quotation mark without its other half counts as a blank.
    """
    parts = dict.fromkeys(_parts(_folded(typed)))
    kept = [((word, *other_spellings(word)), is_excluded) for word, is_excluded in list(parts)[:MOST_WORDS]]
    return Query(
        terms=tuple(words for words, is_excluded in kept if not is_excluded),
        excluded=tuple(word for words, is_excluded in kept if is_excluded for word in words),
        is_cut=len(parts) > MOST_WORDS,
    )


def _folded(typed: str) -> str:
    return " ".join(folded(shorten(typed)).split())


def _parts(typed: str) -> Iterator[tuple[str, bool]]:
    """Yield each word or phrase, normalised, and whether it is excluded."""
    for part in _PART.finditer(typed):
        word = joined(
            part["straight"] or part["curly"] or part["corner"] or part["white"] or part["word"] or ""
        ).strip()
        if word:
            yield word, bool(part["minus"])
