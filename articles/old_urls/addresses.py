"""Parses addresses of DedeCMS: scripts with their parameters, their rewritten forms, static files. Pure.

A file names its article in two ways. Its path may be in a table. The number in its name is the article's in nearly
every rule, and outlives a change of column or rule.
"""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qsl, unquote_to_bytes

from articles.old_urls.path_dates import PathDate, date_in
from yanjiang.lib.numbers import row_number

MOST_CHARS = 500  # of a path and of a query; a longer path is no address, a longer query is cut
WORD_CHARS = 100


class Kind(Enum):
    ARTICLE = "article"
    SECTION = "section"
    FEED = "feed"
    TAG = "tag"
    SEARCH = "search"
    HOME = "home"
    TAGS = "tags"
    SITEMAP = "sitemap"
    FILE = "file"
    GONE = "gone"  # a function that the portal does not have


@dataclass(frozen=True)
class Candidate:
    """A path to look up in the table of old paths, and the page that the address then asks for."""

    path: str
    page: int = 1
    of_section: bool = False  # it counts only if it leads to a section
    feed: str = ""  # the kind of the section's feed that is asked for


@dataclass(frozen=True)
class OldAddress:
    """A parsed address. Candidates, numbers and readings come likeliest first."""

    kind: Kind
    number: int = 0  # of the article or the column
    page: int = 1
    readings: tuple[str, ...] = ()  # of a tag or a query in each encoding that its bytes may have
    candidates: tuple[Candidate, ...] = ()
    article_numbers: tuple[tuple[int, int], ...] = ()  # with the page
    column: tuple[int, int] | None = None  # with the page
    folder: str = ""  # of a page of a list, whose column may not exist any more
    name: str = ""  # of a file, without its suffix
    date: PathDate | None = None
    may_be_upload: bool = False


# Scripts that showed an article, by the parameters that name it.
_OF_ARTICLES = {"view", "feedback", "stow", "recommend", "erraddsave", "download"}
_SEARCHES = {"search", "heightsearch", "advancedsearch"}
_HOMES = re.compile(
    r"/(|m/?|(m/)?(index|default)\.(html?|php)|wap\.php|special/?|special/(index|spec_\d+)\.html?)|.*/plus/flink\.php"
)
_SITEMAPS = re.compile(r"(.*/)?(data/(rssmap|sitemap)\.html?|plus/freelist\.php)|/(sitemap|rssmap)\.html?")
# A mobile site with a host of its own had its scripts in the root.
_SCRIPT = re.compile(r"(?:.*/)?(?:plus|m)/(\w+)\.php|/(view|list)\.php")
_REWRITTEN = re.compile(r"(?:.*/plus|(?:/[^/]+)?/m)?/(view|list)-(\d+)(?:-(\d+)(?:-(\d+))?)?\.html?")
_FEED = re.compile(r"(?:.*/)?data/rss/(\d+)\.xml")
_PORTAL_FEED = re.compile(r"(/.+/)(feed|atom)/?")  # of a section whose path here has changed
_TAGS = re.compile(
    r"(?:.*/)?tags\.(?:php|html?)(?:/(?P<word>[^/]+)(?:/(?P<page>\d+))?/?)?|/tags/(?P<file>[^/]+)\.html?"
)
_MEMBERS = re.compile(r"/member(?:/|/.*\.php)?")
_MOBILE = re.compile(r"(/[^/]+)?/m(/.*)")
_PAGE_FILE = re.compile(r"(.*)\.(?:s?html?)", re.IGNORECASE)
_NEXT_PAGE = re.compile(r"(.+)_(\d{1,4})(\.s?html?)", re.IGNORECASE)
_LIST = re.compile(r"list_(\d+)_(\d{1,4})")
_PAGE_OF_A_LIST = re.compile(r"(?:list|index|page)[_-]?\d*")
# Pages of other kinds, and error pages in the root: their numbers are not those of articles.
_NO_ARTICLE = re.compile(
    r"(?:spec|special|rssmap|sitemap|map|tags?|search|rss|feed|freelist|top|hot|error|guestbook|vote)[_-]?\d*"
    r"|(?:google|baidu_|bdsite|sogou|yandex|shenma)\w*",
    re.IGNORECASE,
)
_ERRORS = re.compile(r"(?:/m|/templets|/err\w*)?/(?:40\d|41[0-8]|429|451|50[0-5])\.s?html?", re.IGNORECASE)


