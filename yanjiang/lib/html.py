"""Rich text: clean HTML to an allow list, read it as plain text, and cut it into pages."""

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import nh3

from yanjiang.lib.chinese import unwrapped
from yanjiang.lib.indents import without_typed_indents
from yanjiang.lib.links import absolute, is_elsewhere, is_safe_url
from yanjiang.lib.nesting import within_reach
from yanjiang.lib.replaced_elements import with_known_blocks

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "hr", "i", "img", "ins", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
# Dropped with their content, which is code or belongs to another document. Other unknown elements keep their text.
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "noscript", "template", "title", "svg", "math"}
CLASSES = {"align-left", "align-center", "align-right", "image", "table", "page-break"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    # The editor recognizes its own page break only by this style, so the database has to keep it.
    "div": {"style"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
MOST_PASSES = 4
BREAK_STYLE = "page-break-after:always"
PAGE_BREAK = f'<div class="page-break" style="{BREAK_STYLE}"></div>'

_ATTRS = r'(?:\s+[a-z-]+="[^"]*")*'  # as the cleaner writes them: lower case, in double quotes
_PAGE_BREAK = re.compile(rf'<div(?=[^>]*\s(?:class="page-break"|style="{BREAK_STYLE}")){_ATTRS}>(?:\s|&nbsp;)*</div>')
_STYLED = re.compile(rf'(<div{_ATTRS}?) style="{BREAK_STYLE}"')
_IMG = re.compile(rf'<img{_ATTRS}?\s+src="([^"]*)"')
_IMG_WITHOUT_SRC = re.compile(rf'<img(?!{_ATTRS}?\s+src="){_ATTRS}>')
_OUTSIDE_LINK = re.compile(r"<a(" + _ATTRS + r'?\s+href="(?:https?:)[^"]*"' + _ATTRS + r")>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:blockquote|br|caption|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|table|tbody|td|tfoot|th|thead|tr|ul)"
    + _ATTRS
    + r"\s*/?>"
)
_PRE = re.compile(rf"<pre{_ATTRS}>.*?</pre>", re.DOTALL)
_SPACES = " \n\r\t"
# A placeholder for the end of a visible line: clean HTML cannot contain this character.
_LINE_END = "\x1e"
_TAG = re.compile(r'<[a-z/!][^>"]*(?:"[^"]*"[^>"]*)*>', re.IGNORECASE)
_TABLE = re.compile(r"<(/?)table\b")
_HEADING = re.compile(r"^\s*<h[23]" + _ATTRS + r">(.*?)</h[23]>", re.DOTALL)
_EMPTY = re.compile(rf"(?:<p{_ATTRS}>[ \n\r\t]*</p>)+")
_LONGEST_TAG = 500  # characters to look at before and after an empty paragraph
_ANNOTATION = re.compile(rf"<(rp|rt){_ATTRS}>.*?</\1>", re.DOTALL)
_SHOWS = re.compile(r"<(?:img|hr)\b")
_IS_BREAK = re.compile(r"(?:^|;)\s*page-break-after\s*:\s*always\s*(?:;|$)", re.IGNORECASE)
_ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)"')
# Parsers drop a line end at the start of `<pre>` each time they read it.
_PRE_START = re.compile(rf"(<pre{_ATTRS}>)\n+")
# Characters that XML forbids: a feed could not contain such a text.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# The cleaner's serializer takes quadratic time for texts with many ampersands or no-break spaces. Placeholders replace
# both during cleaning; Unicode guarantees that these two code points are never characters.
_AMPERSAND, _BLANK = "\ufdd0", "\ufdd1"
_STAND_INS = re.compile(f"[{_AMPERSAND}{_BLANK}]")
# Every other ampersand, with the reference it may begin, except for the three references that the cleaner writes.
_REFERENCE = re.compile("&(?!(?:lt|gt|quot);)(?:[#a-z][a-z0-9]*;?)?", re.IGNORECASE)


class Clean(str):
    """HTML that `clean` returned; `clean` returns it again without work."""

    __slots__ = ()


@dataclass(frozen=True)
class BodyPage:
    """One page of a rich text: its subtitle ("" when it has none) and its HTML."""

    subtitle: str
    html: str


def clean(html: str) -> str:
    """Reduce HTML to the allow list above. Cleaning the result again changes nothing."""
    if isinstance(html, Clean):
        return html
    before = within_reach(with_known_blocks(_NOT_TEXT.sub("", html)))
    for _ in range(MOST_PASSES):
        # Repeat until nothing changes: text inside a dropped element may become markup in the next pass.
        cleaned = _once(before)
        if cleaned == before:
            break
        before = cleaned
    return Clean(cleaned)


def to_text(html: str) -> str:
    """Read cleaned HTML as plain text: block elements end a line, inline elements leave no trace.

    A line end of the source between two Chinese characters is removed: old editors wrapped lines inside words, and
    readers search for the whole word. A browser may show a space there. Any other line end becomes a space, except in
    `<pre>`, where it stays. The pronunciation above a word (`<rt>`) is left out, because it would separate two words.
    """
    spoken = _ANNOTATION.sub("", html) if "<rt" in html else html
    ended = _BLOCK.sub(_LINE_END, _PRE.sub(lambda pre: pre[0].replace("\n", _LINE_END), spoken))
    text = entities.unescape(_TAG.sub("", ended))
    lines = (" ".join(unwrapped(line).replace("\u3000", " ").split()) for line in text.split(_LINE_END))
    return "\n".join(line for line in lines if line)


def running_text(html: str) -> str:
    """Read cleaned HTML as plain text without its tables, unless it has no other text."""
    return (to_text(_without_tables(html)) if "<table" in html else "") or to_text(html)


def _without_tables(html: str) -> str:
    parts, depth, end = [], 0, 0
    for tag in _TAG.finditer(html):
        if not (name := _TABLE.match(tag[0])):
            continue
        if depth == 0:
            parts += [html[end : tag.start()], "<br>"]
        depth = max(depth + (-1 if name[1] else 1), 0)
        end = tag.end()
    return "".join((*parts, html[end:]))


def for_page(html: str) -> str:
    """Return cleaned HTML ready for a page.

    The style of page breaks is removed, because the pages' CSP refuses inline styles. Tables become focusable: a wide
    table scrolls, and in some browsers the arrow keys scroll only a focusable element (WCAG 2.2, 2.1.1).
    """
    shown = _STYLED.sub(r"\1", html) if BREAK_STYLE in html else html
    return _TAG.sub(_focusable, shown) if "<table" in shown else shown


def _focusable(tag: re.Match[str]) -> str:
    return re.sub(r"^<table\b", '<table tabindex="0"', tag[0])


def first_image(html: str) -> str:
    """Return the address of the first picture in cleaned HTML, "" if it has none."""
    found = _IMG.search(html)
    return entities.unescape(found[1]) if found else ""


def printable(text: str) -> str:
    """Remove the characters that XML forbids; none of them is visible."""
    return _NOT_TEXT.sub("", text)


def for_elsewhere(html: str, *, url: str) -> str:
    """Prepare cleaned HTML of the page at `url` for another site: make the addresses of links and pictures absolute.

    Page breaks become rules (`<hr>`).
    """

    def whole(found: re.Match[str]) -> str:
        address = entities.unescape(found[2])
        return f'{found[1]}{entities.escape(f"{url}{address}" if address.startswith("#") else absolute(address))}"'

    lined = _PAGE_BREAK.sub("<hr>", html)
    return printable(_TAG.sub(lambda tag: _without_referrer(_ADDRESS.sub(whole, tag[0])), lined))


def _without_referrer(tag: str) -> str:
    """Hide the page's address from a picture's host: WeChat and others refuse pictures to pages of other sites."""
    found = _IMG.match(tag)
    if not found or not is_elsewhere(entities.unescape(found[1])):
        return tag
    return f'<img referrerpolicy="no-referrer"{tag.removeprefix("<img")}'


def split_pages(html: str) -> list[BodyPage]:
    """Cut cleaned HTML at its page breaks. A heading at the start of a page is its subtitle. The list is never empty.

    An empty page is left out: the editor puts an empty paragraph after a last break.
    """
    if not _PAGE_BREAK.search(html):
        return [BodyPage(subtitle=_subtitle(html), html=html)]
    # Parts are cleaned again: a break inside a quotation or a table leaves unclosed elements on both sides.
    parts = [part for part in map(clean, _PAGE_BREAK.split(html)) if _SHOWS.search(part) or to_text(part)]
    return [BodyPage(subtitle=_subtitle(part), html=part) for part in parts or [""]]


def _subtitle(html: str) -> str:
    heading = _HEADING.match(html)
    return to_text(heading[1]).replace("\n", " ") if heading else ""


def _once(html: str) -> str:
    standing_in = (
        _STAND_INS.sub("", html).replace("&amp;", _AMPERSAND).replace("&nbsp;", _BLANK).replace("\xa0", _BLANK)
    )
    standing_in = _REFERENCE.sub(lambda found: _stand_in(found[0]), standing_in)
    cleaned = _cleaner.clean(standing_in).replace(_AMPERSAND, "&amp;").replace(_BLANK, "&nbsp;")
    cleaned = _NOT_TEXT.sub("", cleaned)
    cleaned = _PRE_START.sub(r"\1", cleaned)
    cleaned = _IMG_WITHOUT_SRC.sub("", cleaned)
    cleaned = _PAGE_BREAK.sub(PAGE_BREAK, _EMPTY.sub(_without_empty, cleaned))
    cleaned = without_typed_indents(cleaned)
    return _OUTSIDE_LINK.sub(r'<a\1 rel="noopener nofollow">', cleaned)


def _without_empty(found: re.Match[str]) -> str:
    """Remove empty paragraphs, or replace them by `<br>` between two texts."""
    html, (start, end) = found.string, found.span()
    before = html[max(start - _LONGEST_TAG, 0) : start].rstrip(_SPACES)
    after = html[end : end + _LONGEST_TAG].lstrip(_SPACES)
    last = before[before.rfind("<") :] if before.endswith(">") else before
    is_between = before and after and not (_BLOCK.fullmatch(last) or _BLOCK.match(after))
    return "<br>" if is_between else ""


@lru_cache(maxsize=1024)
def _stand_in(reference: str) -> str:
    text = entities.unescape(reference)
    if text == reference:  # an unknown reference is an ampersand followed by letters
        return _AMPERSAND + reference[1:]
    # The meaning of a reference without a semicolon depends on the text after it, so the parser decides.
    return {"&": _AMPERSAND, "\xa0": _BLANK}.get(text, reference) if reference[-1] == ";" else reference


@lru_cache(maxsize=4096)
def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(_known(value.split())) or None
    if name == "style":
        return BREAK_STYLE if _IS_BREAK.search(value) else None
    address = value.replace(_AMPERSAND, "&").replace(_BLANK, "\xa0")
    if name == "href":
        return value if is_safe_url(address, schemes=SCHEMES) else None
    if name == "src":
        return value if is_safe_url(address) and not value.startswith("#") else None
    if name in ("width", "height", "colspan", "rowspan", "start"):
        return value if value.isascii() and value.isdigit() and len(value) < 5 else None
    return value


def _known(classes: Iterable[str]) -> list[str]:
    return [name for name in classes if name in CLASSES]


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=DROPPED_WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_keep_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)
