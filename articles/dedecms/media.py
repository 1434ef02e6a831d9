"""Converts films, sounds and pictures that old pages showed by elements which are dropped here. Pure.

A player becomes a link to its file. A picture that a script would have loaded becomes a plain picture.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from posixpath import basename
from urllib.parse import unquote

FILMS = frozenset([
    ".3gp", ".asf", ".avi", ".f4v", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ogv", ".rm", ".rmvb",
    ".swf", ".webm", ".wmv",
])  # fmt: skip
SOUNDS = frozenset([
    ".aac", ".amr", ".flac", ".m4a", ".mid", ".midi", ".mp3", ".oga", ".ogg", ".ra", ".ram", ".wav", ".wma",
])  # fmt: skip
_SUFFIXES = "|".join(sorted((suffix[1:] for suffix in FILMS | SOUNDS), key=len, reverse=True))
_ATTRIBUTES = r"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+"
# The content of an element is read only up to the length of a player: a hostile text has thousands that never end.
_PLAYER = re.compile(
    rf"<(?P<whole>object|video|audio)\b{_ATTRIBUTES}>.{{0,2000}}?</(?P=whole)\s*>"
    rf"|<(?P<frame>iframe|embed)\b{_ATTRIBUTES}>(?:\s*</(?P=frame)\s*>)?"
    rf"|<(?P<open>object|video|audio|bgsound)\b{_ATTRIBUTES}>",
    re.IGNORECASE | re.DOTALL,
)
# An address of a file, by itself or handed to a player as player.swf?file=/a.flv or flashvars="file=/a.flv". An address
# in quotes may have blanks.
_FILE = re.compile(
    rf"(?<=[\"'=])(?:https?:/|\.{{0,2}}/|uploads/)[^\"'<>=&|,;]*?\.(?:{_SUFFIXES})(?=[\"'&])"
    rf"|(?<![^\s\"'<>=&|,;])[^\s\"'<>=&|,;]+?\.(?:{_SUFFIXES})(?![\w.])(?:\?[^\s\"'<>&|,;=]*)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:src|data|href|value)\s*=\s*[\"']?(https?:[^\s\"'<>]+)", re.IGNORECASE)
# Hosts whose frames and players show films.
_FILM_HOSTS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youku|tudou|qq|bilibili|iqiyi|qiyi|56|ku6|sohu|letv|le|ixigua|youtube|vimeo|163|cctv|cntv)"
    r"\.(?:com|cn|net)/",
    re.IGNORECASE,
)
_IMG = re.compile(rf"<img\b({_ATTRIBUTES})>", re.IGNORECASE)
_SRC = re.compile(r"(?<![\w-])src\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_LAZY = re.compile(
    r"(?<![\w-])(?:data-(?:src|original|lazy-src|lazyload|lazy|actualsrc|url|echo|img|image|imgsrc|srcset)|_src|lay-src"
    r"|lazy-src|lazysrc|zoomfile|file|original|real_?src|src2|srcset)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"data:.*|about:blank|(?:.*/)?[\w-]*(?:blank|loading|placeholder|spacer|lazy|grey|gray|transparent|pixel|1x1|none"
    r"|nopic|load)[\w-]*\.(?:gif|png|jpe?g|svg)(?:\?.*)?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class LinkedMedia:
    """HTML whose players are links and whose pictures have their addresses. `dropped` counts the players by name."""

    html: str
    dropped: Counter[str] = field(default_factory=Counter)
    linked: list[str] = field(default_factory=list)
    lazy: int = 0


def link_media(source: str) -> LinkedMedia:
    found, lower = LinkedMedia(""), source.lower()

    def link(player: re.Match[str]) -> str:
        name = str(player["whole"] or player["frame"] or player["open"]).lower()
        address = _file(player[0]) or _film(player[0], name)
        if not address:
            return player[0]
        found.dropped[name] += 1
        found.linked.append(address)
        anchor = f'<a href="{html.escape(address)}">{html.escape(_label(address))}</a>'
        in_paragraph = lower.rfind("<p", 0, player.start()) > lower.rfind("</p", 0, player.start())
        return anchor if in_paragraph else f"<p>{anchor}</p>"

    def picture(img: re.Match[str]) -> str:
        src, lazy = _SRC.search(img[1]), _LAZY.search(img[1])
        own = _value(src[1]) if src else ""
        later = _value(lazy[1]).split(" ")[0] if lazy else ""
        if not later or (own and not _PLACEHOLDER.fullmatch(own)):
            return img[0]
        found.lazy += 1
        return f'<img src="{html.escape(later)}"{_SRC.sub("", img[1])}>'

    found.html = _IMG.sub(picture, _PLAYER.sub(link, source))
    return found


def _file(element: str) -> str:
    """Return the address of the film or sound that an element plays, not that of a player program."""
    text = html.unescape(element)
    files = _FILE.findall(unquote(text) if "%2f" in text.lower() else text)
    films = [address for address in files if not address.lower().partition("?")[0].endswith(".swf")]
    return str(next(iter(films or files), ""))


def _film(element: str, name: str) -> str:
    """Return the address of a player of another site."""
    found = _ADDRESS.search(html.unescape(element))
    is_film = found and (name in ("embed", "object", "video", "audio") or _FILM_HOSTS.match(found[1]))
    return found[1] if found and is_film and "macromedia.com" not in found[1] else ""


def _label(address: str) -> str:
    path = address.partition("?")[0]
    suffix = f".{path.rpartition('.')[2].lower()}"
    name = unquote(basename(path)) if suffix in FILMS | SOUNDS else address.partition("//")[2].partition("/")[0]
    return f"{'音频' if suffix in SOUNDS else '视频'}：{name}"


def _value(written: str) -> str:
    return html.unescape(written.strip("\"'").strip())
