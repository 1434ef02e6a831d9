"""HTML of pictures, made only from their addresses, for templates and for rich texts."""

import html as entities
import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yanjiang.lib.links import is_elsewhere
from yanjiang.pictures.names import MIME_TYPES, PictureName, picture_name, widths

# A phone shows a picture between margins, at 92vw. With 92vw a browser skips a rendition that is 3 % too narrow and
# loads a file half as large again. With 88vw it does not.
FULL_WIDTH = "88vw"
# The column of a rich text, on a wide screen and on a phone.
COLUMN = "(min-width: 800px) 720px, 88vw"
# The cleaner of rich text writes tags so: in lower case, with double quotes.
_IMG = re.compile(r'<img(?:\s+[a-z-]+="[^"]*")*>')
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')


def picture_html(
    url: str,
    alt: str,
    *,
    sizes: str = FULL_WIDTH,
    eager: bool = False,
    width: int | str = "",
    height: int | str = "",
    title: str = "",
    css_class: str = "",
) -> SafeString:
    """Return `<picture>` with the renditions of a picture of the library, or a plain `<img>` for any other.

    `sizes` is the width on the page in CSS. `eager` is for the picture that a reader sees first. `width` and `height`
    default to those of the picture.
    """
    picture = picture_name(url)
    if picture and not (width and height):
        width, height = picture.width, picture.height
    given = {"src": url, "class": css_class, "title": title, "width": width, "height": height}
    if is_elsewhere(url):
        given["referrerpolicy"] = "no-referrer"  # WeChat's and other hosts refuse pictures to pages of other sites
    given |= {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    attributes = format_html_join("", ' {}="{}"', ((name, value) for name, value in given.items() if value))
    img = format_html('<img{} alt="{}">', attributes, alt)
    if not picture:
        return img
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((MIME_TYPES[kind], _srcset(picture, kind), sizes) for kind in picture.formats),
    )
    return format_html("<picture>{}{}</picture>", sources, img)


def has_undescribed(html: str) -> bool:
    """Tell whether cleaned HTML shows a picture without an alternative text."""
    return any(not dict(_ATTRIBUTE.findall(img)).get("alt", "").strip() for img in _IMG.findall(html))


def _srcset(picture: PictureName, kind: str) -> str:
    return ", ".join(f"{picture.rendition(step, kind)} {step}w" for step in widths(picture.width))


def responsive(html: str, *, sizes: str = COLUMN) -> str:
    """Return cleaned HTML with each `<img>` replaced by `picture_html`; everything else stays."""
    return _IMG.sub(lambda found: _responsive(found[0], sizes), html)


def _responsive(img: str, sizes: str) -> str:
    given = {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(img)}
    url = given.get("src", "")
    # The editor writes the size at the time of insertion. The address of a library's picture has the true size.
    kept = not picture_name(url)
    return picture_html(
        url,
        given.get("alt", ""),
        sizes=sizes,
        title=given.get("title", ""),
        css_class=given.get("class", ""),
        width=given.get("width", "") if kept else "",
        height=given.get("height", "") if kept else "",
    )
