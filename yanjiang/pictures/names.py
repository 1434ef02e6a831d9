"""Names of a picture's files. A name contains the picture's size, and the size determines the renditions."""

import re
from dataclasses import dataclass

# Widths in pixels: a phone's column, twice that, the column of an article, and twice each for fine screens.
LADDER = (320, 640, 960, 1280, 1600)
# Encoding AVIF takes 25 bytes of memory for each pixel, and a second for five million pixels.
MAX_AVIF_PIXELS = 5_000_000
# Encoding WebP takes 12 bytes for each pixel, and a second for twelve million. The format limits the height (RFC 9649,
# 2.5).
MAX_WEBP_PIXELS = 12_000_000
MAX_WEBP_HEIGHT = 16_383
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}

# pictures/2026/11/3f9c2ab4d01e77aa-1600x900.jpg
_FILE = r"pictures/\d{4}/\d\d/[0-9a-f]{16}-([1-9]\d{0,3})x([1-9]\d{0,4})\.(?:jpg|png)"
_MENTIONED = re.compile(_FILE)
_ADDRESS = re.compile(rf"(?:.*/)?{_FILE}")


@dataclass(frozen=True)
class PictureName:
    """The facts that a picture's name or address contains. Sizes are in pixels."""

    address: str
    width: int
    height: int

    @property
    def formats(self) -> list[str]:
        return formats(self.width, self.height, self.address.rpartition(".")[2])

    def rendition(self, width: int, kind: str) -> str:
        """Return the name or address of a rendition."""
        return f"{self.address.rpartition('.')[0]}.{width}w.{kind}"

    def renditions(self) -> list[str]:
        return [self.rendition(width, kind) for kind in self.formats for width in widths(self.width)]


def widths(width: int) -> list[int]:
    """Return the widths of the renditions of a picture, none wider than the picture."""
    return sorted({min(step, width) for step in LADDER})


def formats(width: int, height: int, suffix: str) -> list[str]:
    """Return the formats of a picture's renditions. Browsers use the first that they know, so the best comes first.

    A tall picture has every width too, but only in formats that allow its height, at worst in its own format.
    """
    widest = widths(width)[-1]
    highest = rendition_height(width, height, widest)
    if highest > MAX_WEBP_HEIGHT or widest * highest > MAX_WEBP_PIXELS:
        return [suffix]
    return ["avif", "webp"] if widest * highest <= MAX_AVIF_PIXELS else ["webp"]


def rendition_height(width: int, height: int, step: int) -> int:
    """Return the height of a picture of this size when it is `step` pixels wide."""
    return max(1, round(height * step / width))


def picture_name(address: str) -> PictureName | None:
    """Read a name in the storage or an address on the site. Return None if it is not a picture of the library."""
    found = _ADDRESS.fullmatch(address)
    return PictureName(address, width=int(found[1]), height=int(found[2])) if found else None


def thumbnail(address: str) -> str:
    """Return the address of the smallest rendition, or the address itself for a picture of another site."""
    picture = picture_name(address)
    return picture.rendition(widths(picture.width)[0], picture.formats[-1]) if picture else address


def shows(html: str, address: str) -> bool:
    """Tell whether a rich text shows the library's picture of this address, in any width or format."""
    stem = address.rpartition("/")[2].rpartition(".")[0]
    return bool(picture_name(address)) and re.search(rf'\ssrc="[^"]*/{re.escape(stem)}\.', html) is not None


def mentioned(html: str) -> set[str]:
    """Return the names of all pictures of the library that a rich text shows or links to."""
    return {found[0] for found in _MENTIONED.finditer(html)}
