"""Turn telephone numbers, mail addresses and web addresses in a text into links."""

import html as entities
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Each part has a limit, so that matching does not take quadratic time. Limits for mail: RFC 5321, 4.5.3.1.
_MAIL = r"(?P<mail>(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20})"
_WEB = r"(?P<web>(?<![a-z0-9.])(?:https?://|www\.)[a-z0-9][a-z0-9./?=&%#_~:@+-]{0,500}[a-z0-9/=_])"
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"  # dashes that people type for a hyphen
_HYPHENS = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
# A run of groups of digits may be one number, several, or none. An extension may follow it.
_NUMBER = (
    rf"(?P<number>[+(（]?\d(?:[\d\s().（）{_DASHES}-]{{0,60}}\d)?)"
    r"(?:\s{0,3}(?:转接?|分机号?|内线|ext\.?|[x#])\s{0,3}[:：]?\s{0,3}(?P<extension>\d{1,6}))?"
)
_CONTACT = re.compile(rf"{_MAIL}|{_WEB}|(?:(?<![a-z0-9_/.@-])|(?<=\d/)){_NUMBER}(?![a-z0-9_@])", re.IGNORECASE)
_FIELD = re.compile(_NUMBER, re.IGNORECASE)

# Chinese numbers are known by their form: mobiles, 400 and 800, landlines with an area code. Others need a plus sign.
_CHINESE = r"1[3-9]\d{9}|[48]00\d{7}|0?(?:10|2\d)\d{8}|0?[3-9]\d{2}\d{7,8}"
_KNOWN = re.compile(rf"(?:\+|00)?86(?:{_CHINESE})|(?=0|1[3-9]|[48]00)(?:{_CHINESE})|\+[1-9]\d{{7,14}}")
# 12345 and 88886666 are telephone numbers only where the text before them says so.
_TOLD = re.compile(r"[19]\d{4}|[2-9]\d{6,7}")
_TELLS = re.compile(r"(?:电话|热线|手机|座机|传真|致电|拨打|tel\.?)(?:号码)?\s*[:：]?\s*$", re.IGNORECASE)
_TELLS_OTHER = re.compile(r"(?:QQ|微信|[账帐][号户]|卡号|编号|证|备案|代码|邮编)[群号]?\s*[:：]?\s*$", re.IGNORECASE)
# A field for a number may have other digits too, as the 24 of “24小时：400-000-2014”. Shorter runs are no number.
_FEWEST_DIGITS = 5

_TAG = re.compile(r'(<[a-z/!][^>"]*(?:"[^"]*"[^>"]*)*>)', re.IGNORECASE)
_NOT_LINKED = re.compile(r"<(/?)(?:a|pre|code)\b", re.IGNORECASE)


class _Piece(NamedTuple):
    text: str
    url: str = ""


def dial_url(written: str) -> str:
    """Return the tel: link for the text of a field that holds a number. If it holds several, the first counts."""
    runs = list(_FIELD.finditer(unicodedata.normalize("NFKC", written.translate(_HYPHENS))))
    for run in runs:
        if len(_digits(run["number"])) >= _FEWEST_DIGITS:
            urls = [piece.url for piece in _numbers(run, before="电话") if piece.url]
            return urls[0] if urls else _tel(run["number"], run["extension"])
    return "tel:" + "".join(_digits(run["number"]) for run in runs)


def linked(text: str) -> SafeString:
    """Return plain text as HTML with links, and with its line ends unchanged."""
    return format_html_join("", "{}", ((_html(piece),) for piece in _pieces(text)))


def linked_html(html: str) -> str:
    """Return cleaned HTML with links around its contacts. Those in a link, a <pre> or a <code> stay as they are."""
    depth, parts = 0, []
    for part in _TAG.split(html):
        if found := _NOT_LINKED.match(part):
            depth += -1 if found[1] else 1
        parts.append(part if depth > 0 or part.startswith("<") else linked(entities.unescape(part)))
    return "".join(parts)


def _html(piece: _Piece) -> str:
    if not piece.url:
        return format_html("{}", piece.text)
    if piece.url.startswith("http"):
        return format_html('<a href="{}" rel="noopener nofollow">{}</a>', piece.url, piece.text)
    return format_html('<a href="{}">{}</a>', piece.url, piece.text)


def _pieces(text: str) -> Iterator[_Piece]:
    end = 0
    for found in _CONTACT.finditer(text):
        yield _Piece(text[end : found.start()])
        if found["mail"]:
            yield _Piece(found[0], f"mailto:{found[0]}")
        elif found["web"]:
            yield _Piece(found[0], found[0] if "://" in found[0] else f"http://{found[0]}")
        else:
            yield from _numbers(found, before=text[max(found.start() - 12, 0) : found.start()])
        end = found.end()
    yield _Piece(text[end:])


def _numbers(found: re.Match[str], *, before: str) -> list[_Piece]:
    """Link the telephone numbers in a run of digits, if it has nothing else: bank accounts have such groups too."""
    whole, extension = found[0], found["extension"]
    if _TELLS_OTHER.search(before):
        return [_Piece(whole)]
    if url := _url(found["number"], extension, is_told=bool(_TELLS.search(before))):
        return [_Piece(whole, url)]
    pieces: list[_Piece] = []
    waiting = ""
    for group in re.split(r"(\s+)", whole) if not extension else []:
        waiting += group
        url = _url(waiting, None, is_told=False)
        if url or not waiting.strip():
            pieces.append(_Piece(waiting, url))
            waiting = ""
    return pieces if pieces and not waiting else [_Piece(whole)]


def _url(number: str, extension: str | None, *, is_told: bool) -> str:
    """Return the tel: link of one number, "" for anything else. A hyphen may precede an extension: 88886666-801."""
    main, _hyphen, short = number.translate(_HYPHENS).rpartition("-")
    if _is_number(number, is_told=is_told):
        return _tel(number, extension)
    if not extension and len(short) <= 6 and _is_number(main, is_told=is_told):
        return _tel(main, short)
    return ""


def _is_number(written: str, *, is_told: bool) -> bool:
    digits = _dialled(written).replace("-", "")
    return bool(_KNOWN.fullmatch(digits) or (is_told and _TOLD.fullmatch(digits)))


def _tel(number: str, extension: str | None) -> str:
    """Return a tel: link. A telephone sends the digits after the comma as tones once the call is answered.

    RFC 3966 has ";ext=" for extensions, but Android's dialler reads those letters as keys.
    """
    return f"tel:{_dialled(number)}" + (f",{extension}" if extension else "")


def _dialled(number: str) -> str:
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", number.translate(_HYPHENS)) if sign in "0123456789-")
    return ("+" if number.strip().startswith("+") else "") + kept.strip("-")


def _digits(number: str) -> str:
    return _dialled(number).replace("-", "").lstrip("+")