def parse(path: str, query: str) -> OldAddress | None:
    """Parse an address: the path as Django decodes it, the query as it came, bytes as Latin-1 (as WSGI has it).

    Returns None if it is no address of any version of DedeCMS.

    >>> parse("/plus/view.php", "aid=12&pageno=2").number
    12
    """
    path = _decoded(re.sub("/+", "/", path))
    if len(path) > MOST_CHARS or not path.isprintable():
        return None
    query = query[:MOST_CHARS]
    if tags := _TAGS.fullmatch(path):
        return _tag(tags, query)
    if feed := _FEED.fullmatch(path):
        return OldAddress(Kind.FEED, _number(feed[1]))
    if rewritten := _REWRITTEN.fullmatch(path):
        return _rewritten(rewritten)
    for kind, form in ((Kind.HOME, _HOMES), (Kind.SITEMAP, _SITEMAPS), (Kind.GONE, _MEMBERS)):
        if form.fullmatch(path):
            return OldAddress(kind)
    if script := _SCRIPT.fullmatch(path):
        return _script((script[1] or script[2]).lower(), query)
    return _file(path)


def host_of(address: str) -> str:
    """Return the host of an address in any notation: that of http://WWW.example.com:80/ is www.example.com."""
    return re.sub(r"^\w*:?//", "", address.strip()).partition("/")[0].partition(":")[0].lower()


def _script(name: str, query: str) -> OldAddress:
    given = _parameters(query)
    if name in _OF_ARTICLES:
        number = _number(_first(given, "aid", "arcid", "id"))
        return OldAddress(Kind.ARTICLE, number, _page(_first(given, "pageno") if name == "view" else ""))
    if name == "list":
        return OldAddress(Kind.SECTION, _number(_first(given, "tid")), _page(_first(given, "pageno")))
    if name == "rss":
        return OldAddress(Kind.FEED, _number(_first(given, "tid")))
    if name in _SEARCHES:
        words = _first(given, "q", "keyword").encode("latin-1", "replace")
        return OldAddress(Kind.SEARCH, _number(_first(given, "typeid")), readings=_readings(words))
    return OldAddress(Kind.GONE)


def _rewritten(found: re.Match[str]) -> OldAddress:
    what, number, second, third = found.groups()
    if what == "view":
        return OldAddress(Kind.ARTICLE, _number(number), _page(second))
    return OldAddress(Kind.SECTION, _number(number), _page(third))  # the second number is the total of articles


def _tag(found: re.Match[str], query: str) -> OldAddress:
    """Read tags.php?/tag/page/, and the forms to which servers rewrote it."""
    word, page = (found["word"] or found["file"] or "").encode("utf-8", "replace"), found["page"] or ""
    if not word:
        _, *behind = parts = query.split("/")
        word = unquote_to_bytes((behind or parts)[0].encode("latin-1", "replace"))
        page = behind[1] if len(behind) > 1 else ""
    readings = _readings(word)
    return OldAddress(Kind.TAG, page=_page(page), readings=readings) if readings else OldAddress(Kind.TAGS)


def _file(path: str) -> OldAddress | None:
    """Read the path of a static page, of a folder of pages, or of another file, which may be an upload."""
    page_file = _PAGE_FILE.fullmatch(path)
    last = path.rsplit("/", 1)[-1]
    if not page_file and last.rpartition(".")[0]:
        return OldAddress(Kind.FILE, candidates=(Candidate(path),), may_be_upload=True)
    candidates = _candidates(path)
    desktop = path
    if mobile := _MOBILE.fullmatch(path):
        desktop = f"{mobile[1] or ''}{mobile[2]}"  # mobile pages were in such a folder
        candidates += _candidates(desktop)
    stem = (page_file[1] if page_file else path.rstrip("/")).removesuffix("/index")
    # A folder's number is an article's only below another folder: /2015/ is rather a year.
    name = stem.rsplit("/", 1)[-1] if page_file or stem.count("/") > 1 else ""
    column = _LIST.fullmatch(name)
    is_folder = not page_file or page_file[1].endswith("/index")
    return OldAddress(
        Kind.FILE,
        candidates=tuple(dict.fromkeys(candidates)),
        article_numbers=() if column or _ERRORS.fullmatch(path) else _article_numbers(name),
        column=(_number(column[1]), _page(column[2])) if column else None,
        folder=f"{desktop.rpartition('/')[0]}/" if _PAGE_OF_A_LIST.match(name) else "",
        name=name,
        date=date_in(stem if is_folder else stem.rpartition("/")[0], name),  # /a/2019/ is rather a year
    )


