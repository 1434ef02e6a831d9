"""Decodes one picture and writes it anew: upright, in sRGB, without anything else that the file said.

Runs as a process of its own (`python -m yanjiang.lib.pictures.encoder FOLDER < picture`), which imports neither Django
nor anything of ours but names, so that a file made to hurt the decoder costs two seconds and one refusal.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from yanjiang.lib.pictures.names import widths

MAX_PIXELS = 40_000_000
# Pillow's WebP decoder keeps four copies of what it decodes, 16 bytes a pixel.
MAX_PIXELS_WEBP = 10_000_000
# A progressive JPEG is decoded whole, at up to 6 bytes a pixel, before any of it can be made smaller.
MAX_PIXELS_PROGRESSIVE = 30_000_000
MAX_FRAMES = 200
LONGEST_SIDE = 2560
# What is decoded. SVG is a document with scripts, not a picture.
DECODED = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# Of processor time, until the picture is decoded and until all is written. Measured for 40 megapixels, start included:
# 0.9 s and 1.7 s for a PNG, 0.4 s and 1.2 s for a photo.
CPU_DECODING, CPU_SECONDS = 2, 4
MEMORY_BYTES = 280 * 1024 * 1024  # of data; the program itself is another 15 MB
BAND_PIXELS = 2_000_000  # converted at a time, so that a large picture is in memory once
ORIENTATION = 0x0112  # Exif 2.32, table 4


class RefusalError(Exception):
    """The picture is not kept; the reason is a key of `yanjiang.lib.pictures.intake.REFUSALS`."""


def encode(source: bytes, folder: Path) -> dict[str, object]:
    """Write the picture and its renditions into the folder; return what its name will say.

    Raises RefusalError, or whatever Pillow raises for a file that it cannot read.
    """
    # WebP's decoder takes its memory when it opens a file, and uses it when it decodes: that is limited by pixels.
    if source[8:12] != b"WEBP":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    picture = _opened(source)
    _load(picture)
    image = _upright(picture)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image = _in_srgb(image, picture.info.get("icc_profile"))
    suffix = _write_original(image, folder)
    rendition = image
    for width in reversed(widths(image.width)):
        height = max(1, round(image.height * width / image.width))
        rendition = rendition.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        rendition.save(folder / f"{width}w.webp", quality=78, method=2)
        rendition.save(folder / f"{width}w.avif", quality=60, speed=9, max_threads=1)
    return {"width": image.width, "height": image.height, "suffix": suffix}


def _opened(source: bytes) -> Image.Image:
    """Read the head of the file and refuse by it what is too large to be decoded."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    picture = Image.open(BytesIO(source), formats=DECODED)
    if picture.format == "WEBP" and picture.width * picture.height > MAX_PIXELS_WEBP:
        raise RefusalError("pixels_webp")
    if getattr(picture, "n_frames", 1) > MAX_FRAMES:
        raise RefusalError("frames")
    return picture


def _load(picture: Image.Image) -> None:
    """Decode: a photo at half or a quarter of its size where that is enough, of an animation the first picture."""
    is_large = picture.width * picture.height > MAX_PIXELS_PROGRESSIVE
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    try:
        picture.load()
    except OSError as error:
        if is_large and picture.info.get("progressive"):
            raise RefusalError("heavy") from error  # libjpeg does not say whether its memory or the file came to an end
        raise


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, RGBA or CMYK, turned as its camera was held, and not much larger than it is kept."""
    mode = "CMYK" if picture.mode == "CMYK" else "RGBA" if picture.has_transparency_data else "RGB"
    factor = max(1, max(picture.size) // LONGEST_SIDE)
    small = picture.reduce(factor) if picture.mode == mode != "RGBA" else _reduced(picture, mode, factor)
    small.getexif()[ORIENTATION] = picture.getexif().get(ORIENTATION, 1)
    return ImageOps.exif_transpose(small)


def _reduced(picture: Image.Image, mode: str, factor: int) -> Image.Image:
    """Convert and reduce a band at a time: at once, both would copy a large picture whole."""
    small = Image.new(mode, (-(-picture.width // factor), -(-picture.height // factor)))
    band = max(1, BAND_PIXELS // picture.width // factor) * factor
    for top in range(0, picture.height, band):
        part = picture.crop((0, top, picture.width, min(top + band, picture.height)))
        small.paste(_eight_bits(part).convert(mode).reduce(factor), (0, top // factor))
    return small


def _eight_bits(part: Image.Image) -> Image.Image:
    # Pillow cuts 16 bits of grey off at 255 instead of scaling them.
    return part.convert("I").point(lambda grey: grey * (1 / 256)).convert("L") if part.mode.startswith("I") else part


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile, or one for other colours than these: they stay as they are
        else:
            image = converted or image
    image = image.convert(mode)
    image.info.clear()
    return image.convert("RGB") if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255) else image


def _write_original(image: Image.Image, folder: Path) -> str:
    """Write the picture itself, for browsers that know none of the other formats; return the suffix of its name."""
    if image.mode == "RGBA":
        image.save(folder / "original.png", compress_level=4)
        return ".png"
    image.save(folder / "original.jpg", quality=88)
    return ".jpg"


def main(folder: Path) -> None:
    """Encode what stands on standard input and print what came of it as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_DECODING, CPU_SECONDS))
    try:
        outcome = encode(sys.stdin.buffer.read(), folder)
    except RefusalError as refused:
        outcome = {"refused": str(refused)}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        outcome = {"refused": "pixels"}
    except MemoryError:
        outcome = {"refused": "heavy"}
    except Exception as error:  # whatever a broken file may raise
        outcome = {"refused": "unreadable", "because": repr(error)}
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
