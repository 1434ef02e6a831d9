"""Converts short texts of the old site to the portal's form, and tells garbled ones."""

import colorsys
import html
import re

from articles.models import TitleColor
from yanjiang.lib.plaintext import normal_name

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});", re.IGNORECASE)
# Characters that remain of bytes which were decoded with another table and encoded again.
_REPLACED = re.compile("锟斤拷|烫烫烫|屯屯屯|\ufffd")
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_NAMES = {color.value: color for color in TitleColor if color.value}
# Upper limits of hues in degrees, around the circle from red to red.
_HUES = (
    (18, TitleColor.RED),
    (68, TitleColor.ORANGE),
    (168, TitleColor.GREEN),
    (258, TitleColor.BLUE),
    (325, TitleColor.PURPLE),
    (360, TitleColor.RED),
)
LEAST_SATURATION, LEAST_VALUE = 0.3, 0.25  # below: grey and black, the colour of titles anyway
GARBLED_SAMPLE = 500  # characters of a body: garbled text is garbled from its start
LEAST_HAN = 0.7  # of the bytes: the rest is punctuation, or was lost
_ASCII = re.compile(r"[\x00-\x7f]+")


def line(text: str) -> str:
    """Undo once the entities that DedeCMS stores, and remove invisible characters."""
    return normal_name(" ".join(html.unescape(text).splitlines()))


def paragraph(text: str) -> str:
    """Do the same for a text of several lines."""
    return "\n".join(filter(None, (normal_name(part) for part in html.unescape(text).splitlines())))


def is_garbled(text: str) -> bool:
    """Tell whether a text was decoded with the wrong table and encoded again, or escaped twice.

    It is garbled if it becomes Chinese when that is undone: é¢˜ (UTF-8 read as Latin), 婕旇 (UTF-8 read as GBK).
    """
    sample = text[:GARBLED_SAMPLE]
    if _REPLACED.search(sample) or _ENTITY.search(html.unescape(sample)):
        return True
    foreign = _ASCII.sub("", sample)
    return bool(foreign) and any(_reads_as(foreign, encoding) for encoding in ("cp1252", "latin-1", "gb18030"))


def title_color(value: str) -> str:
    """Return the nearest of the portal's colours, "" for black, grey and text that is no colour."""
    if value.lower() in _NAMES:
        return _NAMES[value.lower()].value
    found = _HEX.fullmatch(value)
    if not found:
        return ""
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, brightness = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < LEAST_SATURATION or brightness < LEAST_VALUE:
        return ""
    return next(color.value for end, color in _HUES if hue * 360 <= end)


def _reads_as(text: str, encoding: str) -> bool:
    """Tell whether a text's bytes in an encoding are Chinese in UTF-8, except some that were lost."""
    try:
        undone = text.encode(encoding)
    except UnicodeError:
        return False
    han = len(_HAN.findall(undone.decode(errors="ignore")))
    return han >= 2 and 3 * han >= LEAST_HAN * len(undone)
