"""Remove blanks typed at the start of a paragraph: the style sheet indents paragraphs by 2em."""

import re
from functools import lru_cache

MAX_WIDTH = 4.0  # em; wider blanks position a signature or a date, and are kept

# Character -> width in em in a Chinese font. The cleaner writes a no-break space as a reference.
_WIDTHS = {
    "\u3000": 1.0, "\u2003": 1.0, "\u2001": 1.0, "\u3164": 1.0,
    "\u2002": 0.5, "\u2000": 0.5, "\u2800": 0.5, "\u1680": 0.5, "&nbsp;": 0.5,
}  # fmt: skip
_OTHER_WIDTH = 0.25
# Zero-width space, word joiner, byte order mark, soft hyphen, marks of direction, joiners, ends of lines and the like.
_INVISIBLE = re.compile(
    "[\x80-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\uffa0]"
)
_COLLAPSED = " \n\r\t"  # browsers show none of these at the start of a paragraph
_BLANK = rf"&nbsp;|[\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164{_COLLAPSED}]|{_INVISIBLE.pattern}"
_ATTRS = r'(?:\s+[a-z-]+="[^"]*")*'
_INLINE = rf"</?(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|strong|sub|sup|u){_ATTRS}>"
_TAG_OR_BLANK = re.compile(rf"{_INLINE}|{_BLANK}")
_START = re.compile(rf"(<(?:p|h[2-4]|li){_ATTRS}>)((?:{_TAG_OR_BLANK.pattern})++)(?!</(?:p|h[2-4]|li)>)")


def without_typed_indents(html: str) -> str:
    """Remove the blanks at the start of paragraphs, headings and list items of cleaned HTML.

    A paragraph that contains only blanks is an empty line and stays.
    """
    return _START.sub(lambda start: start[1] + _flush(start[2]), html)


@lru_cache(maxsize=1024)
def _flush(start: str) -> str:
    parts = _TAG_OR_BLANK.findall(start)
    tags = [part for part in parts if part[0] == "<"]
    blanks = [part for part in parts if part[0] != "<"]
    # Browsers collapse these blanks anyway, so the source stays as it was written.
    if not (set(blanks) - set(_COLLAPSED)) or sum(map(_width, blanks)) > MAX_WIDTH:
        return start
    return "".join(tags)


def _width(blank: str) -> float:
    if blank in _COLLAPSED or _INVISIBLE.fullmatch(blank):
        return 0
    return _WIDTHS.get(blank, _OTHER_WIDTH)
