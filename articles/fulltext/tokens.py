"""Tokens: what the index holds of a text, and which of them a word cannot do without.

A sign is a character that matches anywhere; a Latin word or number is one unit. Indexed are the units and each two
that stand side by side: 讲话2014年 has 讲 话 2014 年 讲话 话2014 2014年. A word of one or two units is found by its
tokens exactly; what has more may match where its pairs stand apart, and is looked up in the text.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from articles.fulltext.matching import Fields
from articles.fulltext.text import START, WORD_CHARACTER, mark_starts

LONGEST = 40  # characters of a Latin word that its token has
TIERS = len(Fields._fields)
_UNIT = re.compile(f"{START}{WORD_CHARACTER}+|[^ \n]")


class Token(NamedTuple):
    text: str
    is_prefix: bool = False


class Needed(NamedTuple):
    """The tokens of a word, and whether an article that has them all is sure to have the word."""

    tokens: list[Token]
    is_exact: bool


def tokens_of(fields: Fields) -> set[str]:
    """Return everything that the index holds of an article.

    A token stands there once for each tier that it belongs to, with the tier's number before it: 1 what is in the
    title, 2 what is in the title or the labels, and so on; so each tier is asked for by itself.
    """
    found: set[str] = set()
    tokens: set[str] = set()
    for number, text in enumerate(fields, start=1):
        tokens |= _tokens(text)
        found |= tokens if number == TIERS else {tier_token(number, token) for token in tokens}
    return found


def tier_token(tier: int, token: str) -> str:
    """Return the token as it is held for a tier; the last tier, which has nearly all, needs no number."""
    return token if tier == TIERS else f"{tier}{token}"


def needed(word: str) -> Needed:
    """Return what an article must have for a normalised word or phrase to occur in it."""
    tokens: list[Token] = []
    runs = list(_runs(mark_starts(word)))
    for run in runs:
        is_last = run is runs[-1]
        for first, second in pairwise(run):
            tokens.append(Token(first + second))
        if len(run) == 1:
            tokens.append(Token(run[0]))
        if is_last and run[-1].startswith(START):
            tokens[-1] = Token(tokens[-1].text, is_prefix=True)
    is_short = len(runs) == 1 and len(runs[0]) <= 2
    return Needed(list(dict.fromkeys(tokens)), is_short and all(len(unit) <= LONGEST for unit in runs[0]))


def _tokens(text: str) -> set[str]:
    found: set[str] = set()
    for run in _runs(text):
        found.update(run)
        found.update(map(str.__add__, run, run[1:]))
    return found


def _runs(text: str) -> Iterator[list[str]]:
    """Cut marked text into its units, a list of those that stand side by side."""
    for run in text.replace("\n", " ").split(" "):
        if START in run:
            yield [unit[: LONGEST + 1] for unit in _UNIT.findall(run)]
        elif run:
            yield list(run)
