"""Records as the portal holds them: clean values, and what somebody should know of the way there. Touches nothing."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from articles.dedecms import bodies
from articles.dedecms.accounts import Kind
from articles.dedecms.bodies import Site
from articles.dedecms.notes import Note, body_notes, fitting, garbled
from articles.dedecms.records import ArticleRecord, BlockRecord, FriendLinkRecord, PageRecord, SectionRecord
from articles.dedecms.wording import line, paragraph, title_color
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
# The old system's letters; p and j were set by its program, and are here by picture and address.
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
SHORTEST_PIN = timedelta(days=1)  # the old form pins for a week or more; less is an edited date
MOST_HITS = 2**62
BLACK = re.compile("#?(?:000|000000)|black", re.IGNORECASE)  # what titles are anyway

# 400-800 numbers, mobiles, and landlines with their area code.
_PHONE = re.compile(
    r"(?<![\d-])(?:[48]00[- ]?\d{3,4}[- ]?\d{3,4}|1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|[(（]?0\d{2,3}[)）]?[- ]?\d{7,8})(?![\d-])"
)
LABEL_CHARS = 40


@dataclass
class ConvertedSection:
    """A section's fields but for its parent and its place."""

    fields: dict[str, Any]
    removed: Counter[str]
    notes: list[Note]


@dataclass
class ConvertedArticle:
    """An article's fields but for those that are rows elsewhere: section, owner, editor, cover."""

    fields: dict[str, Any]
    cover: str  # address of the picture, "" for none
    tags: list[str]
    gone: bool  # not public on the old site
    hits: int
    filename: str  # that the article was given, "" for none
    removed: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)

    @property
    def addresses(self) -> set[str]:
        """Return where its pictures and links point to."""
        return bodies.addresses(self.fields["body"]) | ({self.cover} if self.cover else set())


def article(
    record: ArticleRecord, tags: list[str], site: Site, *, titles: Mapping[int, str], now: datetime
) -> ConvertedArticle:
    """Convert an article. `titles` by old numbers are for the lists of a special topic; what has none is left out."""
    notes: list[Note] = []
    source = bodies.with_pictures(record.body, record.pictures, site)
    source = bodies.with_downloads(source, record.downloads, site)
    topic = bodies.nodes(record.nodes)
    body = bodies.converted(bodies.with_articles(source, topic, titles), site)
    words = to_text(body.html)
    for node in topic:
        if node.is_automatic:
            notes.append(Note(Kind.CHANGED, f"专题节点“{node.name}”在旧站自动取文章，没有导入"))
    notes.extend(body_notes(body))
    title = fitting(Article, "title", line(record.title), notes) or NO_TITLE
    if title == NO_TITLE:
        notes.append(Note(Kind.CHANGED, f"没有标题，写作“{NO_TITLE}”"))
    texts = [
        ("标题", record.title),
        ("简略标题", record.short_title),
        ("摘要", record.summary),
        ("作者", record.author),
        ("来源", record.source),
        *(("关键字", tag) for tag in tags),
        ("正文", words),
    ]
    notes.extend(garbled(texts))
    summary = fitting(Article, "summary", paragraph(record.summary), notes)
    color = title_color(record.color)
    if record.color and not color and not BLACK.fullmatch(record.color):
        notes.append(Note(Kind.CHANGED, f"标题颜色“{record.color}”在本站没有对应，改为默认颜色"))
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
        **_fate(record, notes, now),
        **_flags(record, site, notes),
    }
    if fields["status"] == Article.Status.PUBLISHED and not (words or fields["is_jump"] or first_image(body.html)):
        notes.append(Note(Kind.EMPTY, "没有正文，只有标题和摘要"))
    return ConvertedArticle(
        fields=fields,
        cover=cover,
        tags=list(
            dict.fromkeys(
                name
                for tag in tags
                for part in tags_from_string(line(tag))
                if (name := fitting(Tag, "name", part, notes, label="关键字"))
            )
        ),
        gone=fields["status"] != Article.Status.PUBLISHED,
        hits=min(record.click, MOST_HITS),
        filename=fitting(ImportedArticle, "filename", record.filename, notes),
        removed=body.removed,
        notes=notes,
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


def rules(record: SectionRecord) -> tuple[dict[str, Any], list[Note]]:
    """Return what the rules of a section's old addresses need, as it is kept, and what to say of it."""
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


def friend_link(record: FriendLinkRecord) -> list[Note]:
    """Return what to say of a link: here it has a name and an address."""
    notes = list(garbled([("名称", record.name), ("介绍", record.message)]))
    for label, value in (("标志", record.logo), ("介绍", line(record.message))):
        if value:
            notes.append(Note(Kind.CHANGED, f"{label}“{value}”没有导入，友情链接在本站只有名称和网址"))
    return notes


def page(record: PageRecord, body: bodies.Body) -> list[Note]:
    """Return what to say of a single page, whose body was converted."""
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
    """A telephone number that stood in a block of the old site, for somebody to confirm."""

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


def _fate(record: ArticleRecord, notes: list[Note], now: datetime) -> dict[str, Any]:
    """Return the status and the times: of what was not for everybody on the old site, a draft."""
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
    # Within the old site it is a jump within this one; where to is found when somebody follows it.
    url = site.local(url) if url else ""
    if flags["is_jump"] and not url:
        notes.append(Note(Kind.CHANGED, f"没有跳转网址，去掉了属性“{FLAGS['is_jump']}”"))
        flags["is_jump"] = False
    return {**flags, "redirect_url": url}


def _segment(typedir: str) -> str:
    """Return the last folder of a column as a segment of a path, "" where it cannot be one."""
    last = typedir.rstrip("/").rpartition("/")[2].lower().replace("_", "-")
    return last if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", last) and len(last) <= 50 else ""
