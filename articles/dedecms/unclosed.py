"""Recovers the text after elements that were never closed, and tells which text was lost all the same. Pure.

A browser takes all text after an unclosed <title> for the title and shows nothing of it. The text is recovered by
removing the tag. Code follows a <style> or <script>; it ends where a block of text begins.
"""

import html
import re
from dataclasses import dataclass, field

from yanjiang.lib.html import to_text

# Elements that a parser reads up to the closing tag, or that the cleaner drops with their content.
_SWALLOWING = re.compile(
    r"<!--|<(title|textarea|style|script|xmp|iframe|noembed|noframes|noscript|plaintext|object|template|svg|math)\b"
    r"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:p|div|section|center|h[1-6]|table|tr|td|ul|ol|li|blockquote|br|hr)\b[^<>]*>", re.IGNORECASE)
_CODE = frozenset(["style", "script"])
_OF_A_LINE = frozenset(["title", "style"])  # closed ones contain no block of text
_NESTING = frozenset(["object", "svg", "math", "template"])
_CONDITION = re.compile(r"\[if[^\]<>]*\]>\s*(?:<xml\b.*?</xml>)?", re.IGNORECASE | re.DOTALL)
_CODE_SIGNS = re.compile(r"[{}();=<>]")
# A quote is missing if the tag ends, or another begins, before the next quote of its kind.
_OPEN_QUOTES = {
    quote: re.compile(
        rf"(<[a-z][^<>{quote}]*(?:{quote}[^{quote}<>]*{quote}[^<>{quote}]*)*=\s*{quote}[^{quote}<>]*?)\s*(/?)"
        rf"(>(?=[^{quote}<]*(?:<|\Z))|(?=</?[a-z][^{quote}<>]*>)|\Z)",
        re.IGNORECASE,
    )
    for quote in ('"', "'")
}
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*+>.*?</\1\s*>|<!--.*?--!?>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z!](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
SHOWN_CHARS = 30


@dataclass
class Recovered:
    """A text whose elements are closed, the names of those that were not, and the words in the dropped code."""

    html: str
    unclosed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def recovered(source: str) -> Recovered:
    """Return the text without the unclosed tags that would hide the text after them."""
    found, pieces, at = Recovered(""), list[str](), 0
    for quote, form in _OPEN_QUOTES.items():
        source, times = form.subn(rf"\1{quote}\2>", source)
        found.unclosed += ["引号"] * bool(times)
    ends = _Ends(source)
    while opening := _SWALLOWING.search(source, at):
        name = (opening[1] or "").lower()
        if end := ends.of(name, opening.end()):
            pieces.append(source[at:end])
            at = end
        else:
            found.unclosed.append(f"<{name}>" if name else "<!-- -->")
            pieces.append(source[at : opening.start()])
            kept, at = _behind(source, opening.end(), name)
            if not kept and _HAN.search(source, opening.end(), at):
                found.dropped.append(source[opening.end() : at])
            pieces.append(kept)
    found.html = "".join([*pieces, source[at:]])
    return found


class _Ends:
    """The ends of a text's elements. Each closing tag is searched once: a hostile text has thousands without any."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[str, tuple[int, int]] = {}

    def of(self, name: str, at: int) -> int:
        """Return the end of the element whose content begins here, 0 if it has none because others begin in it."""
        if name == "plaintext":
            return 0
        if not name and self._source.startswith((">", "->"), at):  # <!--> is a whole comment
            return at
        start, end = self._next(rf"</{name}\b[^<>]*>" if name else r"--!?>", at)
        again, _ = self._next(rf"<{name}\b" if name else "<!--", at)
        if not end or (again < start and name not in _NESTING):
            return 0
        return 0 if name in _OF_A_LINE and _BLOCK.search(self._source, at, start) else end

    def _next(self, pattern: str, at: int) -> tuple[int, int]:
        """Return the place of the next match, (length, 0) if there is none."""
        known = self._found.get(pattern)
        if known is None or known[0] < at:
            found = re.compile(pattern, re.IGNORECASE).search(self._source, at)
            known = self._found[pattern] = found.span() if found else (len(self._source), 0)
        return known


def _behind(source: str, at: int, name: str) -> tuple[str, int]:
    """Return the kept beginning of an unclosed element's content, and the place where the text goes on."""
    if not name:
        condition = _CONDITION.match(source, at)
        return "", condition.end() if condition else at
    if name not in _CODE:
        return "", at
    block = _BLOCK.search(source, at)
    end = block.start() if block else len(source)
    words = source[at:end]
    return (words if _HAN.search(words) and not _CODE_SIGNS.search(words) else ""), end


def lost_text(source: Recovered, cleaned: str) -> str:
    """Return a note about text that readers saw and the cleaned HTML lacks, "" if there is none."""
    shown = html.unescape(_TAG.sub("\n", _HIDDEN.sub("\n", source.html)))
    parts = [*shown.split("\n"), *source.dropped]
    here = to_text(cleaned)
    chars = sum(len(_HAN.findall(part)) for part in parts) - len(_HAN.findall(here))
    if chars <= 0:
        return ""
    here = "".join(here.split())
    missing = (text for part in parts if _HAN.search(part) and (text := "".join(part.split())) not in here)
    return f"有 {chars} 个汉字没有保留：“{next(missing, '')[:SHOWN_CHARS]}”"
