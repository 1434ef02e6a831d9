"""Find a text in titles, summaries and bodies, and replace chosen occurrences. Markup is never searched or changed."""

import html as entities
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from articles.editing.blocks import BLOCKS, TAG
from articles.editing.contents import Content
from articles.models import Article, is_made_from, made_summary
from yanjiang.lib.html import clean
from yanjiang.lib.plaintext import normal_name

NAMES = ("title", "summary", "body")
AROUND = 24  # characters shown on both sides of an occurrence
_SIGN = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|.", re.DOTALL)
_BREAK = "\0"  # between two blocks; no stored text has it


@dataclass(frozen=True)
class Search:
    """The words to find, and whether the case and the width of letters count."""

    words: str
    is_exact: bool = True

    def offsets(self, text: str) -> Iterator[int]:
        """Yield where the words begin in a text. Occurrences do not overlap."""
        words, text = (self.words, text) if self.is_exact else (_folded(self.words), _folded(text))
        start = text.find(words)
        while start >= 0:
            yield start
            start = text.find(words, start + len(words))


@dataclass(frozen=True)
class Occurrence:
    """An occurrence in a field, with the text around it. `number` counts those of the field from 0."""

    name: str
    number: int
    before: str
    words: str
    after: str
    fits: bool = True  # it lies in one piece of text, so that it can be replaced

    @property
    def key(self) -> str:
        return f"{self.name}:{self.number}"


@dataclass
class Text:
    """The text of a field: its characters, and for each the piece of text that it is in, its start and its end."""

    signs: str
    spans: list[tuple[int, int, int]]


def find(content: Content, search: Search, names: Collection[str]) -> list[Occurrence]:
    """Return the occurrences in these fields of a content. A summary made from the body follows it by itself."""
    made = is_made_from(content["summary"], content["body"])
    return [
        occurrence
        for name in NAMES
        if name in names and not (name == "summary" and made)
        for occurrence in _occurrences(name, _text(name, content[name]), search)
    ]


def replaced(content: Content, search: Search, by: str, keys: Collection[str]) -> tuple[Content, list[str]]:
    """Return the content with these occurrences replaced, and the fields that would be too long or empty and stay."""
    made = is_made_from(content["summary"], content["body"])
    new, left = dict(content), []
    for name in NAMES:
        has_any = any(key.startswith(f"{name}:") for key in keys)
        value = _replaced(name, content[name], search, by, keys) if has_any else content[name]
        if _is_possible(name, value):
            new[name] = value
        else:
            left.append(name)
    if made and new["body"] != content["body"]:
        new["summary"] = made_summary(new["body"])
    return new, left


def _is_possible(name: str, value: str) -> bool:
    field = Article._meta.get_field(name)
    longest = getattr(field, "max_length", None)
    return (longest is None or len(value) <= longest) and (name != "title" or bool(value))


def _occurrences(name: str, text: Text, search: Search) -> Iterator[Occurrence]:
    for number, start in enumerate(search.offsets(text.signs)):
        end = start + len(search.words)
        yield Occurrence(
            name,
            number,
            before=_shown(text.signs[max(0, start - AROUND) : start]).lstrip(),
            words=_shown(text.signs[start:end]),
            after=_shown(text.signs[end : end + AROUND]).rstrip(),
            fits=text.spans[start][0] == text.spans[end - 1][0],
        )


def _replaced(name: str, value: str, search: Search, by: str, keys: Collection[str]) -> str:
    """Replace the occurrences with these keys in a field, as far as they lie in one piece of text."""
    text = _text(name, value)
    written = entities.escape(by, quote=False) if name == "body" else by
    parts, rest = [], 0
    for occurrence, start in zip(_occurrences(name, text, search), search.offsets(text.signs), strict=True):
        if occurrence.key in keys and occurrence.fits:
            parts += [value[rest : text.spans[start][1]], written]
            rest = text.spans[start + len(search.words) - 1][2]
    new = "".join([*parts, value[rest:]])
    if name == "body":
        return str(clean(new))
    return normal_name(new) if name == "title" else new.strip()


def _text(name: str, value: str) -> Text:
    """Read a field as text. Inline elements leave no trace; blocks and line breaks end a line, pictures too."""
    if name != "body":
        return Text(value, [(0, place, place + 1) for place in range(len(value))])
    signs: list[str] = []
    spans: list[tuple[int, int, int]] = []
    piece = rest = 0
    for tag in TAG.finditer(value):
        _read(value, rest, tag.start(), piece, signs, spans)
        if tag[2] in BLOCKS or tag[2] in ("br", "img"):
            signs.append(_BREAK)
            spans.append((-1, tag.start(), tag.end()))
        piece, rest = piece + 1, tag.end()
    _read(value, rest, len(value), piece, signs, spans)
    return Text("".join(signs), spans)


def _read(value: str, start: int, end: int, piece: int, signs: list[str], spans: list[tuple[int, int, int]]) -> None:
    """Append the characters of a piece of text. A reference such as `&amp;` is one character, or seldom two."""
    for sign in _SIGN.finditer(value, start, end):
        character = entities.unescape(sign[0])
        signs.append(character)
        spans.extend([(piece, *sign.span())] * len(character))


def _shown(text: str) -> str:
    return text.replace(_BREAK, " ").replace("\n", " ")


def _folded(text: str) -> str:
    """Fold case and width, and keep the number of characters."""
    return "".join(map(_folded_sign, text))


def _folded_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    folded_sign = unicodedata.normalize("NFKC", sign).casefold()
    return folded_sign if len(folded_sign) == 1 else sign
