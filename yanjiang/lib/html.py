"""Rich text on its way in: cleaned to an allow list, read as plain text, cut into pages."""

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import nh3

from yanjiang.lib.blocks import with_known_blocks
from yanjiang.lib.chinese import unwrapped
from yanjiang.lib.indents import without_typed_indents
from yanjiang.lib.links import absolute, is_elsewhere, is_safe_url
from yanjiang.lib.nesting import within_reach

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "hr", "i", "img", "ins", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
# Their text is code or belongs to another document: dropped whole, where other unknown tags only lose their mark.
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
    # The editor recognises its own page break by this style alone, so it has to come back from the database.
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
# Stands in for the end of a line where it is one to the eye: clean HTML has no such character.
_LINE_END = "\x1e"
_TAG = re.compile(r'<[a-z/!][^>"]*(?:"[^"]*"[^>"]*)*>', re.IGNORECASE)
_TABLE = re.compile(r"<(/?)table\b")
_HEADING = re.compile(r"^\s*<h[23]" + _ATTRS + r">(.*?)</h[23]>", re.DOTALL)
_EMPTY = re.compile(rf"(?:<p{_ATTRS}>[ \n\r\t]*</p>)+")
_LONGEST_TAG = 500  # looked at beside an empty paragraph
_ANNOTATION = re.compile(rf"<(rp|rt){_ATTRS}>.*?</\1>", re.DOTALL)
_SHOWS = re.compile(r"<(?:img|hr)\b")
_IS_BREAK = re.compile(r"(?:^|;)\s*page-break-after\s*:\s*always\s*(?:;|$)", re.IGNORECASE)
_ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)"')
# Parsers drop one line end here each time they read it.
_PRE_START = re.compile(rf"(<pre{_ATTRS}>)\n+")
# What XML cannot carry: a feed of such a text could not be written.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# The cleaner's writer takes the square of the time over texts with many of these two: it is handed signs that stand in
# for them, of those that Unicode promises will never be characters.
_AMPERSAND, _BLANK = "\ufdd0", "\ufdd1"
_STAND_INS = re.compile(f"[{_AMPERSAND}{_BLANK}]")
# The rest, but for those that the cleaner writes itself.
_REFERENCE = re.compile("&(?!(?:lt|gt|quot);)(?:[#a-z][a-z0-9]*;?)?", re.IGNORECASE)


class Clean(str):
    """HTML that `clean` returned: cleaning it again is not worth the time."""

    __slots__ = ()


@dataclass(frozen=True)
class BodyPage:
    """One page of a rich text: its subtitle ("" when it has none) and its HTML."""

    subtitle: str
    html: str


def clean(html: str) -> str:
    """Reduce HTML to the allow list above. Cleaning what came out changes nothing."""
    if isinstance(html, Clean):
        return html
    before = within_reach(with_known_blocks(_NOT_TEXT.sub("", html)))
    for _ in range(MOST_PASSES):
        # Until nothing changes: markup that was text inside a dropped element may only now be seen as markup.
        cleaned = _once(before)
        if cleaned == before:
            break
        before = cleaned
    return Clean(cleaned)


def to_text(html: str) -> str:
    """Read cleaned HTML as plain text: block elements end a line, inline ones leave no trace.

    Nor does a line end of the source between two Chinese characters: an old editor wrapped its lines there, in the
    middle of words, which readers take for one and search as one, though a browser may set a blank. Elsewhere it is a
    blank, and in what is preformatted the end of a line, as it is seen. The pronunciation above a word (`<rt>`) is left
    out, for it would part the word from the next.
    """
    spoken = _ANNOTATION.sub("", html) if "<rt" in html else html
    ended = _BLOCK.sub(_LINE_END, _PRE.sub(lambda pre: pre[0].replace("\n", _LINE_END), spoken))
    text = entities.unescape(_TAG.sub("", ended))
    lines = (" ".join(unwrapped(line).replace("\u3000", " ").split()) for line in text.split(_LINE_END))
    return "\n".join(line for line in lines if line)


def running_text(html: str) -> str:
    """Read cleaned HTML as plain text without its tables, unless it has nothing else."""
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
    """Return cleaned HTML as it may stand on a page.

    The mark that the editor needs is a style, which pages refuse. A table takes the keyboard's focus: where it is wide
    it scrolls, and not every browser lets the arrows reach it otherwise (WCAG 2.2, 2.1.1).
    """
    return _TAG.sub(_focusable, _STYLED.sub(r"\1", html))


def _focusable(tag: re.Match[str]) -> str:
    return re.sub(r"^<table\b", '<table tabindex="0"', tag[0])


def first_image(html: str) -> str:
    """Return the address of the first picture in cleaned HTML, "" where there is none."""
    found = _IMG.search(html)
    return entities.unescape(found[1]) if found else ""


def printable(text: str) -> str:
    """Drop the characters that XML cannot carry, nor any reader see."""
    return _NOT_TEXT.sub("", text)


def for_elsewhere(html: str, *, url: str) -> str:
    """Make cleaned HTML of the page at `url` fit to be read on another site: its links and pictures say where they are.

    Page breaks become lines.
    """

    def whole(found: re.Match[str]) -> str:
        address = entities.unescape(found[2])
        return f'{found[1]}{entities.escape(f"{url}{address}" if address.startswith("#") else absolute(address))}"'

    lined = _PAGE_BREAK.sub("<hr>", html)
    return printable(_TAG.sub(lambda tag: _without_referrer(_ADDRESS.sub(whole, tag[0])), lined))


def _without_referrer(tag: str) -> str:
    """Let other hosts not learn which page shows their picture: WeChat's and others refuse to be shown elsewhere."""
    found = _IMG.match(tag)
    if not found or not is_elsewhere(entities.unescape(found[1])):
        return tag
    return f'<img referrerpolicy="no-referrer"{tag.removeprefix("<img")}'


def split_pages(html: str) -> list[BodyPage]:
    """Cut cleaned HTML at its page breaks; a page is called by the heading it begins with. Never empty.

    A page with nothing on it, such as the empty paragraph that the editor puts behind a last break, is left out.
    """
    if not _PAGE_BREAK.search(html):
        return [BodyPage(subtitle=_subtitle(html), html=html)]
    # Cleaned again, for a break inside a quotation or a table leaves an open half on each side.
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
    """Drop empty paragraphs; between two texts they end a line."""
    html, (start, end) = found.string, found.span()
    before = html[max(start - _LONGEST_TAG, 0) : start].rstrip(_SPACES)
    after = html[end : end + _LONGEST_TAG].lstrip(_SPACES)
    last = before[before.rfind("<") :] if before.endswith(">") else before
    is_between = before and after and not (_BLOCK.fullmatch(last) or _BLOCK.match(after))
    return "<br>" if is_between else ""


@lru_cache(maxsize=1024)
def _stand_in(reference: str) -> str:
    text = entities.unescape(reference)
    if text == reference:  # what names nothing is an ampersand with letters behind it
        return _AMPERSAND + reference[1:]
    # Without a semicolon it depends on where it stands.
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
