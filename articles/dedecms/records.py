"""Rows of a dump with typed values: numbers, moments and texts. This module judges and repairs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from articles.dedecms.content_models import ContentModel
from articles.dedecms.tables import ADDON, ADDONS, ARCHIVES, ARCTYPE, is_independent

Values = Mapping[str, str | None]

HIGHEST_ID = 2**31 - 1
HIGHEST_CHOICE = 2**15 - 1  # smallint, in DedeCMS and here
HIGHEST_NUMBER = 2**53 - 1
# The last second that DedeCMS's int(10) unsigned and every calendar here can hold without doubt: the end of 2099.
LAST_SECOND = 4_102_444_799


def number(values: Values, column: str, default: int = 0, *, most: int = HIGHEST_NUMBER) -> int:
    """Read a number; return the default if it is none, or too large for DedeCMS."""
    try:
        found = int(float(values.get(column) or default))
    except (ValueError, OverflowError):
        return default
    return found if abs(found) <= most else default


def text(values: Values, column: str) -> str:
    return (values.get(column) or "").strip()


def moment(values: Values, column: str) -> datetime | None:
    """Read Unix seconds; return None for 0 and for times beyond any calendar."""
    seconds = number(values, column)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= LAST_SECOND else None


def numbers(values: Values, column: str) -> list[int]:
    """Read numbers that commas separate; 0 means none."""
    found = (part.strip() for part in text(values, column).split(","))
    return [int(part) for part in found if part.isascii() and part.isdigit() and 0 < int(part) <= HIGHEST_ID]


def row_id(values: Values, column: str) -> int | None:
    """Read the number of a row; return None if it cannot be one."""
    value = text(values, column)
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value) <= HIGHEST_ID else None


@dataclass(frozen=True)
class SectionRecord:
    """A row of arctype. `ispart`: 0 a list, 1 a cover, 2 a link, whose address is `typedir`."""

    id: int
    parent_id: int
    order: int
    name: str
    typedir: str
    ispart: int
    isdefault: int
    defaultname: str
    namerule: str
    namerule2: str
    description: str
    keywords: str
    seotitle: str
    moresite: bool
    sitepath: str
    siteurl: str
    is_hidden: bool
    rank: int  # rank of members that may read it, 0 for everybody
    content: str
    crossing: str
    extra: dict[str, str]

    @classmethod
    def read(cls, values: Values) -> "SectionRecord":
        return cls(
            id=number(values, "id"),
            parent_id=number(values, "reid"),
            order=number(values, "sortrank", 50),
            name=text(values, "typename"),
            typedir=text(values, "typedir"),
            ispart=number(values, "ispart", most=HIGHEST_CHOICE),
            isdefault=number(values, "isdefault", most=HIGHEST_CHOICE),
            defaultname=text(values, "defaultname"),
            namerule=text(values, "namerule"),
            namerule2=text(values, "namerule2"),
            description=text(values, "description"),
            keywords=text(values, "keywords"),
            seotitle=text(values, "seotitle"),
            moresite=number(values, "moresite") == 1,
            sitepath=text(values, "sitepath"),
            siteurl=text(values, "siteurl"),
            is_hidden=number(values, "ishidden") == 1,
            rank=number(values, "corank"),
            content=text(values, "content"),
            crossing=text(values, "crossid") if number(values, "cross") else "",
            extra=_extra(values, ARCTYPE),
        )


@dataclass(frozen=True)
class ArticleRecord:
    """A row of archives with its row of an addon table, or both halves of an independent model's row."""

    id: int
    section_id: int
    further_ids: list[int]
    flags: frozenset[str]
    ismake: int
    channel: int
    rank: int  # arcrank: 0 public, above it members', -1 not reviewed, -2 in the recycle bin
    money: int
    click: int
    title: str
    short_title: str
    color: str
    author: str
    source: str
    cover: str
    published: datetime | None
    sent: datetime | None
    sorted: datetime | None
    owner_id: int
    editor_id: int
    summary: str
    filename: str
    body: str
    redirect_url: str
    pictures: str  # {dede:img} marks of a set of pictures
    downloads: str  # {dede:link} marks of a download
    nodes: str  # {dede:specnote} marks of a special topic
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls, values: Values, addon: Values, addon_table: str, *, model: ContentModel | None = None
    ) -> "ArticleRecord":
        """Read both rows. `model` tells the text columns of the second; without it, the usual names are read."""
        model = model or ContentModel(addon_table)
        known = ADDONS.get(addon_table, ADDON | ARCHIVES if is_independent(addon) else ADDON)
        return cls(
            id=number(values, "id"),
            section_id=number(values, "typeid"),
            further_ids=numbers(values, "typeid2"),
            flags=frozenset(text(values, "flag").replace(" ", "").split(",")) - {""},
            ismake=number(values, "ismake"),
            channel=number(values, "channel"),
            rank=number(values, "arcrank"),
            money=number(values, "money"),
            click=max(number(values, "click"), 0),
            title=text(values, "title"),
            short_title=text(values, "shorttitle"),
            color=text(values, "color"),
            author=text(values, "writer"),
            source=text(values, "source"),
            cover=text(values, "litpic"),
            published=moment(values, "pubdate"),
            sent=moment(values, "senddate"),
            sorted=moment(values, "sortrank"),
            owner_id=number(values, "mid"),
            editor_id=number(values, "dutyadmin"),
            summary=text(values, "description"),
            filename=text(values, "filename"),
            body=model.text(addon),
            redirect_url=text(addon, "redirecturl"),
            pictures=model.marks(addon, "img", "imgurls"),
            downloads=model.marks(addon, "softlinks", "softlinks"),
            nodes=text(addon, "note") if addon_table == "addonspec" else "",
            extra={**_kept(values), **_extra(values, ARCHIVES), **_extra(addon, known | model.shown(addon))},
        )


