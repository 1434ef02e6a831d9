"""Remove text glued to the end of an address: chat programs take the text after a link as part of it. Pure."""

import re
from urllib.parse import unquote_to_bytes

from yanjiang.lib.plaintext import without_invisible

MOST_SIGNS = 3  # cuts are tried at the last three signs and at the first: an address may contain signs itself.
# Addresses contain letters of any script and few ASCII signs. A dot, a hyphen and the like are cut only at the end.
_SIGNS = re.compile(r"[^\w/.@$=+~&%#-]+")
_ENDS = re.compile(r"[._@$=+~&%#-]+/?$")
# An HTML reference, a fragment, or a mention of a person: &nbsp; #top @某人
_TAILS = re.compile("[&#@][^/]*/?$")
# Words glued on without a sign: no character outside ASCII follows a number or the name of a file in an address.
_WORDS = re.compile(r"(.*?(?:/\d+/?|\.s?html?|\.php))(?=[^\x00-\x7f])", re.IGNORECASE)
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_NUMBERS = re.compile(r"\w+=\d+(?:&\w+=\d+)*(?=[^&=\d])")


def unglued(path: str) -> list[str]:
    """Return the paths that remain without glued text, the longest first.

    >>> unglued("/tags/口才（点这里）")
    ['/tags/口才（点这里', '/tags/口才']
    """
    plain = re.sub("/+", "/", without_invisible(_decoded(path)))
    signs = [sign.start() for sign in _SIGNS.finditer(plain)]
    cuts = [plain, *(plain[:at] for at in [*signs[: -MOST_SIGNS - 1 : -1], *signs[:1]])]
    cuts += [plain[: end.start()] for end in [_ENDS.search(plain)] if end]
    cuts += [plain[: tail.start()] for tail in [_TAILS.search(plain)] if tail]
    cuts += [beginning[1] for beginning in [_WORDS.match(plain)] if beginning]
    is_home = len(plain) > 1 and ord(plain[1]) > 127  # ASCII after the first slash is more likely an attack
    return [cut for cut in dict.fromkeys(cuts) if cut not in ("", path) and (cut != "/" or is_home)]


def unglued_numbers(query: str) -> str | None:
    """Return a script's numeric parameters without text glued to them, or None: aid=5 for aid=5%EF%BC%8C."""
    numbers = _NUMBERS.match(query)
    return numbers[0] if numbers else None


def _decoded(path: str) -> str:
    """Decode a path that is percent-encoded twice or in GBK, which Django leaves encoded."""
    return _ENCODED.sub(lambda encoded: _read(unquote_to_bytes(encoded[0])) or encoded[0], path)


def _read(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
