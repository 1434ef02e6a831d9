"""What the files of a picture are called. A name says the picture's size, and so which renditions stand beside it."""

import re
from dataclasses import dataclass

# Widths in pixels: a phone's column, twice that, the column of an article, and twice each for fine screens.
LADDER = (320, 640, 960, 1280, 1600)
# AVIF takes 25 bytes of memory a pixel to write, and a second for five million pixels.
MAX_AVIF_PIXELS = 5_000_000
# WebP takes 12 bytes and a second for twelve million. The height is the format's own bound (RFC 9649, 2.5).
MAX_WEBP_PIXELS = 12_000_000
MAX_WEBP_HEIGHT = 16_383
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}

# pictures/2026/11/3f9c2ab4d01e77aa-1600x900.jpg
_FILE = r"pictures/\d{4}/\d\d/[0-9a-f]{16}-([1-9]\d{0,3})x([1-9]\d{0,4})\.(?:jpg|png)"
_MENTIONED = re.compile(_FILE)
_ADDRESS = re.compile(rf"(?:.*/)?{_FILE}")


@dataclass(frozen=True)
class Named:
    """A picture as its name or address says it is; sizes in pixels."""

    address: str
    width: int
    height: int

    @property
    def formats(self) -> list[str]:
        return formats(self.width, self.height, self.address.rpartition(".")[2])

    def rendition(self, width: int, kind: str) -> str:
        """Return the name or address of the rendition of that width."""
        return f"{self.address.rpartition('.')[0]}.{width}w.{kind}"

    def renditions(self) -> list[str]:
        return [self.rendition(width, kind) for kind in self.formats for width in widths(self.width)]


def widths(width: int) -> list[int]:
    """Return the widths that a picture of this width is kept in, none wider than itself."""
    return sorted({min(step, width) for step in LADDER})


def formats(width: int, height: int, suffix: str) -> list[str]:
    """Return the formats of a picture's renditions, the better first: a browser takes the first that it knows.

    A tall picture has every width as well, in formats that can hold it: the last resort is that of the picture itself.
    """
    widest = widths(width)[-1]
    highest = rendition_height(width, height, widest)
    if highest > MAX_WEBP_HEIGHT or widest * highest > MAX_WEBP_PIXELS:
        return [suffix]
    return ["avif", "webp"] if widest * highest <= MAX_AVIF_PIXELS else ["webp"]


def rendition_height(width: int, height: int, step: int) -> int:
    """Return how high a picture of this size is where it is `step` wide."""
    return max(1, round(height * step / width))


def named(address: str) -> Named | None:
    """Read a name in the storage, or an address on the site; None for a picture that is not the library's."""
    found = _ADDRESS.fullmatch(address)
    return Named(address, width=int(found[1]), height=int(found[2])) if found else None


def thumbnail(address: str) -> str:
    """Return the address of the smallest rendition; of a picture from elsewhere, its own."""
    picture = named(address)
    return picture.rendition(widths(picture.width)[0], picture.formats[-1]) if picture else address


def shows(html: str, address: str) -> bool:
    """Tell whether a rich text shows the library's picture of this address, in whatever width or format."""
    stem = address.rpartition("/")[2].rpartition(".")[0]
    return bool(named(address)) and re.search(rf'\ssrc="[^"]*/{re.escape(stem)}\.', html) is not None


def mentioned(html: str) -> set[str]:
    """Return the names of all pictures of the library that a rich text shows or links to."""
    return {found[0] for found in _MENTIONED.finditer(html)}
