"""Converts records of DedeCMS into values of fields, with notes for people. Touches neither dump nor database."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from articles.dedecms import bodies
from articles.dedecms.bodies import Site
from articles.dedecms.notes import Note, body_notes, fitting, garbled
from articles.dedecms.records import ArticleRecord, BlockRecord, FriendLinkRecord, PageRecord, SectionRecord
from articles.dedecms.short_texts import line, paragraph, title_color
from articles.dedecms.tally import Kind
from articles.models import (
    FLAGS,
    Article,
    ImportedArticle,
    ImportedSection,
    Section,
    Tag,
    made_summary,
    tags_from_string,
)
from yanjiang.lib.html import clean, first_image, to_text
from yanjiang.lib.links import is_safe_url

NO_TITLE = "（无标题）"
NO_SOURCE = ("未知", "不详")
# DedeCMS stores flags as letters. `is_jump` is dropped if there is no address.
LETTERS = {
    "h": "is_headline",
    "c": "is_recommended",
    "f": "is_slide",
    "a": "is_special",
    "s": "is_scrolling",
    "b": "is_bold",
    "p": "is_picture",
    "j": "is_jump",
}
# An article of DedeCMS is pinned until `sortrank`, if that is later than its date. Its form pins for a week or more. A
# shorter time is no pin: it comes from an edited date.
SHORTEST_PIN = timedelta(days=1)
MOST_HITS = 2**62
# Titles without a colour were black on the old site. No note is needed if a title loses this colour.
BLACK = re.compile("#?(?:000|000000)|black", re.IGNORECASE)

# 400-800 numbers, mobiles, and landlines with their area code.
_PHONE = re.compile(
    r"(?<![\d-])(?:[48]00[- ]?\d{3,4}[- ]?\d{3,4}|1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|[(（]?0\d{2,3}[)）]?[- ]?\d{7,8})(?![\d-])"
)
LABEL_CHARS = 40


@dataclass
class ConvertedSection:
    """A section's fields, without its parent and its position."""

    fields: dict[str, Any]
    removed: Counter[str]
    notes: list[Note]


@dataclass
class ConvertedArticle:
    """An article's fields. Section, owner, editor and cover are not among them: they refer to other rows."""

    fields: dict[str, Any]
    cover: str  # address of the picture, "" for none
    tags: list[str]
    gone: bool  # not public on the old site
    hits: int
    filename: str  # the name that the old site gave to the article's file, "" for none
    removed: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)

    @property
    def addresses(self) -> set[str]:
        """Return the addresses of its pictures and links."""
        return bodies.addresses(self.fields["body"]) | ({self.cover} if self.cover else set())


def article(
    record: ArticleRecord, tags: list[str], site: Site, *, titles: Mapping[int, str], now: datetime
) -> ConvertedArticle:
    """Convert an article. `titles` has the titles of the articles that special topics list, by their old ids."""
    notes: list[Note] = []
    body = _body(record, site, titles, notes)
    words = to_text(body.html)
    title = _title(record, notes)
    notes.extend(_garbled(record, tags, words))
    summary = fitting(Article, "summary", paragraph(record.summary), notes)
    color = _color(record, notes)
    cover = "" if record.cover in ("", "-") else site.local(record.cover)
    fields = {
        "title": title,
        "short_title": fitting(Article, "short_title", line(record.short_title), notes),
        "title_color": color,
        "summary": summary or made_summary(body.html),
        "body": body.html,
        "author": fitting(Article, "author", line(record.author), notes),
        "source": fitting(Article, "source", "" if record.source in NO_SOURCE else line(record.source), notes),
        "picture_url": (cover or first_image(body.html))[:600],
        **_status_and_times(record, notes, now),
        **_flags(record, site, notes),
    }
    if fields["status"] == Article.Status.PUBLISHED and not (words or fields["is_jump"] or first_image(body.html)):
        notes.append(Note(Kind.EMPTY, "没有正文，只有标题和摘要"))
    return ConvertedArticle(
        fields=fields,
        cover=cover,
        tags=_tags(tags, notes),
        gone=fields["status"] != Article.Status.PUBLISHED,
        hits=min(record.click, MOST_HITS),
        filename=fitting(ImportedArticle, "filename", record.filename, notes),
        removed=body.removed,
        notes=notes,
    )


