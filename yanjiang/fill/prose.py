"""The text of generated articles: invented words, as frequent and as long as Chinese ones.

Words are drawn by Zipf's law from a large lexicon, so that a search has as much work as with real text. A few words are
everywhere, most are rare, and no two articles share a line.
"""

import math
from array import array
from functools import cache
from itertools import accumulate, chain, repeat, takewhile
from random import Random

from yanjiang.lib.chinese import COMMONEST

LEXICON_CHARS = 2_000_000  # of all words together

# Random byte -> length of a word. Most words have two characters.
_LENGTHS = bytes((1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4)) * 16
_STOPS = "。" * 7 + "！？"
_MARKS = "，" * 14 + _STOPS
_HEADINGS = 0.12  # the share of paragraphs with a heading
_ENDINGS = ("讲话稿", "演讲稿", "发言稿", "心得体会", "工作总结", "主持词", "致辞", "范文", "的开场白", "写作要点")


class Lexicon:
    """The words in the order of their frequency, joined to one string: a list of them would take 70 MB."""

    def __init__(self) -> None:
        random = Random(LEXICON_CHARS)  # one language, whatever the seed of the articles  # noqa: S311
        rare = [character for character in _characters() if character not in COMMONEST]
        random.shuffle(rare)
        characters = [*COMMONEST, *rare]
        # 16 random bits choose a character. Their square favours small indexes, so common characters make many words.
        chosen = [characters[int(len(characters) * (number / 65536) ** 2)] for number in range(65536)]
        numbers = array("H", random.randbytes(2 * (LEXICON_CHARS - len(COMMONEST))))
        self.text = COMMONEST + "".join([chosen[number] for number in numbers])
        lengths = chain(repeat(1, len(COMMONEST)), random.randbytes(LEXICON_CHARS // 2).translate(_LENGTHS))
        self.starts = array("I", takewhile(LEXICON_CHARS.__ge__, accumulate(lengths, initial=0)))

    def draw(self, random: Random, words: int) -> list[str]:
        """Draw words by Zipf's law."""
        text, starts, draw, exp = self.text, self.starts, random.random, math.exp
        # exp(uniform * scale) lies between r and r + 1 with probability ln((r + 1) / r) / scale: nearly 1 / r / scale.
        scale = math.log(len(starts) - 1)
        indexes = [int(exp(scale * draw())) for _ in range(words)]
        return [text[starts[index - 1] : starts[index]] for index in indexes]

    def run(self, random: Random, chars: int) -> str:
        """Return drawn words joined to a text of at least that many characters.

        Each word occurs three times on average, because a real text repeats the words of its subject.
        """
        vocabulary, written = self.draw(random, chars // 5), ""
        size = len(vocabulary)
        while len(written) < chars:
            # This does the same as random.choices() in half the time. A drawn word has 1.7 characters on average.
            numbers = array("H", random.randbytes(chars * 5 // 8 * 2))
            written += "".join([vocabulary[number % size] for number in numbers])
        return written


@cache
def lexicon() -> Lexicon:
    return Lexicon()


def title(random: Random) -> str:
    """Return a title of 8 to 24 characters."""
    ending = random.choice(_ENDINGS)
    chars = random.randint(8, 24) - len(ending)
    return "".join(lexicon().draw(random, chars))[:chars] + ending


def body(random: Random, chars: int) -> str:
    """Return clean HTML with at least that many characters of text. The last paragraph may exceed it by up to 400."""
    text = lexicon().run(random, chars + 500)
    parts: list[str] = []
    at = length = 0
    while length < chars:
        if parts and random.random() < _HEADINGS:
            size = 6 + int(random.random() * 9)
            parts.append(f"<h2>{text[at : at + size]}</h2>")
            at, length = at + size, length + size + 1
        paragraph, at = _paragraph(text, at, random)
        parts.append(f"<p>{paragraph}</p>")
        length += len(paragraph) + 1
    return "".join(parts)


def _paragraph(text: str, at: int, random: Random) -> tuple[str, int]:
    """Return a paragraph of 3 to 12 sentences of 8 to 30 characters each, and the offset where the text continues."""
    draw = random.random
    left = 3 + int(draw() * 10)
    sentences = []
    while left:
        left -= 1
        size = 7 + int(draw() * 23)
        marks = _MARKS if left else _STOPS
        sentences.append(text[at : at + size] + marks[int(draw() * len(marks))])
        at += size
    return "".join(sentences), at


def _characters() -> list[str]:
    """Return the 3,755 characters of GB 2312's first level, which are the common ones."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [cell.decode("gb2312") for cell in cells if cell < b"\xd7\xfa"]  # its last row is not full
