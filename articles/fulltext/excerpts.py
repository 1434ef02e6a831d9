"""Cuts excerpts: the part of a text that has the words of a query, with these words marked."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from articles.fulltext.text import find_word, normalise

CHARS = 120
BEFORE = 24  # characters before the first word, or fewer if a sentence begins there
_SENTENCE_END = re.compile(r"[。！？；\n]")


class Part(NamedTuple):
    text: str
    is_marked: bool = False


class SearchedText:
    """A text and the normalised words of a query: `words` has those that occur in it."""

    def __init__(self, source: str, words: Sequence[str]) -> None:
        self._source = source
        self._normal = normalise(source)
        self.words = [word for word in words if any(True for _offset in find_word(word, self._normal.text))]

    def whole(self) -> list[Part]:
        """Return the whole text as marked and unmarked parts."""
        return self._parts(0, len(self._source))

    def excerpt(self, *, chars: int = CHARS) -> list[Part]:
        """Return the `chars` characters that have most different words, or the beginning if none occurs."""
        start = self._beginning(chars)
        stop = min(len(self._source), start + chars)
        parts = [part._replace(text=part.text.replace("\n", " ")) for part in self._parts(start, stop)]
        return [*([Part("…")] if start else []), *parts, *([Part("…")] if stop < len(self._source) else [])]

    def _beginning(self, chars: int) -> int:
        if not self.words or len(self._source) <= chars:
            return 0
        first = self._normal.offsets[self._densest(chars - BEFORE)]
        around = self._source[max(first - BEFORE, 0) : first]
        sentence_ends = [found.end() for found in _SENTENCE_END.finditer(around)]
        return first - len(around) + (sentence_ends[-1] if sentence_ends else 0)

    def _densest(self, chars: int) -> int:
        """Return the first offset in the normalised text from which most different words occur within `chars`.

        It reads no further than an offset that has them all, which is near the beginning for common words.
        """
        best, most = 0, 0
        within: deque[tuple[int, str]] = deque()
        times: dict[str, int] = {}  # that each word occurs in the window
        for offset, word in self._offsets():
            within.append((offset, word))
            times[word] = times.get(word, 0) + 1
            while len(within) > 1 and within[0][0] + chars < offset + len(word):
                _offset, left = within.popleft()
                times[left] -= 1
                if not times[left]:
                    del times[left]
            if len(times) > most:
                best, most = within[0][0], len(times)
                if most == len(self.words):
                    break
        return best

    def _offsets(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        """Yield every offset of every word in the normalised text, or in a part of it, in the order of the text."""
        return merge(*(_places_of(word, self._normal.text, start, stop) for word in self.words))

    def _parts(self, start: int, stop: int) -> list[Part]:
        """Return the source from `start` to `stop` as marked and unmarked parts."""
        parts: list[Part] = []
        at = start
        first, last = (bisect_left(self._normal.offsets, offset) for offset in (start, stop))
        for offset, word in self._offsets(first, last):
            # Words may overlap, and the first may begin before what is shown.
            begin, end = self._normal.source_span(offset, offset + len(word))
            begin, end = max(begin, at), min(end, stop)
            if begin < end:
                if at < begin:
                    parts.append(Part(self._source[at:begin]))
                parts.append(Part(self._source[begin:end], is_marked=True))
                at = end
        if at < stop:
            parts.append(Part(self._source[at:stop]))
        return parts


def _places_of(word: str, text: str, start: int, stop: int | None) -> Iterator[tuple[int, str]]:
    return ((offset, word) for offset in find_word(word, text, start, stop))