def _body(record: ArticleRecord, site: Site, titles: Mapping[int, str], notes: list[Note]) -> bodies.Body:
    source = bodies.with_pictures(record.body, record.pictures, site)
    source = bodies.with_downloads(source, record.downloads, site)
    topic = bodies.nodes(record.nodes)
    body = bodies.converted(bodies.with_articles(source, topic, titles), site)
    for node in topic:
        if node.is_automatic:
            notes.append(Note(Kind.CHANGED, f"专题节点“{node.name}”在旧站自动取文章，没有导入"))
    notes.extend(body_notes(body))
    return body


def _title(record: ArticleRecord, notes: list[Note]) -> str:
    title = fitting(Article, "title", line(record.title), notes) or NO_TITLE
    if title == NO_TITLE:
        notes.append(Note(Kind.CHANGED, f"没有标题，写作“{NO_TITLE}”"))
    return title


def _color(record: ArticleRecord, notes: list[Note]) -> str:
    color = title_color(record.color)
    if record.color and not color and not BLACK.fullmatch(record.color):
        notes.append(Note(Kind.CHANGED, f"标题颜色“{record.color}”在本站没有对应，改为默认颜色"))
    return color


def _tags(tags: list[str], notes: list[Note]) -> list[str]:
    """Return the names of the tags, each once. A tag of the old site may hold several, with commas between."""
    parts = [part for tag in tags for part in tags_from_string(line(tag))]
    names = [fitting(Tag, "name", part, notes, label="关键字") for part in parts]
    return list(dict.fromkeys(name for name in names if name))


def _garbled(record: ArticleRecord, tags: list[str], words: str) -> Iterable[Note]:
    return garbled(
        [
            ("标题", record.title),
            ("简略标题", record.short_title),
            ("摘要", record.summary),
            ("作者", record.author),
            ("来源", record.source),
            *(("关键字", tag) for tag in tags),
            ("正文", words),
        ]
    )


def section(record: SectionRecord, site: Site) -> ConvertedSection:
    notes: list[Note] = []
    content = bodies.converted(record.content, site)
    notes.extend(body_notes(content))
    texts = [
        ("名称", record.name),
        ("说明", record.description),
        ("SEO 标题", record.seotitle),
        ("SEO 关键词", record.keywords),
        ("内容", to_text(content.html)),
    ]
    notes.extend(garbled(texts))
    link = site.local(record.typedir) if record.ispart == 2 else ""
    if link and not is_safe_url(link):
        notes.append(Note(Kind.SECTION, f"外部链接“{link}”无效，改为文章列表"))
        link = ""
    name = fitting(Section, "name", line(record.name), notes)
    if not name:
        name = f"栏目 {record.id}"
        notes.append(Note(Kind.SECTION, "没有名称，以编号为名"))
    if record.crossing:
        notes.append(Note(Kind.SECTION, f"交叉栏目（{record.crossing}）没有导入，可改用副栏目"))
    if record.rank:
        notes.append(Note(Kind.SECTION, "在旧站要会员权限才能阅读，其中的文章转为草稿"))
    kinds = {1: Section.Kind.COVER, 2: Section.Kind.LINK if link else Section.Kind.LIST}
    fields = {
        "name": name,
        "segment": _segment(record.typedir) if not link else "",
        "kind": kinds.get(record.ispart, Section.Kind.LIST),
        "link_url": link[:500],
        "content": content.html if to_text(content.html) or first_image(content.html) else "",
        "description": fitting(Section, "description", line(record.description), notes),
        "seo_title": fitting(Section, "seo_title", line(record.seotitle), notes),
        "seo_keywords": fitting(Section, "seo_keywords", line(record.keywords), notes),
        "in_navigation": not record.is_hidden,
    }
    return ConvertedSection(fields, content.removed, notes)


def address_fields(record: SectionRecord) -> tuple[dict[str, Any], list[Note]]:
    """Return the fields from which a section's old addresses are worked out, and notes about them."""
    notes: list[Note] = []
    names = ("typedir", "namerule", "namerule2", "defaultname", "sitepath", "siteurl")
    return {
        "old_id": record.id,
        "isdefault": record.isdefault,
        "ispart": record.ispart,
        "moresite": record.moresite,
        "extra": record.extra,
        **{name: fitting(ImportedSection, name, getattr(record, name), notes) for name in names},
    }, notes


