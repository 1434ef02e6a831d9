"""The home page's blocks. Each is filled by an indexed query, or by sitewide rows that are in memory already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.models import Article, TaggedArticle, section_tree
from articles.pages import lists
from articles.pages.placing import Placed
from consultants.sitewide import consultants, hotlines
from yanjiang.home.models import Block
from yanjiang.pagecache.common import common_each
from yanjiang.sitewide import cache as sitewide

Kind = Block.Kind
FLAGS: dict[str, str] = {Kind.HEADLINE: "is_headline", Kind.SLIDES: "is_slide", Kind.RECOMMENDED: "is_recommended"}
LISTS = {Kind.LATEST, Kind.SECTION, Kind.RECOMMENDED, Kind.MOST_READ}


@dataclass(frozen=True)
class FilledBlock:
    """A block with its items, which are articles, tags, consultants or hotlines, depending on its kind.

    `lead` is the article that a list in the main column shows first and larger.
    """

    block: Block
    heading: str
    url: str
    items: list[Any]
    lead: Article | None = None

    @property
    def others(self) -> list[Any]:
        return [item for item in self.items if item != self.lead]

    @property
    def template(self) -> str:
        return "home/_list.html" if self.block.kind in LISTS else f"home/_{self.block.kind}.html"


@sitewide.cached
def _active_blocks() -> list[Block]:
    return list(Block.objects.filter(is_active=True).select_related("section").order_by("position", "pk"))


def filled_blocks(at: datetime, placed: Placed | None = None) -> dict[str, list[FilledBlock]]:
    """Return the blocks that have items, by column: "top", "main", "side". A preview places one article as it will be.

    Call it with `placed` inside of `apart()`.
    """
    blocks = {("block", block.pk): block for block in _active_blocks()}
    filled = common_each(list(blocks), lambda missing: _filled({key: blocks[key] for key in missing}, at, placed))
    columns: dict[str, list[FilledBlock]] = {column: [] for column in Block.Column.values}
    leads: list[Article] = []
    for key, block in blocks.items():
        if items := filled[key]:
            lead = _lead(block, items, taken=leads)
            columns[block.column].append(
                FilledBlock(block=block, heading=block.heading, url=_section_url(block), items=items, lead=lead)
            )
    return columns


def _filled(blocks: dict[Any, Block], at: datetime, placed: Placed | None) -> dict[Any, list[Any]]:
    """Return the items of these blocks. Two queries serve all blocks of sections."""
    more = 1 if placed else 0  # the article may leave a list, and another comes up
    tree = section_tree()
    sections = {key: tree.get(block.section_id) for key, block in blocks.items() if block.kind == Kind.SECTION}
    count = max((block.count for block in blocks.values()), default=0) + more
    latest = lists.latest_in_each([section for section in sections.values() if section], at, count=count)
    filled = {key: FILL[block.kind](block.count + more, at) for key, block in blocks.items() if key not in sections}
    filled |= {key: latest[section.pk] if section else [] for key, section in sections.items()}
    if placed:
        filled = {key: _with(placed, block, filled[key]) for key, block in blocks.items()}
    return {key: filled[key][: block.count] for key, block in blocks.items()}


def _with(placed: Placed, block: Block, items: list[Any]) -> list[Any]:
    """Return the items of a block with the article where it will stand."""
    if block.kind in FLAGS:
        return placed.by_weight(items, count=block.count, flag=FLAGS[block.kind])
    if block.kind == Kind.MOST_READ:
        return placed.by_reads(items, count=block.count)
    if block.kind in (Kind.LATEST, Kind.SECTION):
        return placed.by_age(
            items, count=block.count, section_id=block.section_id if block.kind == Kind.SECTION else None
        )
    return items


def _lead(block: Block, items: list[Any], *, taken: list[Article]) -> Article | None:
    """Return the newest article that leads no other block yet: sections overlap, and leads should not repeat."""
    if block.kind == Kind.HEADLINE:
        taken += items
    if block.kind not in LISTS or block.column != Block.Column.MAIN:
        return None
    lead: Article = next((item for item in items if item not in taken), items[0])
    taken.append(lead)
    return lead


def _section_url(block: Block) -> str:
    section = section_tree().get(block.section_id)
    return section.get_absolute_url() if section else ""


def _flagged(flag: str) -> Callable[[int, datetime], list[Any]]:
    def fill(count: int, at: datetime) -> list[Any]:
        articles = Article.objects.published(at).filter(**{flag: True}).for_cards()
        return list(articles.order_by("-weight", "-publish_at", "-pk")[:count])

    return fill


def _latest(count: int, at: datetime) -> list[Any]:
    return list(Article.objects.published(at).newest_first().for_cards()[:count])


def _most_read(count: int, at: datetime) -> list[Any]:
    return lists.most_read(at, count=count)


FILL: dict[str, Callable[[int, datetime], list[Any]]] = {
    **{kind: _flagged(flag) for kind, flag in FLAGS.items()},
    Kind.LATEST: _latest,
    Kind.MOST_READ: _most_read,
    Kind.TAGS: lambda count, at: list(TaggedArticle.objects.popular_tags(at, count=count)),
    Kind.CONSULTANTS: lambda _count, _at: list(consultants()),
    Kind.HOTLINES: lambda _count, _at: list(hotlines()),
}
