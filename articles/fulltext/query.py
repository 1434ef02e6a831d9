"""What a visitor typed, read as words, phrases and exclusions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from unicodedata import category

from articles.fulltext.text import normal_text

MOST_CHARS = 100  # of what was typed; the rest is not looked at
MOST_WORDS = 6  # the excluded among them, likewise: each is asked of the index, and looked for in what is shown
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
    is_cut: bool = False  # there were more words than are looked at

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in term]

    def with_synonyms(self, synonyms: Mapping[str, frozenset[str]]) -> "Query":
        """Let each word, and all of them together, also be found by those that stand for it.

        Exclusions exclude what was typed alone.
        """
        # A and B, or else C: that is A or C, and B or C.
        instead = sorted(synonyms.get(" ".join(self.words), ())) if len(self.terms) > 1 else []
        terms = (
            tuple(dict.fromkeys([*term, *(o for word in term for o in sorted(synonyms.get(word, ()))), *instead]))
            for term in self.terms
        )
        return replace(self, terms=tuple(terms))


def shorten(typed: str) -> str:
    """Return what is looked at of what was typed: without what nobody sees, one blank between two words."""
    return _visible(typed)[:MOST_CHARS].strip()


def is_too_long(typed: str) -> bool:
    """Tell whether more was typed than is looked at."""
    return len(_visible(typed)) > MOST_CHARS


def _visible(typed: str) -> str:
    """Leave out what texts have lost too, as the signs that WeChat puts between words; keep rare and private ones."""
    shown = (character for character in typed[: 4 * MOST_CHARS] if category(character) != "Cf")
    return " ".join("".join(" " if category(one) in ("Cc", "Cs") else one for one in shown).split())


def without_marks(typed: str) -> str:
    """Return the words of a query with blanks for punctuation: 《工作总结》 and 工作，总结 as they are mostly meant."""
    return shorten("".join(" " if category(one)[0] in "PS" else one for one in shorten(typed)))


def normal_query(typed: str) -> str:
    """Return the query as it is compared with others."""
    return normal_text(shorten(typed)).replace("\n", " ").strip()


def parse(typed: str) -> Query:
    """Read words between blanks, phrases in "", “” or 「」, and what is excluded with a hyphen before it.

    A quotation mark without its other half stands for a blank.
    """
    parts = dict.fromkeys(_parts(normal_query(typed)))
    kept = list(parts)[:MOST_WORDS]
    return Query(
        terms=tuple((word,) for word, is_excluded in kept if not is_excluded),
        excluded=tuple(word for word, is_excluded in kept if is_excluded),
        is_cut=len(parts) > MOST_WORDS,
    )


def _parts(normal: str) -> Iterator[tuple[str, bool]]:
    """Give each word or phrase, and whether it is excluded."""
    for part in _PART.finditer(normal):
        word = (part["straight"] or part["curly"] or part["corner"] or part["word"] or "").strip()
        if word and (word != "-" or part["word"] is None):
            yield word, bool(part["minus"])
