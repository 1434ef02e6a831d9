"""Decode one picture and encode it again: upright, in sRGB, without metadata.

This runs as a separate process: `python -m yanjiang.pictures.encoder FOLDER < picture`. A file that attacks the decoder
costs three seconds and one refusal. The process imports no Django, and of our modules only `names` and `png_chunks`.
"""

import json
import resource
import sys
import warnings
from contextlib import suppress
from errno import ENOSPC
from io import BytesIO
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Any

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, ImageOps, PngImagePlugin

from yanjiang.pictures.names import formats, rendition_height, widths
from yanjiang.pictures.png_chunks import MAX_PROFILE_BYTES, without_texts

MAX_PIXELS = 40_000_000
# Pillow's decoders of WebP and AVIF keep four copies of the decoded picture, 16 bytes a pixel.
MAX_PIXELS_WHOLE = 22_000_000
WHOLE = ("WEBP", "AVIF")
# A progressive JPEG must be decoded whole, at up to 6 bytes a pixel, before it can be reduced.
MAX_PIXELS_PROGRESSIVE = 30_000_000
# The size that is kept. The height has no limit of its own: a long screenshot of a telephone with 1080 x 20,000 pixels
# has 21.6 million.
MAX_WIDTH = 2560
MAX_KEPT_PIXELS = 22_000_000
MAX_JPEG_HEIGHT = 65_500  # libjpeg's JPEG_MAX_DIMENSION
# The formats that are decoded. SVG is not among them, because it is a document that may contain scripts.
DECODED = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")
ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")  # several pictures in other formats are pages, or views of one camera
CPU_DECODING, CPU_SECONDS = 3, 9
MEMORY_BYTES = 400 * 1024 * 1024
BAND_PIXELS = 2_000_000  # converted at a time, so that memory holds a large picture only once
FILTER_ROWS = 4  # of the resized picture on each side of a band: Lanczos needs three
ORIENTATION = 0x0112  # Exif 2.32, table 4
TURNED = (5, 6, 7, 8)  # the orientations that swap width and height
# Renditions with more pixels are encoded faster and become larger files.
QUICK_PIXELS = {"avif": 1_000_000, "webp": 5_000_000}


class RefusalError(Exception):
    """The picture is refused. The reason is a key of `yanjiang.pictures.intake.REFUSALS`."""


def encode(source: bytes, folder: Path) -> dict[str, object]:
    """Write the picture and its renditions into the folder. Return its size, its suffix, and facts about the losses.

    Raises RefusalError, or any error of Pillow for a file that it cannot read.
    """
    # WebP's decoder reserves memory when it opens a file and uses it only to decode: MAX_PIXELS_WHOLE limits that.
    if source[8:12] != b"WEBP":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    picture, is_cut = _decoded(without_texts(source))
    profile = picture.info.get("icc_profile")
    lost: dict[str, object] = {"came": _upright_size(picture), "is_cut": is_cut, "is_animated": _is_animated(picture)}
    image = _upright(picture)
    del picture  # its memory is needed below
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        image = _in_srgb(_resized(image, _kept_size(*image.size)), profile)
        suffix = _write_original(image, folder)
        _write_renditions(image, folder, suffix)
    except (OSError, ValueError) as error:  # encoders raise these when they run out of memory
        raise RefusalError("disk" if getattr(error, "errno", None) == ENOSPC else "heavy") from error
    return {"width": image.width, "height": image.height, "suffix": suffix, **lost}