def _candidates(path: str) -> list[Candidate]:
    found = [Candidate(path)]
    folder, _, name = path.rpartition("/")
    if not name:
        found.append(Candidate(f"{path}index.html"))
    elif "." not in name:
        found.append(Candidate(f"{path}/"))
    elif name.lower() in ("index.html", "index.htm"):
        found.append(Candidate(f"{folder}/"))
    if following := _NEXT_PAGE.fullmatch(path):
        first, page = f"{following[1]}{following[3]}", _page(following[2])
        found.append(Candidate(first, page))
        found.append(Candidate(first.removesuffix("index.html"), page))
    if feed := _PORTAL_FEED.fullmatch(path):
        found.append(Candidate(feed[1], of_section=True, feed=feed[2]))
    if numbers := list(re.finditer(r"\d+", name)):
        start, end = numbers[-1].span()
        if (page := _page(numbers[-1][0])) > 1:
            found.append(Candidate(f"{folder}/{name[:start]}1{name[end:]}", page, of_section=True))
    return found


def _article_numbers(name: str) -> tuple[tuple[int, int], ...]:
    """Return the articles, with their pages, that a file's name may mean.

    The names 12, arc-12 and title_12 mean article 12, and 12_2 means its page 2. The name title2014_12 means article 12
    if the rule spells titles out, otherwise page 12 of article 2014. Eight digits that are a date are no article's
    number. DedeCMS has no rule with two numbers that a hyphen joins.
    """
    if re.search(r"\d-\d+$", name) or _PAGE_OF_A_LIST.fullmatch(name) or _NO_ARTICLE.fullmatch(name):
        return ()
    numbers = list(re.finditer(r"\d+", name))
    last = [(_number(numbers[-1][0]), 1)] if numbers else []
    paged = re.search(r"(\d+)_(\d{1,4})$", name)
    if not paged or (paged.start() == 0 and date_in("", name)):
        return _known(*last)
    page_of = (_number(paged[1]), _page(paged[2]))
    return _known(*last, page_of) if name[: paged.start()][-1:].isalpha() else _known(page_of)


def _known(*numbers: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((number, page) for number, page in numbers if number)


def _parameters(query: str) -> dict[str, str]:
    """Return the parameters by their lower-case names, bytes as Latin-1, because the encoding is unknown."""
    try:
        return {name.lower(): value for name, value in parse_qsl(query, encoding="latin-1")[::-1]}
    except ValueError:
        return {}


def _first(given: dict[str, str], *names: str) -> str:
    return next((given[name] for name in names if name in given), "")


def _readings(word: bytes) -> tuple[str, ...]:
    """Return the text of these bytes in UTF-8 and in GBK, if they are valid there."""
    found = []
    for encoding in ("utf-8", "gb18030"):
        try:
            text = " ".join(word.decode(encoding).split())
        except UnicodeDecodeError:
            continue
        if text.isprintable() and 0 < len(text) <= WORD_CHARS:
            found.append(text)
    return tuple(dict.fromkeys(found))


def _decoded(path: str) -> str:
    """Decode as GBK the bytes of a path that are not UTF-8, which Django leaves as %B5%B3."""
    if "%" not in path:
        return path
    try:
        return unquote_to_bytes(path).decode("gb18030")
    except UnicodeDecodeError:
        return path


def _number(text: str | None) -> int:
    return row_number(text) or 0


def _page(text: str | None) -> int:
    """Read a page's number, or return 1 if there is no number or a larger one than any text or list has pages."""
    page = row_number(text) or 1
    return page if page <= 9_999 else 1
