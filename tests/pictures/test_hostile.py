"""Files made to hurt: each ends in a message, or in a picture with nothing else in it, in seconds and 400 MB."""

import contextlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.drawings import animation, chunk, drawing, gif, png, zeros
from yanjiang.pictures import intake

ROOT = Path(__file__).resolve().parents[2]
PAYLOAD = b"<script>alert(document.domain)</script>"
PIXEL_OF_GIF = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"


def written(mode: str, size: tuple[int, int], kind: str) -> bytes:
    content = BytesIO()
    Image.new(mode, size, 9 if mode in ("L", "1") else (9, 99, 199, 90)[: len(mode)]).save(content, kind)
    return content.getvalue()


def tiff(width: int, height: int) -> bytes:
    """Return a TIFF of one bit a pixel that says its size and has no pixel."""
    tags = ((256, width), (257, height), (258, 1), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 9))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4)


def of_many_scans() -> bytes:
    """Return 40 megapixels of JPEG whose last scan comes 300 times: small to send, long to decode."""
    content = BytesIO()
    Image.new("L", (6320, 6320), 128).save(content, "JPEG", progressive=True, quality=10)
    jpeg = content.getvalue()
    last_scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + last_scan * 300 + b"\xff\xd9"


# Description -> the file, and a word of the expected refusal, or "" if the picture is kept.
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "png of 2500 megapixels": (lambda: png(50_000, 50_000, chunk(b"IDAT", zeros(10_000))), "像素过多"),
    "png of 40 megapixels": (lambda: png(8000, 5000, chunk(b"IDAT", zeros(8001 * 5000))), ""),
    "png of 40 transparent megapixels": (lambda: written("RGBA", (8000, 5000), "PNG"), ""),
    "png that says more than it has": (lambda: png(8000, 5000, chunk(b"IDAT", zeros(10_000))), "不完整"),
    "png with 100 MB of text": (
        lambda: png(1, 1, chunk(b"zTXt", b"a\0\0" + zeros(100_000_000)), chunk(b"IDAT", zeros(2))),
        "",
    ),
    "png with 100 MB of international text": (
        lambda: png(1, 1, chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(100_000_000)), chunk(b"IDAT", zeros(2))),
        "",
    ),
    "png with 200 texts of 1 MB": (
        lambda: png(
            1,
            1,
            *(chunk(b"zTXt", b"a%d\0\0" % n + zeros(1_000_000)) for n in range(200)),
            chunk(b"IDAT", zeros(2)),
        ),
        "",
    ),
    "png with a profile of 100 MB": (
        lambda: png(1, 1, chunk(b"iCCP", b"a\0\0" + zeros(100_000_000)), chunk(b"IDAT", zeros(2))),
        "",
    ),
    "gif of 3600 megapixels": (lambda: gif(60_000, 60_000), "像素过多"),
    "gif of 40 megapixels": (lambda: gif(7000, 5700), ""),
    "gif of 200,000 frames": (lambda: gif(1, 1, PIXEL_OF_GIF * 200_000), ""),
    "gif with a comment in five million parts": (
        lambda: gif(1, 1, b"\x21\xfe" + b"\x01a" * 5_000_000 + b"\0"),
        "太费时间或内存",
    ),
    "webp of 40 megapixels": (lambda: written("RGB", (8000, 5000), "WEBP"), "两千二百万像素"),
    "webp of 22 megapixels": (lambda: written("RGB", (4690, 4690), "WEBP"), ""),
    "avif of 22 megapixels": (lambda: written("RGBA", (4690, 4690), "AVIF"), ""),
    "tall png of 40 transparent megapixels": (lambda: written("RGBA", (1600, 25_000), "PNG"), ""),
    "tall jpeg of 40 megapixels in four colours": (lambda: written("CMYK", (1600, 25_000), "JPEG"), ""),
    "tiff of 900 megapixels": (lambda: tiff(30_000, 30_000), "像素过多"),
    "jpeg of 300 scans": (of_many_scans, "太费时间或内存"),
}

