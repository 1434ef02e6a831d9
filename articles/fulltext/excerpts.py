"""Excerpts: the part of a text where words of a query stand, and which of its characters they are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.fulltext.text import WORD_CHARACTER, normalise

CHARS = 120
BEFORE = 24  # characters before the first word, or fewer where a sentence begins
_SENTENCE_END = re.compile(r"[。！？；\n]")


class Part(NamedTuple):
    text: str
    is_marked: bool = False


class Mark(NamedTuple):
    """Where a word of the query stands in a text."""

    start: int
    stop: int
    word: str


def find_marks(source: str, words: Sequence[str]) -> list[Mark]:
    """Return every place of every normalised word, in the order of the text."""
    normal = normalise(source)
    return sorted(
        Mark(*normal.source_span(*found.span()), word)
        for word in words
        for found in _pattern(word).finditer(normal.text)
    )


def marked(source: str, marks: Sequence[Mark]) -> list[Part]:
    """Cut the whole text into what is marked and what is not."""
    return _cut(source, marks, 0, len(source))


def excerpt(source: str, marks: Sequence[Mark], *, chars: int = CHARS) -> list[Part]:
    """Cut out where most different words stand within `chars` characters; the beginning where there is none."""
    start = _beginning(source, marks, chars)
    stop = min(len(source), start + chars)
    parts = _cut(source.replace("\n", " "), marks, start, stop)
    return [*([Part("…")] if start else []), *parts, *([Part("…")] if stop < len(source) else [])]


def _pattern(word: str) -> re.Pattern[str]:
    before = f"(?<!{WORD_CHARACTER})" if re.match(WORD_CHARACTER, word) else ""
    return re.compile(before + re.escape(word))


def _beginning(source: str, marks: Sequence[Mark], chars: int) -> int:
    if not marks:
        return 0
    first = max(marks, key=lambda mark: (_seen_from(mark, marks, chars - BEFORE), -mark.start)).start
    around = source[max(first - BEFORE, 0) : first]
    sentence_ends = [found.end() for found in _SENTENCE_END.finditer(around)]
    return first - len(around) + (sentence_ends[-1] if sentence_ends else 0)


def _seen_from(mark: Mark, marks: Sequence[Mark], chars: int) -> int:
    return len({other.word for other in marks if mark.start <= other.start and other.stop <= mark.start + chars})


def _cut(source: str, marks: Sequence[Mark], start: int, stop: int) -> list[Part]:
    parts: list[Part] = []
    at = start
    for mark in marks:
        # Words may overlap, and the first may begin before what is shown.
        begin, end = max(mark.start, at), min(mark.stop, stop)
        if begin < end:
            if at < begin:
                parts.append(Part(source[at:begin]))
            parts.append(Part(source[begin:end], is_marked=True))
            at = end
    if at < stop:
        parts.append(Part(source[at:stop]))
    return parts
