"""Where DedeCMS wrote its static pages: the rules of a site and of its columns become paths. Pure.

Written from what the reference and the pages of real sites say (`tests/articles/dedecms/test_paths.py`).
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

MAX_CHARS = 499  # of LegacyPath.path, and one for the slash that a lookup may add
LINK = 2  # ispart of a column that is an address elsewhere
COVER = 1


class ColumnRules(Protocol):
    """What paths need of a row of arctype, under the names that DedeCMS gives it."""

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
    hours: float = 8.0  # ahead of UTC: its clock
    has_domains: bool = False  # columns may have names of their own (moresite)

    @classmethod
    def read(cls, config: Mapping[str, str]) -> "SiteRules":
        """Read them from the names and values of sysconfig; what is not there is as usual."""
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

    It has the date on which the row was made (`senddate`), not the one shown. What DedeCMS served dynamically gets the
    path too: there may be a page of the time before. Returns "" where the rule spells the title out in pinyin, which
    depends on the title of then: such pages are found by the number at their end; also where the path is too long.
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
    """Return the paths under which the first page of a column's list (or its cover) was found.

    The pages behind it differ from the last of these in their number alone.
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
    """Return the path of a page under its column's own name, "" where it has none there.

    Such a name stands for the folder `sitepath`. Its front page is none that a path could tell: every name has one.
    """
    if column is None or not site.has_domains or not column.moresite:
        return ""
    folder = _clean(f"/{column.sitepath.strip().replace('{cmspath}', site.root)}").rstrip("/")
    own = path.removeprefix(folder) if folder and path.startswith(f"{folder}/") else ""
    return "" if own in ("/", f"/{column.defaultname.strip() or 'index.html'}") else own


def single_page_path(site: SiteRules, filename: str) -> str:
    """Return the path of a single page (sgpage), "" where it has no file."""
    return _usable(f"{site.root}/{filename.strip()}") if filename.strip("/ ") else ""


def _directory(site: SiteRules, column: ColumnRules) -> str:
    """Return a column's directory without a slash behind it, "" for the root."""
    typedir = column.typedir.strip()
    if re.match("(https?|ftp):", typedir, re.IGNORECASE):
        try:
            typedir = urlsplit(typedir).path
        except ValueError:
            typedir = ""
    return _clean(typedir.replace("{cmspath}", site.root)).rstrip("/")


def _letters(digits: str) -> str:
    """Read pairs of digits as letters where they are the code of one, from the left; DedeCMS's {cc}."""
    return re.sub(r"6[5-9]|[78]\d|90|9[7-9]", lambda pair: chr(int(pair[0])), digits)


def _usable(path: str) -> str:
    """Return a path from the root with single slashes, "" for one that no page can have."""
    path = _clean(f"/{path}")
    return path if len(path) <= MAX_CHARS and path.isprintable() and "?" not in path else ""


def _clean(path: str) -> str:
    return re.sub("/+", "/", path)


def clock(value: str) -> float:
    """Read how many hours an old site's clock (cfg_cli_time) is ahead of UTC; eight where it does not say."""
    try:
        hours = float(value or SiteRules.hours)
    except ValueError:
        return SiteRules.hours
    return hours if -24 <= hours <= 24 else SiteRules.hours
