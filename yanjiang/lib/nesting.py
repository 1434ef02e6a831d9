"""Limit the nesting of markup: a parser takes time quadratic in the depth, and still more for unclosed formats.

A parser reopens every unclosed `<b>` in each later paragraph: fifty kilobytes of `<p><b x=1><p><b x=2>…` become
gigabytes. No text is lost, only tags and attributes without visible effect.
"""

import re

MAX_DEPTH = 100
MAX_FORMATS = 12  # open at once
MAX_SPELLINGS = 24  # of formats, by their attributes

# The HTML standard's list of active formatting elements. A parser reopens at most three identical ones, and one link.
_FORMATS = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_FORMAT = re.compile(rf"<(?=[a-z])({_FORMATS})[\s/][^>]*", re.IGNORECASE)
_IS_FORMAT = frozenset((*_FORMATS.split("|"), "a"))
# Elements without an end tag, and elements that the next one of their kind closes.
_ENDLESS = (
    "area|base|br|caption|col|colgroup|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|rb|rp|rt|rtc|source"
    "|tbody|td|tfoot|th|thead|tr|track|wbr"
)
_TAG = re.compile(rf"<(/?)(?=[a-z])(?!(?:{_ENDLESS})[\s/>])([a-z][^\s/>]*)[^<>]*>?", re.IGNORECASE)
# Inside a `ruby` the next annotation closes the one before it. Elsewhere it is nested in it.
_ANNOTATION = re.compile(r"<(/?)(?:rb|rp|rt|rtc)(?=[\s/>])[^<>]*>", re.IGNORECASE)


def within_reach(html: str) -> str:
    """Remove the attributes of formats where they vary too much, and the tags of elements that are nested too deep."""
    return _shallow(_few_spellings(_annotated(html)))


def _annotated(html: str) -> str:
    """Remove the tags of annotations if too many of them are never closed."""
    ends = [found[1] for found in _ANNOTATION.finditer(html)]
    return _ANNOTATION.sub("", html) if ends.count("") - ends.count("/") > MAX_DEPTH else html


def _few_spellings(html: str) -> str:
    spellings = {found[0] for found in _FORMAT.finditer(html)}
    return html if len(spellings) <= MAX_SPELLINGS else _FORMAT.sub(r"<\1", html)


def _shallow(html: str) -> str:
    depth = formats = 0
    cut = False

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth, formats, cut
        is_format = tag[2].lower() in _IS_FORMAT
        step = -1 if tag[1] else 1
        # An end tag is as deep as its start tag.
        too_deep = max(depth, depth + step) > MAX_DEPTH or (is_format and max(formats, formats + step) > MAX_FORMATS)
        depth = max(depth + step, 0)
        formats = max(formats + step, 0) if is_format else formats
        cut = cut or too_deep
        return "" if too_deep else tag[0]

    shallow = _TAG.sub(kept, html)
    return shallow if cut else html
