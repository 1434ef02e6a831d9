"""Replace elements outside the allow list by allowed ones before cleaning, so that no two texts run together.

The cleaner removes the tags of an unknown element and keeps its text. For a block this would join two paragraphs:
`<section>甲</section><section>乙</section>` would become 甲乙.
"""

import re
from collections import Counter
from collections.abc import Iterator

from yanjiang.lib.table_markup import has_tables

# Element -> the allowed element of the same meaning. A page has one h1, its title, so a pasted h1 becomes an h2.
# Headings below the fourth level become headings of the fourth.
RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "dir": "ul", "menu": "ul", "listing": "pre", "xmp": "pre", "strike": "s",
    "tt": "code",
}  # fmt: skip
# Blocks of the HTML standard (15.3.3), and parts of forms that browsers show on separate lines.
UNKNOWN_BLOCKS = (
    "address", "article", "aside", "center", "details", "dialog", "fieldset", "footer", "form", "header", "hgroup",
    "legend", "main", "marquee", "multicol", "nav", "optgroup", "option", "search", "section", "select", "summary",
)  # fmt: skip
_KNOWN_BLOCKS = (
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "hr", "li", "ol", "p",
    "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "dir", "h1", "h5", "h6", "listing", "menu", "xmp",
)  # fmt: skip
# Parsers ignore these outside of a table.
_PARTS_OF_TABLES = ("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
_CENTRED = " class=align-center"  # unquoted, so that tag-like text in a quoted attribute stays in that attribute
# A tag's name ends where a parser ends it. The attributes after the name are left for the cleaner.
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(RENAMED)})(?=[\s/>])", re.IGNORECASE)
_UNKNOWN_TAG = re.compile(rf"<(?=[a-z])(?:{'|'.join((*UNKNOWN_BLOCKS, *_PARTS_OF_TABLES))})(?=[\s/>])", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"<(/?)({'|'.join((*_KNOWN_BLOCKS, *UNKNOWN_BLOCKS))})(?=[\s/>])", re.IGNORECASE)


def with_known_blocks(html: str) -> str:
    """Replace unknown blocks by paragraphs, and elements with an allowed equivalent by that equivalent.

    A block without inner blocks becomes a paragraph. The start and the end tag of any other block each become `<p>`,
    which ends the paragraph before it. Cleaning removes the empty paragraphs that this makes. A `center` with inner
    blocks becomes a centred `div`.
    """
    if _UNKNOWN_TAG.search(html):
        parts_of_tables = () if has_tables(html) else _PARTS_OF_TABLES
        html = _pieced(html, frozenset((*UNKNOWN_BLOCKS, *parts_of_tables)))
    return _RENAMED_TAG.sub(lambda tag: f"<{tag[1]}{RENAMED[tag[2].lower()]}", html)


def _pieced(html: str, unknown: frozenset[str]) -> str:
    parts, end = [], 0
    for tag, replacement in _replacements(list(_BLOCK_TAG.finditer(html)), unknown):
        parts += [html[end : tag.start()], replacement]
        end = tag.end()
    return "".join((*parts, html[end:]))


def _replacements(tags: list[re.Match[str]], unknown: frozenset[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the tags of unknown blocks, each with the replacement for its text before the attributes."""
    opened: Counter[str] = Counter()
    is_leaf = False
    for tag, following in zip(tags, [*tags[1:], None], strict=True):
        name = tag[2].lower()
        if name not in unknown:
            continue
        if not tag[1]:
            opened[name] += 1
            # The next option ends an option, just as the next paragraph ends a paragraph.
            is_leaf = name == "option" or bool(following and following[1] and following[2].lower() == name)
            yield tag, _start(name, is_leaf=is_leaf)
        elif opened[name]:  # parsers ignore an end tag without a start tag
            opened[name] -= 1
            yield tag, _end(name, is_leaf=is_leaf)
            is_leaf = False


def _start(name: str, *, is_leaf: bool) -> str:
    if name == "center":
        return ("<p" if is_leaf else "<div") + _CENTRED
    return "<p"


def _end(name: str, *, is_leaf: bool) -> str:
    if name == "center" and not is_leaf:
        return "</div"
    return "</p" if is_leaf else "<p"
