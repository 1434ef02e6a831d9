"""Picture files for tests, good ones and bad ones, made in memory."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def drawing(kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    written = BytesIO()
    drawn.convert(mode).save(written, kind, **options)
    return written.getvalue()


def animation(kind: str, frames: int) -> bytes:
    first, *others = [Image.new("L", (8, 8), 40 * (number % 2)) for number in range(frames)]
    written = BytesIO()
    first.save(
        written,
        kind,
        save_all=True,
        append_images=others,
        duration=20,
        **({"lossless": True} if kind == "WEBP" else {}),
    )
    return written.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Return a PNG of eight-bit grey with these chunks between its head and its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """Return so many zero bytes, deflated to a thousandth."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(bytes(1_000_000)) for _ in range(count // 1_000_000)]
    return b"".join([*packed, packer.compress(bytes(count % 1_000_000)), packer.flush()])


def gif(width: int, height: int, *blocks: bytes) -> bytes:
    """Return a GIF of one colour with these blocks before its picture of one pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    pixel = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + b"".join(blocks) + pixel + b"\x3b"
