"""Addresses with something glued to their end: chat programs take what follows for a part of the link. Pure."""

import re
from urllib.parse import unquote_to_bytes

from yanjiang.lib.plaintext import visible

MOST_SIGNS = 3  # from the end, and the first: an address may have signs of its own
# Letters of any script stand in addresses, and few signs of ASCII. A dot, a hyphen and the like count at the end alone.
_SIGNS = re.compile(r"[^\w/.@$=+~&%#-]+")
_ENDS = re.compile(r"[._@$=+~&%#-]+/?$")
# A reference of HTML, a place on the page, a name that is called: &nbsp; #top @某人
_TAILS = re.compile("[&#@][^/]*/?$")
# Words without a sign between: nothing of another script follows a number or the name of a file.
_WORDS = re.compile(r"(.*?(?:/\d+/?|\.s?html?|\.php))(?=[^\x00-\x7f])", re.IGNORECASE)
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_NUMBERS = re.compile(r"\w+=\d+(?:&\w+=\d+)*(?=[^&=\d])")


def unglued(path: str) -> list[str]:
    """Return what a path may be without what is glued to it, the longest first.

    >>> unglued("/tags/口才（点这里）")
    ['/tags/口才（点这里', '/tags/口才']
    """
    plain = re.sub("/+", "/", visible(_decoded(path)))
    signs = [sign.start() for sign in _SIGNS.finditer(plain)]
    cuts = [plain, *(plain[:at] for at in [*signs[: -MOST_SIGNS - 1 : -1], *signs[:1]])]
    cuts += [plain[: end.start()] for end in [_ENDS.search(plain)] if end]
    cuts += [plain[: tail.start()] for tail in [_TAILS.search(plain)] if tail]
    cuts += [beginning[1] for beginning in [_WORDS.match(plain)] if beginning]
    is_home = len(plain) > 1 and ord(plain[1]) > 127  # ASCII behind the first slash is rather an attack
    return [cut for cut in dict.fromkeys(cuts) if cut not in ("", path) and (cut != "/" or is_home)]


def unglued_numbers(query: str) -> str | None:
    """Return a script's parameters up to the last number, None where nothing follows it: aid=5 of aid=5%EF%BC%8C."""
    numbers = _NUMBERS.match(query)
    return numbers[0] if numbers else None


def _decoded(path: str) -> str:
    """Undo what is encoded twice, or in GBK, which Django leaves as it came."""
    return _ENCODED.sub(lambda encoded: _read(unquote_to_bytes(encoded[0])) or encoded[0], path)


def _read(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
