"""Pictures that browsers show but plain Pillow refuses are kept. Other files are refused with their kind and advice."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from tests.drawings import chunk, drawing, zeros
from tests.files import old_office, zipped
from yanjiang.pictures import intake
from yanjiang.pictures.intake import Encoded

CUT = "图片文件末尾缺少数据，请看一看图片下边是否完整。"


def encoded(content: bytes) -> Encoded:
    return intake.encoded(BytesIO(content))


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a PNG with this chunk behind its head."""
    png = drawing("PNG")
    head = png.index(b"IHDR") + 4 + 13 + 4
    return png[:head] + chunk(kind, content) + png[head:]


def real_profile(extra: int) -> bytes:
    """Return a valid profile of sRGB with so many bytes more at its end."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + bytes(extra)
    return struct.pack(">I", len(profile)) + profile[4:]


@pytest.mark.parametrize(
    "content",
    [
        with_chunk(b"zTXt", b"history\0\0" + zeros(3_000_000)),
        with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zeros(3_000_000)),
        with_chunk(b"tEXt", b"Comment\0" + b"a" * 3_000_000),
        with_chunk(b"iCCP", b"printer\0\0" + zlib.compress(real_profile(2_000_000))),
        with_chunk(b"iCCP", b"printer\0\0" + zeros(9_000_000)),
        with_chunk(b"iCCP", b"printer\0\0broken"),
        drawing("PNG")[:-12],  # without its end
        drawing("JPEG", comment=b"c" * 60_000),
    ],
    ids=["text", "international", "plain text", "profile", "huge profile", "broken profile", "no end", "comment"],
)
def test_data_beside_the_pixels_refuses_no_picture(content: bytes) -> None:
    picture = encoded(content)
    assert (picture.width, picture.height, picture.told) == (40, 20, "")


def noise(kind: str) -> bytes:
    content = BytesIO()
    Image.radial_gradient("L").convert("RGB").save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize(("kind", "bytes_lost"), [("JPEG", 2), ("JPEG", 400), ("PNG", 400), ("BMP", 4000)])
def test_a_file_without_its_last_bytes_is_kept_and_that_is_told(kind: str, bytes_lost: int) -> None:
    picture = encoded(noise(kind)[:-bytes_lost])
    assert (picture.width, picture.height) == (256, 256)
    assert picture.told in (CUT, "") if bytes_lost == 2 else picture.told == CUT
    middle = Image.open(BytesIO(picture.original)).convert("L").getpixel((128, 128))
    assert isinstance(middle, int | float)
    assert middle < 20


def test_a_picture_without_its_lower_half_is_refused() -> None:
    whole = noise("PNG")
    with pytest.raises(ValidationError, match="图片文件不完整，可能没有下载完。请重新取得原图再上传。"):
        encoded(whole[: len(whole) // 3])


def test_nearly_forty_megapixels_with_alpha_are_kept() -> None:
    content = BytesIO()
    Image.new("RGBA", (6300, 6300), (9, 99, 199, 90)).save(content, "PNG")
    picture = encoded(content.getvalue())
    assert (picture.width, picture.height, picture.suffix) == (2560, 2560, ".png")


@pytest.mark.parametrize(
    ("content", "what", "advice"),
    [
        (b"", "是空的", "重新取得"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "HEIC 照片", "兼容性最好"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(99), "HEIC 照片", "JPG"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + bytes(99), "AVIF 图片，但已损坏", "JPG"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + bytes(99), "视频", "截取"),
        (b"\0\0\0\x08wide\0\0\0\0mdat" + bytes(99), "视频", "截取"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(99), "视频", "截取"),
        (b"for freedom of speech", "纯文本", "请上传"),
        (b"\xff\xfb\x90\x44" + bytes(99), "录音", "请上传"),
        (b"HN\0\0" + bytes(99), "CAJ", "截图"),
        (b"8BPS\0\1" + bytes(99), "Photoshop", "导出为 JPG"),
        (b"II*\0\x08\0\0\0" + bytes(99), "TIFF", "JPG"),
        (b"%PDF-1.7\n%%EOF", "PDF", "截图"),
        (old_office("WordDocument"), "旧版的 Word", "截图"),
        (zipped("word/document.xml"), "Word 文档（docx）", "截图"),
        (b"Rar!\x1a\x07\0" + bytes(99), "RAR", "解压"),
        (b"<!DOCTYPE html><title>403</title>", "一张网页", "图片另存为"),
        (b"\xef\xbb\xbf\n<html><img src=x>", "一张网页", "图片另存为"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG", "PNG"),
        (drawing("ICO", size=(16, 16)), "网站图标", "JPG"),
        (drawing("PDF"), "PDF", "截图"),
        (drawing("EPS"), "EPS", "JPG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "EPS", "JPG"),
        ("今天开会的讲话稿".encode("gb18030"), "纯文本", "请上传"),
        (b"<?php system($_GET['c']); ?>", "纯文本", "请上传"),
        (drawing("PPM"), "无法识别这张图片", "请上传"),
        (b"RIFF\x24\0\0\0WEBP" + b"VP8X" + bytes(4), "WebP 图片，但已损坏", "重新取得"),
        (b"\x1f\x8b\x08" + bytes(200), "gz", "解压"),
    ],
)
def test_a_file_that_is_no_picture_is_called_by_its_kind(content: bytes, what: str, advice: str) -> None:
    with pytest.raises(ValidationError) as refused:
        encoded(content)
    (message,) = refused.value.messages
    assert what in message
    assert advice in message
