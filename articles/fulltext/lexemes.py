"""The lexemes that the index holds of a text, and those that a text must have for a word to occur in it.

A text is read as units. A unit is a Latin word, a number, or a sign: any other character, which matches anywhere. The
index has a lexeme for each unit and for each pair of adjacent units. 讲话2014年 has the lexemes 讲, 话, 2014, 年, 讲话,
话2014 and 2014年. Three adjacent common signs have a lexeme too, and so have four of the commonest.

A word that is one lexeme is in every text that has the lexeme. A longer word needs several lexemes, which a text may
have in different places: the text itself is then searched for the word.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from articles.fulltext.matching import Fields
from articles.fulltext.text import START, WORD_CHARACTER, mark_starts
from yanjiang.lib.chinese import COMMONEST

LONGEST = 40  # A lexeme has this many characters of a Latin word at most; the rest of a longer word is cut off.
TIERS = len(Fields._fields)
_STOPS = ",。、"
# The signs whose runs have lexemes, by the length of the runs. Most articles have both pairs of 的一是. Without a
# lexeme of all three signs, a search for it would have to read most texts. A fifth of the threes of real prose are of
# common signs, and their lexemes take a tenth of the index. Many texts even have threes of the ten commonest signs, so
# these signs have lexemes of four too. Otherwise a query of many 的 would have to read each text with 的的的.
_COMMON = {4: frozenset(COMMONEST[:10] + _STOPS), 3: frozenset(COMMONEST + _STOPS)}
_COMMON_RUNS = {size: re.compile(f"[{''.join(sorted(signs))}]{{{size},}}") for size, signs in _COMMON.items()}
_UNIT = re.compile(f"{START}{WORD_CHARACTER}+|[^ \n]")


class Lexeme(NamedTuple):
    text: str
    is_prefix: bool = False


class Needed(NamedTuple):
    """A word and the lexemes that an article with the word has.

    `is_exact` tells that no other article has these lexemes, so that the text need not be searched for the word.
    """

    word: str
    lexemes: list[Lexeme]
    is_exact: bool


def lexemes_of(fields: Fields) -> set[str]:
    """Return everything that the index holds of an article.

    Tier 1 is the title. Tier 2 is the title and the labels, and each later tier adds a field, so the last one is the
    whole article. A lexeme is held once for each tier that has it, in the form of `tier_lexeme()`. A query can then ask
    for one tier.
    """
    found: set[str] = set()
    lexemes: set[str] = set()
    for number, text in enumerate(fields, start=1):
        lexemes |= _lexemes(text)
        found |= lexemes if number == TIERS else {tier_lexeme(number, lexeme) for lexeme in lexemes}
    return found


def tier_lexeme(tier: int, lexeme: str) -> str:
    """Return the lexeme as it is held for a tier: after the tier's number, but for the last tier without a number.

    The last tier has all lexemes of an article, so the number would lengthen each of them.
    """
    return lexeme if tier == TIERS else f"{tier}{lexeme}"


def needed(word: str) -> Needed:
    """Return the lexemes that an article must have for a normalised word or phrase to occur in it."""
    runs = list(_runs(mark_starts(word)))
    lexemes = [lexeme for run in runs for lexeme in _needed_of(run)]
    if runs and runs[-1][-1].startswith(START):
        lexemes[-1] = Lexeme(lexemes[-1].text, is_prefix=True)
    is_one_lexeme = len(runs) == 1 and len(lexemes) == 1 and all(len(unit) <= LONGEST for unit in runs[0])
    return Needed(word, list(dict.fromkeys(lexemes)), is_one_lexeme)


def _needed_of(run: list[str]) -> Iterator[Lexeme]:
    """Yield the lexemes of adjacent units: first those of four signs, then those of three, then the other pairs.

    A lexeme is left out if longer ones cover all pairs in it. A Latin word is in no lexeme of three or four, so a pair
    that ends the run with a word comes last of all. `needed()` relies on this. A single unit is its own lexeme.
    """
    covered: set[int] = set()  # the pairs in the lexemes so far, each by the place of its first unit
    for size, signs in _COMMON.items():
        starts = range(len(run) - size + 1)
        spans = [range(at, at + size - 1) for at in starts if signs.issuperset(run[at : at + size])]
        yield from (Lexeme("".join(run[span.start : span.stop + 1])) for span in spans if not covered.issuperset(span))
        covered.update(*spans)
    yield from (Lexeme(first + second) for at, (first, second) in enumerate(pairwise(run)) if at not in covered)
    if len(run) == 1:
        yield Lexeme(run[0])


def _lexemes(text: str) -> set[str]:
    found: set[str] = set()
    for run in _runs(text):
        found.update(run)
        found.update(map(str.__add__, run, run[1:]))
    for size, runs in _COMMON_RUNS.items():
        for common in runs.findall(text):
            found.update([common[at : at + size] for at in range(len(common) - size + 1)])
    return found


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the runs of a text, which are lists of adjacent units. Blanks and line ends separate runs.

    In the text, START stands before each Latin word or number. See `mark_starts()`.
    """
    for run in text.replace("\n", " ").split(" "):
        if START in run:
            yield [unit[: LONGEST + 1] for unit in _UNIT.findall(run)]
        elif run:
            yield list(run)