MEASURE = """
import io, json, resource, sys
from django.core.exceptions import ValidationError
from yanjiang.pictures.intake import encoded
try:
    answer = f"{encoded(io.BytesIO(sys.stdin.buffer.read())).width}"
except ValidationError as refused:
    answer = refused.messages[0]
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([answer, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_seconds_and_400_megabytes(bomb: str) -> None:
    make, answer = BOMBS[bomb]
    command = [sys.executable, "-c", MEASURE]
    ran = subprocess.run(command, input=make(), capture_output=True, cwd=ROOT, check=True)
    said, seconds, megabytes = json.loads(ran.stdout)
    assert answer in said
    assert bool(answer) != said.isdigit()
    # A refused file is stopped after 3 s and then removed. A kept picture is written within 9 s.
    assert seconds <= (4 if answer else 9)
    assert megabytes <= 400


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        intake.encoded(BytesIO(content))
    return str(refused.value.messages[0])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF"])
def test_a_mere_beginning_of_a_file_is_refused(kind: str) -> None:
    whole = drawing(kind, size=(300, 200))
    assert "不完整" in (said := refusal(whole[: len(whole) // 3])) or "已损坏" in said
    assert "已损坏" in refusal(whole[:12])


POLYGLOTS = {
    "png + html": drawing("PNG") + PAYLOAD,
    "html in a text of png": png(1, 1, chunk(b"tEXt", b"Comment\0" + PAYLOAD), chunk(b"IDAT", zeros(2))),
    "jpeg + zip": drawing("JPEG") + b"PK\x03\x04" + PAYLOAD + b"PK\x05\x06" + bytes(18),
    "html in a comment of jpeg": drawing("JPEG", comment=PAYLOAD),
    "gif + javascript": b"GIF89a/*" + animation("GIF", 2)[8:] + b"*/=1;" + PAYLOAD,
    "html in a comment of gif": gif(1, 1, b"\x21\xfe" + bytes([len(PAYLOAD)]) + PAYLOAD + b"\0"),
    "webp + html": drawing("WEBP") + PAYLOAD,
    "bmp + html": drawing("BMP") + PAYLOAD,
}


@pytest.mark.parametrize("polyglot", POLYGLOTS)
def test_nothing_of_what_hides_in_a_picture_is_kept(polyglot: str) -> None:
    content = POLYGLOTS[polyglot]
    assert PAYLOAD in content
    try:
        picture = intake.encoded(BytesIO(content))
    except ValidationError as refused:
        assert "太费" in refused.messages[0] or "像素" in refused.messages[0]
    else:
        for kept in (picture.original, *picture.renditions.values()):
            assert b"script" not in kept
            assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(
    "content", [drawing("PNG"), png(50_000, 50_000), b"no picture"], ids=["kept", "too large", "no picture"]
)
def test_no_file_is_left_behind(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with contextlib.suppress(ValidationError):
        intake.encoded(BytesIO(content))
    assert list(folder.iterdir()) == []


def test_pictures_that_come_at_once_wait_for_a_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [], []

    def counts(command: list[str], **_options: object) -> "subprocess.CompletedProcess[bytes]":
        running.append(command)
        most.append(len(running))
        time.sleep(0.01)
        running.pop()
        return subprocess.CompletedProcess(command, 1, b"", b"")

    monkeypatch.setattr(subprocess, "run", counts)
    with ThreadPoolExecutor(max_workers=20) as pool:
        list(pool.map(lambda _number: refusal(drawing()), range(20)))
    assert len(most) == 20
    assert max(most) <= (os.cpu_count() or 1)


def test_a_decoder_that_breaks_down_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(command: list[str], **_options: object) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.CompletedProcess(command, -11, b"", b"Segmentation fault")

    monkeypatch.setattr(subprocess, "run", crashes)
    assert "太费时间或内存" in refusal(drawing())
