"""Computes the paths of DedeCMS's static pages from the rules of a site and of its columns. Pure.

It follows the reference and the pages of real sites (`tests/articles/dedecms/test_paths.py`).
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from articles.old_urls.path_dates import HOURS_AHEAD, clock

MAX_CHARS = 499  # of LegacyPath.path (500), less one for the slash that a lookup may add
LINK = 2  # ispart of a column that is an address elsewhere
COVER = 1


class ColumnRules(Protocol):
    """The columns of arctype that paths depend on, with DedeCMS's names."""

    @property
    def typedir(self) -> str: ...
    @property
    def namerule(self) -> str: ...
    @property
    def namerule2(self) -> str: ...
    @property
    def defaultname(self) -> str: ...
    @property
    def ispart(self) -> int: ...
    @property
    def moresite(self) -> bool: ...
    @property
    def sitepath(self) -> str: ...


@dataclass(frozen=True)
class SiteRules:
    """The settings of an old site that its paths depend on, each with the value of a new DedeCMS."""

    root: str = ""  # where it was installed, "" or /name
    article_dir: str = "/a"
    special_dir: str = "/special"
    hides_index: bool = False  # /a/1/ stands for /a/1/index.html
    hours: float = HOURS_AHEAD  # how many hours its clock is ahead of UTC
    has_domains: bool = False  # columns may have hosts of their own (moresite)

    @classmethod
    def read(cls, config: Mapping[str, str]) -> "SiteRules":
        """Read the settings from names and values of sysconfig; missing ones have DedeCMS's defaults."""
        root = _clean(f"/{config.get('cfg_cmspath', '')}").rstrip("/")
        return cls(
            root=root,
            article_dir=config.get("cfg_arcdir") or cls.article_dir,
            special_dir=config.get("cfg_special") or f"{root}{cls.special_dir}",
            hides_index=config.get("cfg_arc_dirname") == "Y",
            hours=clock(config.get("cfg_cli_time", "")),
            has_domains=config.get("cfg_multi_site") == "Y",
        )


def article_path(
    site: SiteRules, column: ColumnRules | None, *, old_id: int, sent: datetime | None, filename: str = ""
) -> str:
    """Return the path of an article's first static page, by the rule of its main column (None: there is none).

    The path has the date on which the row was made (`senddate`), not the one shown. Articles that were served
    dynamically get a path too, because they may have had a static page before.

    Returns "" if the path is too long, and if the rule spells the title out in pinyin: this depends on the title at
    that time. The number at the end of such paths finds their articles.
    """
    if column is None or not column.namerule.strip():
        return _usable(f"{site.special_dir}/arc-{old_id}.html")
    rule = column.namerule.strip().lower()
    if filename:
        rule = f"{posixpath.dirname(rule)}/{filename}.html"
    if "{pinyin}" in rule or "{py}" in rule:
        return ""
    at = (sent or datetime.fromtimestamp(0, UTC)).astimezone(UTC) + timedelta(hours=site.hours)
    seconds = int(sent.timestamp()) if sent else 0
    for name, value in (
        ("{typedir}", _directory(site, column) or f"{site.root}{site.article_dir}"),
        ("{y}", f"{at:%Y}"),
        ("{m}", f"{at:%m}"),
        ("{d}", f"{at:%d}"),
        ("{timestamp}", str(seconds)),
        ("{aid}", str(old_id)),
        ("{cc}", _letters(f"{at:%m%d}{old_id}{at:%Y}")),
    ):
        rule = rule.replace(name, value)
    return _usable(rule.replace("index.html", "") if site.hides_index else rule)


def list_paths(site: SiteRules, column: ColumnRules, *, old_id: int) -> list[str]:
    """Return the paths that the first page of a column's list (or its cover) had.

    Further pages differ from the last of these paths only in their number.
    """
    directory = _directory(site, column)
    if column.ispart == LINK or not directory:
        return []
    default = column.defaultname.strip() or "index.html"
    paths = [f"{directory}/", f"{directory}/{default}"]
    if column.ispart != COVER:
        rule = column.namerule2.strip() or "{typedir}/list_{tid}_{page}.html"
        paths.append(rule.replace("{typedir}", directory).replace("{tid}", str(old_id)).replace("{page}", "1"))
    usable = [path for path in map(_usable, paths) if path]
    below = [own for path in usable if (own := domain_path(site, column, path))]
    return list(dict.fromkeys(below + usable))


def domain_path(site: SiteRules, column: ColumnRules | None, path: str) -> str:
    """Return the path of a page under its column's own host, "" if it has none there.

    The host's root is the folder `sitepath`. Front pages have no path, because every host has the same one.
    """
    if column is None or not site.has_domains or not column.moresite:
        return ""
    folder = _clean(f"/{column.sitepath.strip().replace('{cmspath}', site.root)}").rstrip("/")
    own = path.removeprefix(folder) if folder and path.startswith(f"{folder}/") else ""
    return "" if own in ("/", f"/{column.defaultname.strip() or 'index.html'}") else own


def single_page_path(site: SiteRules, filename: str) -> str:
    """Return the path of a single page (sgpage), "" if it has no file."""
    return _usable(f"{site.root}/{filename.strip()}") if filename.strip("/ ") else ""


def _directory(site: SiteRules, column: ColumnRules) -> str:
    """Return a column's directory without a trailing slash, "" for the root."""
    typedir = column.typedir.strip()
    if re.match("(https?|ftp):", typedir, re.IGNORECASE):
        try:
            typedir = urlsplit(typedir).path
        except ValueError:
            typedir = ""
    return _clean(typedir.replace("{cmspath}", site.root)).rstrip("/")


def _letters(digits: str) -> str:
    """Replace pairs of digits, from the left, by the letters whose codes they are: DedeCMS's {cc}."""
    return re.sub(r"6[5-9]|[78]\d|90|9[7-9]", lambda pair: chr(int(pair[0])), digits)


def _usable(path: str) -> str:
    """Return a path from the root with single slashes, or "" if no page can have it."""
    path = _clean(f"/{path}")
    return path if len(path) <= MAX_CHARS and path.isprintable() and "?" not in path else ""


def _clean(path: str) -> str:
    return re.sub("/+", "/", path)
