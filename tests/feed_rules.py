"""Check a feed by the rules of RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287)."""

import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
TAG_URI = re.compile(r"tag:(?:[\w.-]+@)?[a-z0-9.-]+,\d{4}(?:-\d\d){0,2}:[\w.~%!$&'()*+,;=:@/?-]+", re.ASCII)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d [+-]\d{4}"
)


def parse(xml: bytes) -> Any:
    """Parse it as XML alone does: no recovery, no entities."""
    return lxml.etree.fromstring(xml, lxml.etree.XMLParser(recover=False, resolve_entities=False, no_network=True))


def problems(xml: bytes) -> list[str]:
    """Return the errors of the feed, none for a valid one."""
    root = parse(xml)
    return _rss(root) if root.tag == "rss" else _atom(root)


def _rss(root: Any) -> list[str]:
    channels = root.findall("channel")
    if root.get("version") != "2.0" or len(channels) != 1:
        return ["not one channel of RSS 2.0"]
    [channel] = channels
    found = [f"channel: not one {name}" for name in ("title", "link", "description") if len(channel.findall(name)) != 1]
    found += [f"channel: empty {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    found += _addresses([channel.findtext("link"), *(link.get("href") for link in channel.findall(f"{ATOM}link"))])
    if [link.get("rel") for link in channel.findall(f"{ATOM}link")] != ["self"]:
        found.append("channel: no atom:link to itself")
    items = channel.findall("item")
    for item in items:
        if not (item.findtext("title") or item.findtext("description")):
            found.append("item: neither title nor description")
        if item.find("guid") is None or item.find("guid").get("isPermaLink") != "false":
            found.append("item: no permanent guid")
        found += _addresses([item.findtext("link")]) + _identifiers([item.findtext("guid")])
        found += _html(item.findtext("description")) + _html(item.findtext(CONTENT))
    found += _unique([item.findtext("guid") for item in items])
    for date in [channel.findtext("lastBuildDate"), *(item.findtext("pubDate") for item in items)]:
        if not RFC_822.fullmatch(date) or parsedate_to_datetime(date).strftime("%a") != date[:3]:
            found.append(f"not a date of RFC 822: {date}")
    return found


def _atom(root: Any) -> list[str]:
    if root.tag != f"{ATOM}feed":
        return ["neither RSS nor Atom"]
    found = _atom_links(root, wanted={"self", "alternate"})
    entries = root.findall(f"{ATOM}entry")
    for part in (root, *entries):
        for name in ("id", "title", "updated"):
            if len(part.findall(f"{ATOM}{name}")) != 1 or not part.findtext(f"{ATOM}{name}"):
                found.append(f"{part.tag}: not one {name}")
        if not (part.find(f"{ATOM}author/{ATOM}name") is not None or root.find(f"{ATOM}author") is not None):
            found.append("nobody wrote it")
        dates = [date.text for name in ("updated", "published") for date in part.findall(f"{ATOM}{name}")]
        found += [f"not a date of RFC 3339: {date}" for date in dates if not RFC_3339.fullmatch(date)]
    for entry in entries:
        found += _atom_links(entry, wanted={"alternate"})
        for name in ("summary", "content"):
            for text in entry.findall(f"{ATOM}{name}"):
                found += _html(text.text) if text.get("type") == "html" else [f"{name} is not HTML"]
        found += [f"no term: {tag}" for tag in entry.findall(f"{ATOM}category") if not tag.get("term")]
    return found + _unique([part.findtext(f"{ATOM}id") for part in (root, *entries)])


def _atom_links(part: Any, *, wanted: set[str]) -> list[str]:
    links = part.findall(f"{ATOM}link")
    wrong = [] if {link.get("rel") for link in links} == wanted else [f"{part.tag}: links are not {wanted}"]
    return wrong + _addresses([link.get("href") for link in links]) + _identifiers([part.findtext(f"{ATOM}id")])


def _addresses(urls: list[str | None]) -> list[str]:
    parts = [(url, urlsplit(url or "")) for url in urls]
    return [f"not absolute: {url}" for url, part in parts if part.scheme not in ("http", "https") or not part.netloc]


def _identifiers(ids: list[str | None]) -> list[str]:
    return [f"not a tag URI of RFC 4151: {one}" for one in ids if not TAG_URI.fullmatch(one or "")]


def _unique(ids: list[str | None]) -> list[str]:
    return [] if len(set(ids)) == len(ids) else [f"the same id twice: {ids}"]


def _html(text: str | None) -> list[str]:
    if not text:
        return []
    tree = lxml.html.fragment_fromstring(text, create_parent="div")
    bad = [f"<{tag.tag}>" for tag in tree.iter("script", "style", "iframe")]
    bad += [name for tag in tree.iter() for name in tag.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118 (lxml)
    urls = [tag.get(name) for tag in tree.iter() for name in ("href", "src") if tag.get(name)]
    return bad + _addresses([url for url in urls if not url.startswith(("mailto:", "tel:"))])