@dataclass(frozen=True)
class AdminRecord:
    id: int
    login: str
    name: str

    @classmethod
    def read(cls, values: Values) -> "AdminRecord":
        return cls(number(values, "id"), text(values, "userid"), text(values, "uname"))


@dataclass(frozen=True)
class FriendLinkRecord:
    id: int
    name: str
    url: str
    order: int
    is_shown: bool
    logo: str = ""
    message: str = ""

    @classmethod
    def read(cls, values: Values) -> "FriendLinkRecord":
        return cls(
            number(values, "id"),
            text(values, "webname"),
            text(values, "url"),
            number(values, "sortrank"),
            number(values, "ischeck", 1) > 0,
            text(values, "logo"),
            text(values, "msg"),
        )


@dataclass(frozen=True)
class PageRecord:
    """A single page (sgpage)."""

    id: int
    title: str
    filename: str
    keywords: str
    description: str
    body: str

    @classmethod
    def read(cls, values: Values) -> "PageRecord":
        return cls(
            number(values, "aid"),
            text(values, "title"),
            text(values, "filename"),
            text(values, "keywords"),
            text(values, "description"),
            values.get("body") or "",
        )


@dataclass(frozen=True)
class BlockRecord:
    """An ad (myad) or a free piece of a template (mytag): HTML under a name."""

    id: int
    name: str
    body: str

    @classmethod
    def read(cls, values: Values) -> "BlockRecord":
        name = text(values, "adname") or text(values, "tagname")
        return cls(number(values, "aid"), name, values.get("normbody") or "")


# Columns that the portal has no field for and somebody may want later. Empty values are not kept.
KEPT = frozenset(("keywords", "goodpost", "badpost", "scores", "weight", "channel", "arcrank", "money", "ismake"))


def _kept(values: Values) -> dict[str, str]:
    return {column: value for column in sorted(KEPT) if (value := text(values, column)) not in ("", "0")}


def _extra(values: Values, known: frozenset[str] | set[str]) -> dict[str, str]:
    """Return the columns that a site added to a table of DedeCMS, without empty ones."""
    return {column: value for column, value in values.items() if column not in known and value}
