"""Tell whether a PDF file asks for a password before it shows anything."""

import re
from hashlib import md5, sha256

# ISO 32000-1, 7.6.3.3, algorithm 2: the padding of short passwords.
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
OWN_METHODS = (2, 3, 4)  # revisions of the standard handler that need only RC4 and MD5
BY_SHA256 = 5

_STRING = rb"(?:<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\)])*)\))"
_REFERENCE = re.compile(rb"/Encrypt\s+(\d+)\s+(\d+)\s+R\b")
_ID = re.compile(rb"/ID\s*\[\s*" + _STRING, re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def needs_password(content: bytes) -> bool:
    """Tell whether the PDF cannot be read without a password.

    Many files have an empty user password, only to forbid printing; every reader opens those. A file that cannot be
    checked here, such as one with the newest encryption, counts as locked.
    """
    if b"/Encrypt" not in content:
        return False
    reference = _REFERENCE.search(content)
    start = content.find(b"/Encrypt")
    if reference:
        found = re.search(rb"(?<!\d)%s\s+%s\s+obj\b" % (reference[1], reference[2]), content)
        start = found.end() if found else len(content)
    dictionary = content[start : start + 4096].partition(b"endobj")[0]
    try:
        return not _opens_without(dictionary, _text(_ID.search(content)))
    except (LookupError, ValueError, TypeError):
        return True


def _opens_without(dictionary: bytes, file_id: bytes) -> bool:
    revision = _number(dictionary, b"R")
    user = _string(dictionary, b"U")
    if revision == BY_SHA256:  # Adobe's supplement to ISO 32000, extension level 3
        return sha256(user[32:40]).digest() == user[:32]
    if revision not in OWN_METHODS:
        return False
    length = _number(dictionary, b"Length", 40) // 8 if revision > 2 else 5
    if revision == 4:
        length = 16
    permissions = (_number(dictionary, b"P") & 0xFFFFFFFF).to_bytes(4, "little")
    unencrypted = b"\xff\xff\xff\xff" if revision == 4 and b"/EncryptMetadata false" in dictionary else b""
    key = _md5(PADDING + _string(dictionary, b"O")[:32] + permissions + file_id + unencrypted)
    if revision == 2:
        return _rc4(key[:length], PADDING) == user[:32]
    for _ in range(50):
        key = _md5(key[:length])
    check = _md5(PADDING + file_id)
    for step in range(20):
        check = _rc4(bytes(byte ^ step for byte in key[:length]), check)
    return check == user[:16]


def _md5(text: bytes) -> bytes:
    return md5(text, usedforsecurity=False).digest()


def _rc4(key: bytes, text: bytes) -> bytes:
    state, swapped = list(range(256)), 0
    for index in range(256):
        swapped = (swapped + state[index] + key[index % len(key)]) % 256
        state[index], state[swapped] = state[swapped], state[index]
    out, one, other = bytearray(), 0, 0
    for byte in text:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


def _number(dictionary: bytes, name: bytes, default: int | None = None) -> int:
    found = re.search(rb"/%s\s+(-?\d+)" % name, dictionary)
    if not found and default is not None:
        return default
    return int(found[1]) if found else int("")


def _string(dictionary: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%s\s*%s" % (name, _STRING), dictionary, re.DOTALL)
    if not found:
        raise LookupError(name)
    return _text(found)


def _text(found: re.Match[bytes] | None) -> bytes:
    if found is None:
        return b""
    if found[1] is not None:
        return bytes.fromhex(found[1].decode())
    return _ESCAPE.sub(_unescaped, found[2])


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else _ESCAPED.get(sign, sign)
