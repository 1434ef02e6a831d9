"""The allow list of cleaned HTML, written a second time, independently of the tested code."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import lxml.html

INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "mark", "q", "rp", "rt", "ruby", "s",
    "small", "strong", "sub", "sup", "u",
}  # fmt: skip
BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre"}
TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
ELEMENTS = INLINE | BLOCKS | TABLES | {"ul"}
CLASSES = {"align-left", "align-center", "align-right", "image", "table", "page-break"}
NUMBER = re.compile(r"[0-9]{1,4}")
OUTSIDE = re.compile(r"https?://", re.IGNORECASE)
# Whole values: no blank, control character or backslash anywhere, and a scheme only from the list.
LINK = re.compile(
    r"(?:https?://[^/\s\\]|mailto:[^\s\\]|tel:[^\s\\]|/(?![/\\])|#)[^\s\\\x00-\x1f\x7f]*|/", re.IGNORECASE
)
PICTURE = re.compile(r"(?:https?://[^/\s\\]|/(?![/\\]))[^\s\\\x00-\x1f\x7f]*|/", re.IGNORECASE)
ATTRIBUTES: dict[tuple[str, str], "re.Pattern[str]"] = {
    ("a", "href"): LINK,
    ("img", "src"): PICTURE,
    ("div", "style"): re.compile("page-break-after:always"),
    ("ol", "start"): NUMBER,
    ("ol", "reversed"): re.compile(".*", re.DOTALL),
    ("th", "scope"): re.compile(".*", re.DOTALL),
    **{("a", name): re.compile(".*", re.DOTALL) for name in ("title",)},
    ("abbr", "title"): re.compile(".*", re.DOTALL),
    **{("img", name): re.compile(".*", re.DOTALL) for name in ("alt", "title")},
    **{("img", name): NUMBER for name in ("width", "height")},
    **{(cell, name): NUMBER for cell in ("td", "th") for name in ("colspan", "rowspan")},
}


def parsed(html: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield tag and attributes of every node, as two parsers of different make see them."""
    for tree in (
        html5lib.parseFragment(html, namespaceHTMLElements=False),
        lxml.html.fragment_fromstring(html, create_parent="div"),
    ):
        for node in tree.iter():
            if node is not tree:
                yield node.tag, dict(node.attrib)


def violations(html: str) -> list[str]:
    """Return the violations in cleaned HTML: elements, attributes and values outside the list, links without rel."""
    return [problem for tag, attributes in parsed(html) for problem in _problems(tag, attributes)]


def _problems(tag: Any, attributes: dict[str, str]) -> Iterator[str]:
    if tag not in ELEMENTS:
        yield f"element {tag}"
    for name, value in attributes.items():
        rule = ATTRIBUTES.get((tag, name))
        if name == "class":
            if not set(value.split()) <= CLASSES:
                yield f"class {value}"
        elif (tag, name) == ("a", "rel"):
            continue
        elif rule is None:
            yield f"attribute {name} of {tag}"
        elif not rule.fullmatch(value):
            yield f"{name}={value!r} of {tag}"
    outside = tag == "a" and OUTSIDE.match(attributes.get("href", ""))
    if outside and attributes.get("rel") != "noopener nofollow":
        yield f"no rel on {attributes['href']}"
    if tag == "a" and not outside and "rel" in attributes:
        yield "rel on a link within the site"
    if tag == "img" and not attributes.get("src"):
        yield "a picture of nothing"
