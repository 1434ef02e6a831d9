"""What the files of a picture are called. A name says the picture's size, and so which renditions stand beside it."""

import re
from dataclasses import dataclass

# Widths in pixels: a phone's column, twice that, the column of an article, and twice each for fine screens.
LADDER = (320, 640, 960, 1280, 1600)
FORMATS = ("avif", "webp")  # the better first: a browser takes the first that it knows

# pictures/2026/11/3f9c2ab4d01e77aa-1600x900.jpg
_FILE = r"pictures/\d{4}/\d\d/[0-9a-f]{16}-([1-9]\d{0,3})x([1-9]\d{0,3})\.(?:jpg|png)"
_MENTIONED = re.compile(_FILE)
_ADDRESS = re.compile(rf"(?:.*/)?{_FILE}")


@dataclass(frozen=True)
class Named:
    """A picture as its name or address says it is; sizes in pixels."""

    address: str
    width: int
    height: int

    def rendition(self, width: int, kind: str) -> str:
        """Return the name or address of the rendition of that width."""
        return f"{self.address.rpartition('.')[0]}.{width}w.{kind}"

    def renditions(self) -> list[str]:
        return [self.rendition(width, kind) for kind in FORMATS for width in widths(self.width)]


def widths(width: int) -> list[int]:
    """Return the widths that a picture of this width is kept in, none wider than itself."""
    return sorted({min(step, width) for step in LADDER})


def named(address: str) -> Named | None:
    """Read a name in the storage, or an address on the site; None for a picture that is not the library's."""
    found = _ADDRESS.fullmatch(address)
    return Named(address, width=int(found[1]), height=int(found[2])) if found else None


def thumbnail(address: str) -> str:
    """Return the address of the smallest rendition; of a picture from elsewhere, its own."""
    picture = named(address)
    return picture.rendition(widths(picture.width)[0], "webp") if picture else address


def mentioned(html: str) -> set[str]:
    """Return the names of all pictures of the library that a rich text shows or links to."""
    return {found[0] for found in _MENTIONED.finditer(html)}
