"""Tall pictures (长图): as wide as they came, in files that browsers can read."""

from io import BytesIO

import pytest
from PIL import Image

from tests.drawings import drawing
from yanjiang.pictures import intake
from yanjiang.pictures.markup import picture_html
from yanjiang.pictures.names import PictureName, picture_name, thumbnail

STEM = "/uploads/pictures/2026/11/3f9c2ab4d01e77aa"


@pytest.mark.parametrize(
    ("came", "kept", "told"),
    [
        ((900, 12_000), (900, 12_000), ""),
        ((640, 30_000), (640, 30_000), ""),
        ((1080, 20_000), (1080, 20_000), ""),
        ((2600, 5200), (2560, 5120), ""),
        ((8000, 1600), (2560, 512), ""),
        (
            (1600, 25_000),
            (1187, 18_540),
            "原图 1600 × 25000 像素，保存为 1187 × 18540 像素。要看清细节，请裁成几张再上传。",
        ),
        ((20_000, 1000), (2560, 128), "原图 20000 × 1000 像素，保存为 2560 × 128 像素。要看清细节，请裁成几张再上传。"),
    ],
)
def test_height_has_no_bound_but_width_and_pixels_have(came: tuple[int, int], kept: tuple[int, int], told: str) -> None:
    picture = intake.encoded(BytesIO(drawing(size=came)))
    assert (picture.width, picture.height, picture.told) == (*kept, told)
    assert Image.open(BytesIO(picture.original)).size == kept
    name = PictureName(f"{STEM}-{picture.width}x{picture.height}.jpg", *kept)
    # The name promises exactly the files that were written.
    written = {f"{STEM}-{kept[0]}x{kept[1]}.{ending}" for ending in picture.renditions}
    assert written == set(name.renditions())


def test_a_tall_photo_that_was_taken_lying_is_as_wide_as_it_is_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = intake.encoded(BytesIO(drawing(size=(12_000, 900), exif=exif)))
    assert (picture.width, picture.height, picture.told) == (900, 12_000, "")


@pytest.mark.parametrize(
    ("size", "kinds"),
    [
        ("1600x900", ["avif", "webp"]),
        ("2560x3413", ["avif", "webp"]),  # 1600 wide are 3.4 million pixels
        ("900x12000", ["webp"]),  # 10.8 million pixels
        ("700x16383", ["webp"]),
        ("700x16384", ["jpeg"]),  # higher than WebP can be
        ("1080x16000", ["jpeg"]),  # 17.3 million pixels
        ("640x30000", ["jpeg"]),
    ],
)
def test_a_page_offers_the_formats_that_hold_the_picture(size: str, kinds: list[str]) -> None:
    html = picture_html(f"{STEM}-{size}.jpg", "长图")
    assert [part.partition('"')[0] for part in html.split('type="image/')[1:]] == kinds
    width = min(int(size.partition("x")[0]), 1600)
    assert f" {width}w" in html


def test_a_tall_picture_with_alpha_stays_transparent_in_every_width() -> None:
    drawn = Image.new("RGBA", (400, 17_000), (255, 0, 0, 90))
    content = BytesIO()
    drawn.save(content, "PNG")
    picture = intake.encoded(content)
    assert sorted(picture.renditions) == ["320w.png", "400w.png"]
    assert Image.open(BytesIO(picture.renditions["320w.png"])).mode == "RGBA"


def test_lists_show_the_smallest_file_of_a_tall_picture() -> None:
    assert thumbnail(f"{STEM}-640x30000.jpg") == f"{STEM}-640x30000.320w.jpg"
    assert thumbnail(f"{STEM}-900x12000.jpg") == f"{STEM}-900x12000.320w.webp"
    assert thumbnail(f"{STEM}-1600x900.jpg") == f"{STEM}-1600x900.320w.webp"
    assert picture_name(f"{STEM}-640x300000.jpg") is None
