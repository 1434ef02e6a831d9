"""The lexemes that the index holds of a text, and those that a text must have for a word to occur in it.

A sign, which is a character that matches anywhere, is one unit, and so is a Latin word or number. The index holds each
unit, each two adjacent units, each three adjacent common signs, and each four of the very commonest: 讲话2014年 has 讲
话 2014 年 讲话 话2014 2014年. Lexemes find these words exactly: one or two units, three common signs, four of the
commonest. The lexemes of a longer word may be apart in a text, so the text is checked.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from articles.fulltext.matching import Fields
from articles.fulltext.text import START, WORD_CHARACTER, mark_starts
from yanjiang.lib.chinese import COMMONEST

LONGEST = 40  # characters of a Latin word that are in its lexeme
TIERS = len(Fields._fields)
_STOPS = ",。、"
# Common signs by the length of their runs. Most articles have the pairs of common signs, so 的一是 would be checked in
# most texts. A fifth of the threes of real prose are of common signs, and they take a tenth of the index. The threes of
# the very commonest are frequent themselves, so they need fours: 的的的 alone would find a hundred times 的.
_COMMON = {4: frozenset(COMMONEST[:10] + _STOPS), 3: frozenset(COMMONEST + _STOPS)}
_COMMON_RUNS = {size: re.compile(f"[{''.join(sorted(signs))}]{{{size},}}") for size, signs in _COMMON.items()}
_UNIT = re.compile(f"{START}{WORD_CHARACTER}+|[^ \n]")


class Lexeme(NamedTuple):
    text: str
    is_prefix: bool = False


class Needed(NamedTuple):
    """A word, its lexemes, and whether every article that has them all has the word."""

    word: str
    lexemes: list[Lexeme]
    is_exact: bool


def lexemes_of(fields: Fields) -> set[str]:
    """Return everything that the index holds of an article.

    A lexeme is held once for each tier that it belongs to, with the tier's number before it. Tier 1 is the title, tier
    2 is title or labels, and so on. A query can then ask for each tier by itself.
    """
    found: set[str] = set()
    lexemes: set[str] = set()
    for number, text in enumerate(fields, start=1):
        lexemes |= _lexemes(text)
        found |= lexemes if number == TIERS else {tier_lexeme(number, lexeme) for lexeme in lexemes}
    return found


def tier_lexeme(tier: int, lexeme: str) -> str:
    """Return the lexeme as it is held for a tier. The last tier, which has nearly all lexemes, needs no number."""
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
    """Yield the lexemes of adjacent units in their order: the longest ones, and pairs that these do not cover."""
    covered: set[int] = set()  # pairs, by their first unit
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
    """Yield lists of adjacent units of a text that has its starts marked."""
    for run in text.replace("\n", " ").split(" "):
        if START in run:
            yield [unit[: LONGEST + 1] for unit in _UNIT.findall(run)]
        elif run:
            yield list(run)
