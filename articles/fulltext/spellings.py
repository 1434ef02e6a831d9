"""Other spellings of a word, with or without dots between Latin letters or digits, which texts keep. Pure.

JK罗琳 is also J·K·罗琳, and 315晚会 is also 3·15晚会. Normalising cannot make them one, or 15 would find 1.5亿.
"""

import re
from collections.abc import Iterator

from articles.fulltext.text import WORD_CHARACTER
from yanjiang.lib.chinese import HAN

_INITIALS = re.compile(f"(?<!{WORD_CHARACTER})[a-z](?:\\.[a-z]){{1,2}}(?=[{HAN}])")
_RUN_TOGETHER = re.compile(f"(?<!{WORD_CHARACTER})[a-z]{{2,3}}(?=[{HAN}])")
# A number before a unit is no day: 1.29亿.
_DAY = re.compile(f"(?<![{WORD_CHARACTER[1:-1]}.-])\\d{{1,2}}\\.\\d{{1,2}}(?=[{HAN}])(?![亿万千百倍元米吨度级分秒])")
_NUMBER = re.compile(f"(?<![{WORD_CHARACTER[1:-1]}.-])\\d{{3,4}}(?![{WORD_CHARACTER[1:-1]}.])")


def other_spellings(word: str) -> list[str]:
    """Return the other spellings of a normalised word in texts: with or without dots between initials and in days."""
    return [spelled for spelled in dict.fromkeys(_spelled(word)) if spelled != word]


def _spelled(word: str) -> Iterator[str]:
    for dotted in (_INITIALS.search(word), _DAY.search(word)):
        if dotted and (dotted[0][0].isalpha() or dotted[0] in _days(dotted[0].replace(".", ""))):
            yield _replaced(word, dotted, dotted[0].replace(".", ""))
    if letters := _RUN_TOGETHER.search(word):
        yield _replaced(word, letters, ".".join(letters[0]))
    if number := _NUMBER.search(word):
        yield from (_replaced(word, number, day) for day in _days(number[0]))


def _days(digits: str) -> list[str]:
    """Return the days that three or four digits may be, month first: 129 is 1.29 and 12.9, 2014 is none."""
    cut = [(digits[:at], digits[at:]) for at in (1, 2)]
    return [
        f"{month}.{day}"
        for month, day in cut
        if len(digits) > 2 and "0" not in (month[0], day[0]) and int(month) <= 12 and int(day) <= 31
    ]


def _replaced(word: str, found: re.Match[str], instead: str) -> str:
    return f"{word[: found.start()]}{instead}{word[found.end() :]}"
