"""The language of generated articles: words nobody ever said, as often and as long as Chinese has them.

Zipf's law over a large lexicon makes text on which a search has the same work as on real text: a few words are
everywhere, most are nowhere else, and no two articles share a line.
"""

import math
from array import array
from functools import cache
from itertools import accumulate, chain, repeat, takewhile
from random import Random

from yanjiang.lib.chinese import COMMONEST

LEXICON_CHARS = 2_000_000  # of all words together

# How long words are, by a random byte: most of two characters.
_LENGTHS = bytes((1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4)) * 16
_STOPS = "。" * 7 + "！？"
_MARKS = "，" * 14 + _STOPS
_HEADINGS = 0.12  # of the paragraphs have one
_ENDINGS = ("讲话稿", "演讲稿", "发言稿", "心得体会", "工作总结", "主持词", "致辞", "范文", "的开场白", "写作要点")


class Lexicon:
    """The words in the order of their frequency, on end in one string: as a list they would take 70 MB."""

    def __init__(self) -> None:
        random = Random(LEXICON_CHARS)  # one language, whatever the seed of the articles  # noqa: S311
        rare = [character for character in _characters() if character not in COMMONEST]
        random.shuffle(rare)
        characters = [*COMMONEST, *rare]
        # Sixteen bits choose a character; their square leans to the front: common characters make many words.
        chosen = [characters[int(len(characters) * (number / 65536) ** 2)] for number in range(65536)]
        numbers = array("H", random.randbytes(2 * (LEXICON_CHARS - len(COMMONEST))))
        self.text = COMMONEST + "".join([chosen[number] for number in numbers])
        lengths = chain(repeat(1, len(COMMONEST)), random.randbytes(LEXICON_CHARS // 2).translate(_LENGTHS))
        self.starts = array("I", takewhile(LEXICON_CHARS.__ge__, accumulate(lengths, initial=0)))

    def draw(self, random: Random, words: int) -> list[str]:
        """Draw words by Zipf's law."""
        text, starts, draw, exp = self.text, self.starts, random.random, math.exp
        # e to a uniform power lies between r and r + 1 with the chance ln((r + 1) / r) / scale: as good as 1 / r.
        scale = math.log(len(starts) - 1)
        ranks = [int(exp(scale * draw())) for _ in range(words)]
        return [text[starts[rank - 1] : starts[rank]] for rank in ranks]

    def run(self, random: Random, chars: int) -> str:
        """Write that many characters or more of drawn words on end.

        Each word comes three times on average: a text is about something, and says it again.
        """
        vocabulary, written = self.draw(random, chars // 5), ""
        size = len(vocabulary)
        while len(written) < chars:
            # As random.choices() does it, in half the time. A word drawn has 1.7 characters.
            numbers = array("H", random.randbytes(chars * 5 // 8 * 2))
            written += "".join([vocabulary[number % size] for number in numbers])
        return written


@cache
def lexicon() -> Lexicon:
    return Lexicon()


def title(random: Random) -> str:
    """Write a title of 8 to 24 characters."""
    ending = random.choice(_ENDINGS)
    chars = random.randint(8, 24) - len(ending)
    return "".join(lexicon().draw(random, chars))[:chars] + ending


def body(random: Random, chars: int) -> str:
    """Write clean HTML of that many characters of text, or as many more as its last paragraph has: up to 400."""
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
    """Make a paragraph of 3 to 12 sentences, of 8 to 30 characters each, and say where the text goes on."""
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
    """Return the 3,755 characters of GB 2312's first level, chosen for being common."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [cell.decode("gb2312") for cell in cells if cell < b"\xd7\xfa"]  # its last row is not full
