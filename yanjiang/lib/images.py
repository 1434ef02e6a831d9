"""Pictures on their way in: decided by decoding, written anew under a name of our own."""

import secrets
from datetime import date
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 65_500  # as libjpeg has it
# What is decoded, and what it is written as. SVG is a document with scripts, not a picture.
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG", "BMP": "PNG", "TIFF": "JPEG"}
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}


def check(file: IO[bytes]) -> None:
    """Refuse what is not a picture that can be kept, with a message for the person who chose it."""
    _open(file)


def rewrite(file: IO[bytes]) -> "ContentFile[bytes]":
    """Return the picture written anew: turned upright, without metadata, called by a random name.

    Raises ValidationError, with a message for the person who chose it, for what `check` refuses.
    """
    picture = _open(file)
    target = FORMATS[str(picture.format)]
    upright = ImageOps.exif_transpose(picture)
    if target == "JPEG" and upright.mode != "RGB":
        upright = upright.convert("RGB")
    written = BytesIO()
    # Nothing that the file said about itself, but which colour of a palette is none.
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    upright.save(written, target, **({"quality": 88} if target == "JPEG" else {}))
    return ContentFile(written.getvalue(), name=secrets.token_hex(8) + SUFFIXES[target])


def folder(kind: str, on: date) -> str:
    """Where uploads of a kind go: few enough files a folder for any file system."""
    return f"{kind}/{on:%Y/%m}"


def _open(file: IO[bytes]) -> Image.Image:
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        raise ValidationError(f"图片不能超过 {MAX_BYTES // 1024 // 1024} MB。", code="too_large")
    file.seek(0)
    try:
        picture = Image.open(file, formats=list(FORMATS))
        if picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError  # Pillow's own limit is far above
        if max(picture.size) > MAX_SIDE:
            raise ValidationError(f"图片过长，请把长边缩小到 {MAX_SIDE} 像素以内。", code="too_long")
        picture.load()
    except Image.DecompressionBombError as error:
        raise ValidationError("图片像素过多，请缩小到四千万像素以内。", code="too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("无法识别这张图片，请上传 JPG、PNG、GIF 或 WebP 图片。", code="not_a_picture") from error
    return picture