def friend_link_notes(record: FriendLinkRecord) -> list[Note]:
    """Return notes about what is lost of a link. The portal stores only its name and its address."""
    notes = list(garbled([("名称", record.name), ("介绍", record.message)]))
    for label, value in (("标志", record.logo), ("介绍", line(record.message))):
        if value:
            notes.append(Note(Kind.CHANGED, f"{label}“{value}”没有导入，友情链接在本站只有名称和网址"))
    return notes


def page_notes(record: PageRecord, body: bodies.Body) -> list[Note]:
    """Return notes about what is lost of a single page with this converted body."""
    texts = [
        ("标题", record.title),
        ("描述", record.description),
        ("关键词", record.keywords),
        ("正文", to_text(body.html)),
    ]
    notes = [*body_notes(body), *garbled(texts)]
    if record.keywords:
        notes.append(Note(Kind.CHANGED, f"关键词“{line(record.keywords)}”没有导入，单页在本站没有关键词"))
    return notes


@dataclass(frozen=True)
class HotlineOffer:
    """A telephone number in a block of the old site. An editor has to confirm it."""

    label: str
    number: str


def hotlines(record: BlockRecord) -> list[HotlineOffer]:
    """Find the telephone numbers in an ad or a free block, each with the words before it."""
    offers: dict[str, HotlineOffer] = {}
    for words in to_text(clean(record.body)).splitlines():
        end = 0
        for found in _PHONE.finditer(words):
            before = words[end : found.start()].strip(" ：:，,；;。|/-　")
            label = line(before)[-LABEL_CHARS:] or line(record.name)[:LABEL_CHARS] or "热线"
            offers.setdefault(found[0], HotlineOffer(label, found[0]))
            end = found.end()
    return list(offers.values())


def _status_and_times(record: ArticleRecord, notes: list[Note], now: datetime) -> dict[str, Any]:
    """Return the status and the times.

    An article of the old recycle bin (rank -2) goes to the trash. Any other that not everybody could read for nothing
    becomes a draft.
    """
    at = record.published or record.sent
    if record.rank == -2:
        status = Article.Status.TRASH
    elif record.rank or record.money:
        status = Article.Status.DRAFT
    else:
        status = Article.Status.PUBLISHED
    if record.rank > 0 or record.money > 0:
        notes.append(Note(Kind.MEMBERS, f"阅读权限 {record.rank}，金币 {record.money}"))
    if not record.published:
        what = "建稿" if at else "导入"
        notes.append(Note(Kind.CHANGED, f"没有发布时间，记为{what}的时间"))
    at = at or now
    pinned = record.sorted if record.sorted and record.sorted - at >= SHORTEST_PIN else None
    return {"status": status, "publish_at": at, "pinned_until": pinned}


def _flags(record: ArticleRecord, site: Site, notes: list[Note]) -> dict[str, Any]:
    flags = {name: letter in record.flags for letter, name in LETTERS.items()}
    if unknown := sorted(record.flags - LETTERS.keys()):
        notes.append(Note(Kind.CHANGED, f"自定义属性 {'、'.join(unknown)} 没有对应"))
    url = record.redirect_url
    if url and not (is_safe_url(url) and len(url) <= 500):
        notes.append(Note(Kind.CHANGED, f"跳转网址“{url[:100]}”无效，没有导入"))
        url = ""
    # A jump within the old site becomes one within this site. Its target is resolved when a reader follows it.
    url = site.local(url) if url else ""
    if flags["is_jump"] and not url:
        notes.append(Note(Kind.CHANGED, f"没有跳转网址，去掉了属性“{FLAGS['is_jump']}”"))
        flags["is_jump"] = False
    return {**flags, "redirect_url": url}


def _segment(typedir: str) -> str:
    """Return the last folder of a section's path as a segment. Return "" if it is no valid segment."""
    last = typedir.rstrip("/").rpartition("/")[2].lower().replace("_", "-")
    return last if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", last) and len(last) <= 50 else ""
