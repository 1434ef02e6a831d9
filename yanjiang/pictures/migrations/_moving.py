"""Brings pictures of other apps into the library, for the migrations that did so on 2026-11-24, and for nothing else.

Frozen: it calls no code of today's, so what the library does with an upload may change. (Django takes no module whose
name begins with an underscore for a migration.)
"""

import hashlib
import logging
import secrets
from io import BytesIO

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageOps

logger = logging.getLogger("yanjiang.pictures.moving")

MAX_BYTES, MAX_PIXELS, LONGEST_SIDE = 10 * 1024 * 1024, 40_000_000, 2560
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
LADDER = (320, 640, 960, 1280, 1600)


def move(pictures, file, *, alt, uploader_id=None):
    """Return a row of `pictures`, the library's model as the migration knows it, made from a stored file.

    Returns None, and says so in the log, where the file is gone or no picture. Storage that does not answer, and a file
    that cannot be read, stop the migration, for a later one drops the names of the files.
    """
    try:
        source = content(file)
        image = opened(source)
    except NoPictureError as problem:
        logger.warning("%s was not moved into the picture library: %s", file, problem)
        return None
    digest = hashlib.sha256(source).hexdigest()
    if known := pictures.objects.filter(digest=digest).first():
        return known
    name, size = write(image)
    return pictures.objects.create(
        file=name,
        alt=alt[:120],
        digest=digest,
        width=image.width,
        height=image.height,
        size=size,
        uploader_id=uploader_id,
    )


class NoPictureError(Exception):
    """There is no file of that name, or it is no picture that the library keeps."""


def content(file):
    try:
        with default_storage.open(file) as stored:
            return stored.read(MAX_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError, SuspiciousOperation) as problem:
        raise NoPictureError(problem) from problem


def opened(source):
    """Decode a picture: upright, no larger than the library keeps, in RGB or with its transparency."""
    if len(source) > MAX_BYTES:
        raise NoPictureError(f"more than {MAX_BYTES} bytes")
    try:
        picture = Image.open(BytesIO(source), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise NoPictureError(f"more than {MAX_PIXELS} pixels")
        image = ImageOps.exif_transpose(picture)
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise NoPictureError(problem) from problem
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image.info.clear()
    return image


def write(image):
    """Write the picture and its renditions; return its name and its size in bytes."""
    suffix, options = (".png", {}) if image.mode == "RGBA" else (".jpg", {"quality": 88})
    folder = f"pictures/{timezone.localdate():%Y/%m}"
    stem = f"{folder}/{secrets.token_hex(8)}-{image.width}x{image.height}"
    original = saved(image, "PNG" if suffix == ".png" else "JPEG", **options)
    default_storage.save(stem + suffix, ContentFile(original))
    for width in sorted({min(step, image.width) for step in LADDER}):
        height = max(1, round(image.height * width / image.width))
        rendition = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        default_storage.save(f"{stem}.{width}w.webp", ContentFile(saved(rendition, "WEBP", quality=78, method=2)))
        default_storage.save(f"{stem}.{width}w.avif", ContentFile(saved(rendition, "AVIF", quality=60, speed=9)))
    return stem + suffix, len(original)


def saved(image, kind, **options):
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