def _decoded(source: bytes) -> tuple[Image.Image, bool]:
    """Return the picture, and whether its file is damaged or ends too early.

    Browsers show the part of a damaged picture that they can read, so it is kept. A picture with an empty half is
    refused. In a BMP, which is stored bottom up, the upper half is empty.
    """
    try:
        return _loaded(source), False
    except (RefusalError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise
    except Exception:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        picture = _opened(source)
        try:
            _load(picture)
            is_half_empty = any(map(_is_of_one_colour, _halves(picture)))
        except (MemoryError, RefusalError):
            raise
        except Exception as error:
            raise RefusalError("cut") from error
        if is_half_empty:
            raise RefusalError("cut") from None
        return picture, True


def _halves(picture: Image.Image) -> list[Image.Image]:
    middle = picture.height // 2
    return [picture.crop((0, 0, picture.width, middle)), picture.crop((0, middle, *picture.size))]


def _is_of_one_colour(image: Image.Image) -> bool:
    extrema: Any = image.getextrema()
    return all(low == high for low, high in (extrema if isinstance(extrema[0], tuple) else [extrema]))


def _loaded(source: bytes) -> Image.Image:
    picture = _opened(source)
    _load(picture)
    return picture


def _opened(source: bytes) -> Image.Image:
    """Read the head of the file. Raises an error if the picture is too large to be decoded."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE_BYTES
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    picture = Image.open(BytesIO(source), formats=DECODED)
    if picture.format in WHOLE and picture.width * picture.height > MAX_PIXELS_WHOLE:
        raise RefusalError("pixels_whole")
    return picture


def _load(picture: Image.Image) -> None:
    """Decode the picture: a JPEG at a fraction of its size if that is enough, of an animation only the first frame."""
    is_large = picture.width * picture.height > MAX_PIXELS_PROGRESSIVE
    picture.info["came"] = picture.size
    picture.draft("RGB", (1, MAX_WIDTH) if _is_turned(picture) else (MAX_WIDTH, 1))
    try:
        picture.load()
    except OSError as error:
        if is_large and picture.info.get("progressive"):
            raise RefusalError("heavy") from error  # libjpeg reports the end of memory and of the file alike
        raise
    vars(picture).pop("_decoder", None)  # the decoders of WebP and AVIF hold copies of the picture


def _is_turned(picture: Image.Image) -> bool:
    orientation = None
    with suppress(Exception):  # broken metadata may raise anything
        orientation = picture.getexif().get(ORIENTATION)
    return orientation in TURNED


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    """Return the size of the picture in its file, after its orientation is applied."""
    width, height = picture.info["came"]
    return (height, width) if _is_turned(picture) else (width, height)


def _is_animated(picture: Image.Image) -> bool:
    with suppress(Exception):  # a file whose second frame cannot be read is not animated
        return picture.format in ANIMATED and bool(getattr(picture, "is_animated", False))
    return False


def _kept_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1, MAX_WIDTH / width, sqrt(MAX_KEPT_PIXELS / (width * height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, RGBA or CMYK, with its orientation applied, reduced to about the kept size."""
    mode: Any = "CMYK" if picture.mode == "CMYK" else "RGBA" if picture.has_transparency_data else "RGB"
    orientation = picture.getexif().get(ORIENTATION, 1)
    factor = max(1, (picture.height if orientation in TURNED else picture.width) // MAX_WIDTH)
    if picture.mode != mode or (mode == "RGBA" and factor > 1):
        small = _reduced(picture, mode, factor)
    else:
        small = picture.reduce(factor) if factor > 1 else picture
    if orientation not in range(2, 9):
        return small
    small.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(small)


def _reduced(picture: Image.Image, mode: str, factor: int) -> Image.Image:
    """Convert and reduce the picture band by band: both steps would otherwise copy all of it."""
    small = Image.new(mode, (-(-picture.width // factor), -(-picture.height // factor)))
    band = max(1, BAND_PIXELS // picture.width // factor) * factor
    for top in range(0, picture.height, band):
        part = picture.crop((0, top, picture.width, min(top + band, picture.height)))
        part = _eight_bits(part).convert(mode)
        small.paste(part.reduce(factor) if factor > 1 else part, (0, top // factor))
    return small


def _eight_bits(part: Image.Image) -> Image.Image:
    # Pillow clips 16-bit grey values at 255 instead of scaling them.
    return part.convert("I").point(lambda grey: grey * (1 / 256)).convert("L") if part.mode.startswith("I") else part


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Resize band by band, with extra rows for the filter: in one step Pillow would copy the picture twice."""
    if image.size == size:
        return image
    resized = Image.new(image.mode, size)
    step, band = image.height / size[1], max(1, BAND_PIXELS // image.width)
    for top in range(0, size[1], band):
        first, last = max(0, top - FILTER_ROWS), min(size[1], top + band + FILTER_ROWS)
        above = floor(first * step)
        part = image.crop((0, above, image.width, min(image.height, ceil(last * step))))
        box = (0, first * step - above, image.width, min(part.height, last * step - above))
        small = part.resize((size[0], last - first), Image.Resampling.LANCZOS, box)
        resized.paste(small.crop((0, top - first, size[0], min(top + band, size[1]) - first)), (0, top))
    return resized


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # the profile is broken or for another colour space, so the colours stay unchanged
        else:
            image = converted or image
    image = image if image.mode == mode else image.convert(mode)
    image.info.clear()
    return image.convert("RGB") if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255) else image


def _write_original(image: Image.Image, folder: Path) -> str:
    """Write the picture itself, for browsers that know none of the other formats. Return its suffix."""
    if image.mode == "RGBA":
        image.save(folder / "original.png", compress_level=4)
        return ".png"
    if image.height > MAX_JPEG_HEIGHT:
        raise RefusalError("tall")
    image.save(folder / "original.jpg", quality=88)
    return ".jpg"


def _write_renditions(image: Image.Image, folder: Path, suffix: str) -> None:
    rendition = image
    for width in reversed(widths(image.width)):
        size = (width, rendition_height(*image.size, width))
        if size != rendition.size:
            rendition = _resized(rendition, size)
        for kind in formats(*image.size, suffix[1:]):
            rendition.save(folder / f"{width}w.{kind}", **_options(kind, width * rendition.height))


def _options(kind: str, pixels: int) -> dict[str, Any]:
    is_quick = pixels > QUICK_PIXELS.get(kind, pixels)
    # For photographs at the same SSIM, AVIF at speed 8 takes four fifths of WebP's bytes, and at speed 9 as many.
    return {
        "avif": {"quality": 55, "speed": 9 if is_quick else 8, "max_threads": 1},
        "webp": {"quality": 78, "method": 0 if is_quick else 2},
        "jpg": {"quality": 80},
        "png": {"compress_level": 4},
    }[kind]


def main(folder: Path) -> None:
    """Encode the picture on standard input and print the outcome as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_DECODING, CPU_SECONDS))
    try:
        outcome = encode(sys.stdin.buffer.read(), folder)
    except RefusalError as refused:
        outcome = {"refused": str(refused)}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        outcome = {"refused": "pixels"}
    except MemoryError:
        outcome = {"refused": "heavy"}
    except Exception as error:  # a broken file may raise anything
        outcome = {"refused": "unreadable", "because": repr(error)}
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
