"""Pictures on their way in: what is refused, and what is left of what is not."""

import re
import struct
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from yanjiang.lib import images

NOT_A_PICTURE = "无法识别这张图片，请上传 JPG、PNG、GIF 或 WebP 图片。"


def picture(kind: str, *, mode: str = "RGB", size: tuple[int, int] = (4, 2), **options: Any) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    written = BytesIO()
    drawn.convert(mode).save(written, kind, **options)
    return written.getvalue()


def png_header(width: int, height: int) -> bytes:
    """Return the beginning of a PNG: its size, and no pixel to decode."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">II", zlib.crc32(header), 9) + b"IDAT"


def rewritten(content: bytes) -> Image.Image:
    return Image.open(BytesIO(images.rewrite(BytesIO(content)).read()))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        images.check(BytesIO(content))
    with pytest.raises(ValidationError, match=re.escape(refused.value.messages[0])):
        images.rewrite(BytesIO(content))
    return str(refused.value.messages[0])


@pytest.mark.parametrize(
    ("kind", "suffix", "written_as"),
    [
        ("JPEG", ".jpg", "JPEG"),
        ("PNG", ".png", "PNG"),
        ("WEBP", ".webp", "WEBP"),
        ("GIF", ".png", "PNG"),
        ("BMP", ".png", "PNG"),
        ("TIFF", ".jpg", "JPEG"),
    ],
)
def test_a_picture_keeps_its_size_and_colours(kind: str, suffix: str, written_as: str) -> None:
    assert str(images.rewrite(BytesIO(picture(kind))).name).endswith(suffix)
    kept = rewritten(picture(kind, size=(40, 20)))
    assert (kept.format, kept.size) == (written_as, (40, 20))
    red, green, blue = kept.convert("RGB").getpixel((2, 10))  # type: ignore[misc]
    assert (red > 240, green < 15, blue < 15) == (True, True, True)


def test_a_picture_gets_a_random_name() -> None:
    first, second = (str(images.rewrite(BytesIO(picture("PNG"))).name) for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{16}\.png", first)
    assert first != second


def test_a_photo_is_turned_upright_and_says_nothing_about_its_maker() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right by 90 degrees
    exif[0x010F] = "secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    photo = picture("JPEG", size=(40, 20), exif=exif, comment=b"secret comment")
    assert b"secret camera" in photo
    assert b"secret comment" in photo
    written = images.rewrite(BytesIO(photo)).read()
    assert b"secret" not in written
    kept = Image.open(BytesIO(written))
    assert kept.size == (20, 40)
    assert kept.convert("RGB").getpixel((10, 2))[0] > 240  # type: ignore[index]
    assert dict(kept.getexif()) == {}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_metadata_is_dropped_in_every_format(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    assert b"secret camera" in picture(kind, exif=exif)
    assert b"secret camera" not in images.rewrite(BytesIO(picture(kind, exif=exif))).read()


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_the_transparent_colour_of_a_palette_stays_transparent(kind: str) -> None:
    drawn = Image.new("P", (4, 2), 0)
    drawn.putpalette([255, 0, 0, 0, 0, 255])
    drawn.putpixel((3, 1), 1)
    written = BytesIO()
    drawn.save(written, kind, transparency=0)
    kept = rewritten(written.getvalue()).convert("RGBA")
    assert kept.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert kept.getpixel((3, 1)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff\xe0 not a photo",
        b"<?php system($_GET['c']); ?>",
        b"%PDF-1.7",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        picture("JPEG", size=(200, 200))[:900],
        picture("PNG", size=(200, 200))[:-40],
        picture("PPM"),
        picture("ICO", size=(16, 16)),
    ],
    ids=["empty", "gif", "jpeg", "php", "pdf", "svg", "half a jpeg", "half a png", "ppm", "ico"],
)
def test_what_is_no_picture_of_a_known_kind_is_refused(content: bytes) -> None:
    assert refusal(content) == NOT_A_PICTURE


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    both = picture("PNG") + b"<script>alert(1)</script>"
    assert b"script" not in images.rewrite(BytesIO(both)).read()


@pytest.mark.parametrize("size", [(8000, 5001), (50_000, 50_000)])
def test_too_many_pixels_are_refused_without_decoding_them(size: tuple[int, int]) -> None:
    assert refusal(png_header(*size)) == "图片像素过多，请缩小到四千万像素以内。"


def test_as_many_pixels_as_may_be_are_decoded() -> None:
    assert refusal(png_header(8000, 5000)) == NOT_A_PICTURE  # for there are none


def test_a_side_that_no_photo_can_have_is_refused() -> None:
    assert refusal(png_header(65_501, 1)) == "图片过长，请把长边缩小到 65500 像素以内。"
    assert rewritten(picture("TIFF", size=(65_500, 2))).size == (65_500, 2)


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    content = picture("PNG")
    assert refusal(content + bytes(10 * 1024 * 1024 + 1 - len(content))) == "图片不能超过 10 MB。"
    images.check(BytesIO(content + bytes(10 * 1024 * 1024 - len(content))))


def test_uploads_have_a_folder_a_month() -> None:
    assert images.folder("articles", date(2026, 1, 31)) == "articles/2026/01"
