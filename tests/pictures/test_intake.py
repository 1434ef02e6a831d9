"""The encoding of uploaded pictures: kept and removed data, and the files that are made."""

import struct
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from tests.drawings import animation, drawing, png
from yanjiang.pictures import intake
from yanjiang.pictures.intake import Encoded

ORIENTATION, MAKER = 0x0112, 0x010F


def encoded(content: bytes) -> Encoded:
    return intake.encoded(BytesIO(content))


def original(content: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded(content).original))


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]
    return bool(red > 200 and green < 60 and blue < 60)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF", "MPO"])
def test_every_kind_of_photo_becomes_a_jpeg_of_its_size_and_colours(kind: str) -> None:
    picture = encoded(drawing(kind, size=(400, 200)))
    assert (picture.width, picture.height, picture.suffix) == (400, 200, ".jpg")
    image = Image.open(BytesIO(picture.original))
    assert (image.format, image.size, is_red(image, (20, 100)), is_red(image, (380, 100))) == (
        "JPEG",
        (400, 200),
        True,
        False,
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_colour_is_read(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    drawn = Image.new("I;16", (40, 20), 32_768) if mode == "I;16" else Image.new("L", (40, 20), 128).convert(mode)
    written = BytesIO()
    drawn.save(written, kind)
    grey = original(written.getvalue()).convert("L").resize((1, 1)).getpixel((0, 0))
    assert isinstance(grey, float | int)
    assert 100 < grey < 156


def test_the_renditions_climb_the_ladder_in_both_formats() -> None:
    picture = encoded(drawing(size=(1300, 650)))
    assert sorted(picture.renditions) == sorted(
        f"{width}w.{kind}" for width in (320, 640, 960, 1280, 1300) for kind in ("webp", "avif")
    )
    for ending, content in picture.renditions.items():
        width, kind = ending.split("w.", 1)
        image = Image.open(BytesIO(content))
        assert (image.format, image.size) == (kind.upper(), (int(width), round(int(width) / 2)))
        assert is_red(image, (10, 10))


def test_a_large_picture_is_kept_at_2560_pixels() -> None:
    assert original(drawing(size=(6000, 3000))).size == (2560, 1280)
    assert original(drawing(size=(3000, 4000))).size == (2560, 3413)
    assert original(drawing("PNG", size=(9000, 2))).size == (2560, 1)


def test_a_photo_is_turned_upright_and_says_nothing_about_its_maker() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn right by 90 degrees
    exif[MAKER] = "secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    photo = drawing(size=(40, 20), exif=exif, comment=b"secret comment")
    assert b"secret camera" in photo
    picture = encoded(photo)
    assert all(b"secret" not in content for content in (picture.original, *picture.renditions.values()))
    image = Image.open(BytesIO(picture.original))
    assert (image.size, is_red(image, (10, 4)), is_red(image, (10, 36))) == ((20, 40), True, False)
    assert dict(image.getexif()) == {}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_metadata_is_dropped_in_every_format(kind: str) -> None:
    exif = Image.Exif()
    exif[MAKER] = "secret camera"
    assert b"secret camera" in drawing(kind, exif=exif)
    picture = encoded(drawing(kind, exif=exif))
    assert all(b"secret" not in content for content in (picture.original, *picture.renditions.values()))


def test_colours_of_another_profile_become_srgb_and_the_profile_is_dropped() -> None:
    linear = struct.pack(">4sI", b"para", 0)  # a curve without bend: what is half as bright is half the number
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    curve = profile.index(b"para")
    profile[curve : curve + 16] = linear + struct.pack(">HHI", 0, 0, 65_536)
    grey = BytesIO()
    Image.new("RGB", (40, 20), (55, 55, 55)).save(grey, "PNG", icc_profile=bytes(profile))
    image = original(grey.getvalue())
    value = image.getpixel((5, 5))[0]  # type: ignore[index]
    assert 120 < value < 136  # 55 of 255 in linear light
    assert "icc_profile" not in image.info


def test_a_broken_profile_leaves_the_colours_alone() -> None:
    image = original(drawing("PNG", size=(40, 20), icc_profile=b"not a profile at all"))
    assert is_red(image, (5, 5))


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_picture_stays_so_in_every_file(kind: str) -> None:
    drawn = Image.new("P", (40, 20), 0)
    drawn.putpalette([255, 0, 0, 0, 0, 255])
    drawn.paste(1, (20, 0, 40, 20))
    written = BytesIO()
    drawn.save(written, kind, transparency=0)
    picture = encoded(written.getvalue())
    assert picture.suffix == ".png"
    for content in (picture.original, *picture.renditions.values()):
        image = Image.open(BytesIO(content)).convert("RGBA")
        assert image.getpixel((4, 10))[3] < 10  # type: ignore[index]
        assert image.getpixel((36, 10))[3] > 245  # type: ignore[index]


def test_a_channel_that_makes_nothing_transparent_is_none() -> None:
    assert encoded(drawing("PNG", mode="RGBA")).suffix == ".jpg"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_picture_of_an_animation_is_kept_and_that_is_told(kind: str) -> None:
    picture = encoded(animation(kind, 201))
    assert getattr(Image.open(BytesIO(picture.original)), "n_frames", 1) == 1
    assert picture.told == ("" if kind == "TIFF" else "这是动图，只保留了第一帧。")


def test_the_digest_is_that_of_the_file_as_it_came() -> None:
    first, second = drawing("PNG"), drawing("PNG", size=(60, 20))
    assert encoded(first).digest == encoded(first).digest != encoded(second).digest


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    content = drawing("PNG")
    with pytest.raises(ValidationError, match="图片不能超过 10 MB。"):
        encoded(content + bytes(10 * 1024 * 1024 + 1 - len(content)))
    encoded(content + bytes(10 * 1024 * 1024 - len(content)))


@pytest.mark.parametrize("size", [(8000, 5001), (50_000, 50_000)])
def test_more_than_forty_megapixels_are_refused_without_decoding_them(size: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="四千万像素"):
        encoded(png(*size))
    with pytest.raises(ValidationError, match="不完整"):
        encoded(png(8000, 5000))  # as many as may be; but there are none
