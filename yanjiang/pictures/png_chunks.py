"""Remove parts of a PNG file that Pillow refuses and browsers never read."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
PROFILE = b"iCCP"
# Colour profiles of printing presses take up to 3 MB. Pillow's own limit of 1 MB is meant for texts.
MAX_PROFILE_BYTES = 4 * 1024 * 1024


def without_texts(source: bytes) -> bytes:
    """Return a PNG file without its texts, and without a colour profile that is larger than any real one.

    Photo editors write megabytes of history into texts. A file of another format is returned unchanged.
    """
    if not source.startswith(SIGNATURE):
        return source
    kept, offset = [SIGNATURE], len(SIGNATURE)
    while offset + 8 <= len(source):
        length, kind = struct.unpack_from(">I4s", source, offset)
        end = offset + 12 + length
        if not (kind in TEXTS or (kind == PROFILE and _is_too_large(source[offset + 8 : offset + 8 + length]))):
            kept.append(source[offset:end])
        offset = end
    return b"".join([*kept, source[offset:]])


def _is_too_large(profile: bytes) -> bool:
    # The chunk has a name, a zero byte, the method of compression, and the compressed profile (PNG 1.2, 11.3.3.3).
    packed = profile.partition(b"\0")[2][1:]
    try:
        return len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES + 1)) > MAX_PROFILE_BYTES
    except zlib.error:
        return True
