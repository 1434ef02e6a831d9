"""Converts an article's HTML: page marks, addresses, alignment, cleaning. Notes say what was removed."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from articles.dedecms import media, unclosed
from yanjiang.lib.html import PAGE_BREAK, SCHEMES, TAGS, clean, to_text
from yanjiang.lib.links import is_safe_url
from yanjiang.lib.richtext import MAX_CHARS

# Elements that are more than formatting: the article loses what they showed or did.
SUBSTANCE = frozenset({
    "applet", "audio", "base", "bgsound", "button", "canvas", "embed", "form", "frame", "frameset", "iframe", "input",
    "link", "math", "meta", "object", "script", "select", "source", "svg", "textarea", "video",
})  # fmt: skip
# DedeCMS looks for the subtitle of a page in its first 50 bytes (ParAddTable). The charset decides how many characters
# these are. Here the first 50 characters are searched.
_PAGE = re.compile(r"#p#(?:((?:(?!#p#).){0,50}?)#e#)?", re.DOTALL)
_NO_SUBTITLES = ("", "副标题", "分页标题")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:\s[^<>]*)?)>")
_ADDRESS = re.compile(r"(\s(?:src|href)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_CLASS = re.compile(r"\sclass\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_ALIGNED = re.compile(r"(?:text-align\s*:\s*|\salign\s*=\s*[\"']?)(center|right)\b", re.IGNORECASE)
_ALIGNABLE = frozenset(["p", "div", "h1", "h2", "h3", "h4", "td", "th"])
_OTHER_HOST = re.compile(r"//[^/]+\.[^/]+/")
_LINE_ENDS = re.compile(r"[\t\r\n]")
_HANDLER = re.compile(r"\son[a-z]{3,20}\s*=", re.IGNORECASE)
_UNSAFE = re.compile(r"[\"'=\s](?:javascript|vbscript)\s*:", re.IGNORECASE)
# `removed` counts these addresses, so `unusable` does not name them again.
_COUNTED = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_DATA = re.compile(r"\ssrc\s*=\s*[\"']?data:", re.IGNORECASE)
_SHOWN = re.compile(r'(<(?:img|a)(?:\s+[a-z-]+="[^"]*")*?\s+(?:src|href)=")([^"]*)"')
_IMAGE_MARK = re.compile(r"\{dede:img\b([^}]*)\}\s*(.*?)\s*\{/dede:img\}", re.DOTALL)
_LINK_MARK = re.compile(r"\{dede:link\b([^}]*)\}\s*(.*?)\s*\{/dede:link\}", re.DOTALL)
_NODE_MARK = re.compile(r"\{dede:specnote\b([^}]*)\}")
_MARK_ATTRIBUTE = re.compile(r"\b(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
_NO_NODE = "默认节点"  # the name that the form of a special topic suggests


@dataclass
class Body:
    """A cleaned body.

    `removed` counts the removed elements by name. It also counts handlers of events, and scripts and data in addresses,
    under names with a blank. `substance` has those of `removed` that were more than formatting. `changed` says in
    Chinese what was repaired, `lost` which text is missing. `unusable` has the addresses of pictures and links that no
    page may have.
    """

    html: str
    removed: Counter[str] = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    lost: str = ""
    unusable: list[str] = field(default_factory=list)

    @property
    def substance(self) -> Counter[str]:
        return Counter({name: times for name, times in self.removed.items() if name in SUBSTANCE or " " in name})

    @property
    def is_too_long(self) -> bool:
        return len(self.html) > MAX_CHARS


@dataclass(frozen=True)
class Node:
    """A list of a special topic: articles that an editor chose, or that DedeCMS found by itself."""

    name: str
    ids: list[int]
    is_automatic: bool


class Site:
    """The hosts and folders of the old site, which tell its own addresses from those of other sites."""

    def __init__(self, hosts: Iterable[str], *, prefix: str = "", uploads: str = "/uploads") -> None:
        self._hosts = {host.lower().removeprefix("www.") for host in hosts if host}
        self._prefix = prefix.rstrip("/")
        self._uploads = "/" + uploads.strip("/") + "/"

    def local(self, address: str) -> str:
        """Return the path that an address of the old site has here. An address of another site stays as it is.

        Uploads of the old site are below /uploads/ here, whatever its own folder was called.
        """
        address = address.strip()
        path = self._path(address)
        if path is None:
            return address
        path = "/" + path.lstrip("/")
        for beginning in (self._prefix + self._uploads, self._uploads):
            if path.startswith(beginning):
                return "/uploads/" + path.removeprefix(beginning).lstrip("/")
        return path

    def shown(self, address: str) -> str:
        """Return the address of a picture or a link in a form that pages here may have.

        Like a browser, this drops tabs and line ends in the address, and takes a backslash for a slash.
        """
        local = self.local(_LINE_ENDS.sub("", address.strip()).replace("\\", "/"))
        # An address without a scheme (//host/…) gets https: no page here may have one without.
        return (f"https:{local}" if _OTHER_HOST.match(local) else local).replace(" ", "%20")

    def _path(self, address: str) -> str | None:
        """Return the path of an address of the old site, None for any other."""
        if not address or address.startswith(("#", "?", "{")):
            return None
        if address.startswith("/") and not address.startswith("//"):
            return address
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if not parts.scheme and not parts.netloc:
            # The folder of a relative address is not known. The editor of DedeCMS writes such addresses only for
            # uploads.
            return re.sub(r"^(?:\.{1,2}/)+", "", address)
        if parts.scheme not in ("", "http", "https") or (parts.hostname or "").removeprefix("www.") not in self._hosts:
            return None
        rest = address.partition("//")[2].partition("/")[2]
        return f"/{rest}"


def converted(source: str, site: Site) -> Body:
    """Return the body as the portal stores it."""
    players = media.link_media(source)
    body = Body("", players.dropped, _told(players))
    # Each page of the text was a page by itself, so an unclosed element ends with its page.
    pages, breaks = _PAGE.split(players.html)[::2], [_page_break(found) for found in _PAGE.finditer(players.html)]
    whole = [unclosed.recovered(page) for page in pages]
    body.changed += _mended(Counter(name for page in whole for name in page.unclosed))
    marked = "".join(f"{page.html}{end}" for page, end in zip(whole, [*breaks, ""], strict=True))
    body.html = clean(_TAG.sub(lambda tag: _tag(tag, site, body), marked))
    dropped = [words for page in whole for words in page.dropped]
    body.lost = unclosed.lost_text(unclosed.Recovered(marked, dropped=dropped), body.html)
    return body


def _mended(open_tags: Counter[str]) -> list[str]:
    names = "、".join(f"{name} {times} 处" for name, times in open_tags.items())
    return [f"没有结束的标记已去掉，其后的文字已恢复：{names}"] if names else []


def _told(players: media.LinkedMedia) -> list[str]:
    told = [f"播放器换成了文件的链接：{'、'.join(players.linked)}"] if players.linked else []
    return told + ([f"{players.lazy} 张延迟加载的图片改用了实际地址"] if players.lazy else [])


def with_pictures(body: str, marks: str, site: Site) -> str:
    """Append pictures to the body of a set of pictures. `marks` is its column imgurls, which lists them."""
    return body + "".join(
        f'<figure class="image"><img src="{html.escape(site.shown(html.unescape(address)))}"'
        f' alt="{html.escape(name)}">{f"<figcaption>{html.escape(name)}</figcaption>" if name else ""}</figure>'
        for name, address in _marks(_IMAGE_MARK, marks)
    )


def with_downloads(body: str, marks: str, site: Site) -> str:
    """Append links to the body of a download. `marks` is its column softlinks, which lists them."""
    return body + "".join(
        f'<p><a href="{html.escape(site.shown(html.unescape(address)))}">{html.escape(name or "下载")}</a></p>'
        for name, address in _marks(_LINK_MARK, marks)
    )


def nodes(marks: str) -> list[Node]:
    """Read the lists of articles of a special topic. `marks` is its column note."""
    found = [_attributes(mark) for mark in _NODE_MARK.findall(marks)]
    return [
        Node(
            node.get("name", ""),
            [int(pk) for pk in re.findall(r"\d+", node.get("idlist", ""))],
            node.get("isauto") == "1",
        )
        for node in found
    ]


def with_articles(body: str, topic: Iterable[Node], titles: Mapping[int, str]) -> str:
    """Append links to the articles of a special topic to its body. The links have the old addresses.

    An article that is not in `titles` is left out.
    """
    for node in topic:
        links = [
            f'<li><a href="/plus/view.php?aid={pk}">{html.escape(title)}</a></li>'
            for pk in node.ids
            if (title := titles.get(pk))
        ]
        if links:
            body += f"<h2>{html.escape(node.name)}</h2>" if node.name not in ("", _NO_NODE) else ""
            body += f"<ul>{''.join(links)}</ul>"
    return body


def addresses(cleaned: str) -> set[str]:
    """Return the addresses of the pictures and links in a cleaned body."""
    return {html.unescape(found[2]) for found in _SHOWN.finditer(cleaned)}


def readdressed(cleaned: str, replace: Callable[[str], str]) -> str:
    """Return a cleaned body with the addresses of pictures and links changed by `replace`."""

    def written(found: re.Match[str]) -> str:
        return f'{found[1]}{html.escape(replace(html.unescape(found[2])))}"'

    return _SHOWN.sub(written, cleaned)


def _marks(pattern: re.Pattern[str], marks: str) -> list[tuple[str, str]]:
    found = ((_attributes(mark[1]).get("text", ""), mark[2]) for mark in pattern.finditer(marks))
    return [(name, address) for name, address in found if address]


def _attributes(mark: str) -> dict[str, str]:
    return {name: (single or double).strip() for name, single, double in _MARK_ATTRIBUTE.findall(mark)}


def _page_break(found: re.Match[str]) -> str:
    subtitle = to_text(clean(found[1] or "")).replace("\n", " ").strip()
    return PAGE_BREAK + (f"<h2>{html.escape(subtitle)}</h2>" if subtitle not in _NO_SUBTITLES else "")


def _tag(tag: re.Match[str], site: Site, body: Body) -> str:
    closing, name, attributes, removed = tag[1], tag[2].lower(), tag[3], body.removed
    if name == "center":
        return f"<{closing}div" + ("" if closing else ' class="align-center"') + ">"
    if closing:
        return tag[0]
    if name not in TAGS and name != "h1":
        removed[name] += 1
    if not attributes:
        return tag[0]
    if _HANDLER.search(attributes):
        removed["on… 事件"] += 1
    if _UNSAFE.search(attributes):
        removed["javascript: 链接"] += 1
    if _DATA.search(attributes):
        removed["data: 图片"] += 1
    if name in _ALIGNABLE and (aligned := _ALIGNED.search(attributes)):
        attributes = f' class="align-{aligned[1].lower()}"{_CLASS.sub("", attributes)}'
    if name in ("a", "img"):
        attributes = _ADDRESS.sub(lambda found: _address(found, site, body), attributes)
    return f"<{tag[2]}{attributes}>"


def _address(found: re.Match[str], site: Site, body: Body) -> str:
    value = html.unescape(found[2].strip("\"'"))
    address = site.shown(value)
    if address and not _COUNTED.match(address) and not is_safe_url(address, schemes=SCHEMES):
        body.unusable.append(value)
    return f'{found[1]}"{html.escape(address)}"'
