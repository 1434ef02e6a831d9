"""Cut a cleaned body into blocks, which can be exchanged one by one, and blocks into lines, which can be compared."""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

BLOCKS = frozenset((
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "hr", "li", "ol", "p",
    "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
VOID = frozenset(("br", "hr", "img"))
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*)>')
_HAS_BLOCKS = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})[ >]")
_SPACES = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


@dataclass(frozen=True)
class Line:
    """A paragraph, heading, list item or cell, or the part of one before a line break.

    `name` is the element that holds it, `html` its own markup, and `block` the index of its block in the body.
    """

    name: str
    text: str
    html: str
    block: int

    @property
    def key(self) -> tuple[str, str]:
        """Return what two equal lines have in common."""
        return self.name, self.html


@dataclass(frozen=True)
class Block:
    """An element on the top level of a body, with the blanks behind it. `name` is "" for text outside of elements."""

    name: str
    html: str

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in lines_of([self]))

    @property
    def key(self) -> str:
        return self.html.strip()


def blocks_of(body: str) -> list[Block]:
    """Cut a cleaned body into blocks. Joined, their markup is the body again."""
    blocks: list[Block] = []
    start, depth, name = 0, 0, ""

    def cut(end: int) -> None:
        nonlocal start
        if not body[start:end].strip() and blocks:
            blocks[-1] = Block(blocks[-1].name, blocks[-1].html + body[start:end])
        elif end > start:
            blocks.append(Block(name, body[start:end]))
        start = end

    for tag in TAG.finditer(body):
        if depth == 0 and not tag[1] and tag[2] in BLOCKS:
            cut(tag.start())
            name = tag[2]
        if tag[2] not in VOID:
            depth += -1 if tag[1] else 1
        if depth == 0 and name and (tag[2] == name):
            cut(tag.end())
            name = ""
    cut(len(body))
    return blocks


def body_of(blocks: list[Block]) -> str:
    return "".join(block.html for block in blocks)


def children_of(block: Block) -> tuple[str, list[Block], str] | None:
    """Cut a block into its start tag, the parts inside, and its end tag. Return None if it has no parts.

    Parts are the elements of a list, a table or a division, and otherwise what stands between line breaks.
    """
    start = TAG.match(block.html)
    end = block.html.rfind("</")
    if not start or end < start.end():
        return None
    inner = block.html[start.end() : end]
    if _HAS_BLOCKS.search(inner):
        return start[0], blocks_of(inner), block.html[end:]
    parts = _cut_at_breaks(inner)
    return (start[0], parts, block.html[end:]) if len(parts) > 1 else None


def _cut_at_breaks(inner: str) -> list[Block]:
    """Cut at the line breaks that stand outside of inline elements."""
    parts, start, depth = [], 0, 0
    for tag in TAG.finditer(inner):
        if tag[2] not in VOID:
            depth += -1 if tag[1] else 1
        if tag[2] == "br" and depth == 0:
            parts.append(Block("", inner[start : tag.end()]))
            start = tag.end()
    return [*parts, Block("", inner[start:])]


def lines_of(blocks: list[Block]) -> list[Line]:
    return [line for number, block in enumerate(blocks) for line in _lines(block.html, number)]


def _lines(html: str, block: int) -> Iterator[Line]:
    """Yield the lines of a block. A line without text is left out, unless it has a picture or is a rule."""
    opened: list[str] = [""]
    start = 0

    def line(end: int) -> Iterator[Line]:
        own = html[start:end].strip()
        text = text_of(own)
        if text.strip() or "<img" in own:
            yield Line(opened[-1], text, own, block)

    for tag in TAG.finditer(html):
        if tag[2] not in BLOCKS and tag[2] != "br":
            continue
        yield from line(tag.start())
        start = tag.end()
        if tag[2] == "hr":
            yield Line("hr", "", tag[0], block)
        elif "page-break" in tag[3]:
            yield Line("page-break", "", tag[0], block)
        if tag[2] not in VOID:
            if tag[1]:
                opened.pop()
            else:
                opened.append(tag[2])
    yield from line(len(html))


def text_of(html: str) -> str:
    """Return the text of markup, with each of its blanks; a line end of the source is one blank."""
    return entities.unescape(_SPACES.sub(" ", TAG.sub("", html))).replace("\xa0", " ")


def elements(html: str, name: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of a name; of a link, also its text."""
    found = []
    for tag in TAG.finditer(html):
        if tag[2] != name or tag[1]:
            continue
        attributes = {key: entities.unescape(value) for key, value in _ATTRIBUTE.findall(tag[3])}
        if name not in VOID:
            end = html.find(f"</{name}>", tag.end())
            attributes["text"] = text_of(html[tag.end() : end])
        found.append(attributes)
    return found


def names_of(html: str) -> list[str]:
    """Return the names of the elements in markup, in order."""
    return [tag[2] for tag in TAG.finditer(html) if not tag[1]]
