"""The home page's blocks: filled by an indexed query each, or by furniture that is in memory already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import lists
from articles.models import Article, TaggedArticle, section_tree
from consultants.furniture import consultants, hotlines
from yanjiang.home.models import Block
from yanjiang.lib import furniture
from yanjiang.pagecache.common import common_each

Kind = Block.Kind
LISTS = {Kind.LATEST, Kind.SECTION, Kind.RECOMMENDED, Kind.MOST_READ}


@dataclass(frozen=True)
class FilledBlock:
    """A block with what it shows: articles, tags, consultants or hotlines, as its kind says.

    `lead` is the article that a list in the main column begins with, in large.
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


@furniture.cached
def _active_blocks() -> list[Block]:
    return list(Block.objects.filter(is_active=True).select_related("section").order_by("position", "pk"))


def filled_blocks(at: datetime) -> dict[str, list[FilledBlock]]:
    """Return the blocks that have something to show, by column: "top", "main", "side"."""
    blocks = {("block", block.pk): block for block in _active_blocks()}
    filled = common_each(list(blocks), lambda missing: _filled({key: blocks[key] for key in missing}, at))
    columns: dict[str, list[FilledBlock]] = {column: [] for column in Block.Column.values}
    leads: list[Article] = []
    for key, block in blocks.items():
        if items := filled[key]:
            lead = _lead(block, items, taken=leads)
            columns[block.column].append(
                FilledBlock(block=block, heading=block.heading, url=_section_url(block), items=items, lead=lead)
            )
    return columns


def _filled(blocks: dict[Any, Block], at: datetime) -> dict[Any, list[Any]]:
    """Return what these blocks show, those of sections by two queries for all."""
    tree = section_tree()
    sections = {key: tree.get(block.section_id) for key, block in blocks.items() if block.kind == Kind.SECTION}
    count = max((block.count for block in blocks.values()), default=0)
    latest = lists.latest_in_each([section for section in sections.values() if section], at, count=count)
    filled = {key: FILL[block.kind](block, at) for key, block in blocks.items() if key not in sections}
    filled |= {key: latest[section.pk] if section else [] for key, section in sections.items()}
    return {key: filled[key][: block.count] for key, block in blocks.items()}


def _lead(block: Block, items: list[Any], *, taken: list[Article]) -> Article | None:
    """Choose the newest that leads no other block yet: sections overlap, and a front page says a thing once."""
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


def _flagged(flag: str) -> Callable[[Block, datetime], list[Any]]:
    def fill(block: Block, at: datetime) -> list[Any]:
        articles = Article.objects.published(at).filter(**{flag: True}).for_cards()
        return list(articles.order_by("-weight", "-publish_at", "-pk")[: block.count])

    return fill


def _latest(block: Block, at: datetime) -> list[Any]:
    return list(Article.objects.published(at).newest_first().for_cards()[: block.count])


def _most_read(block: Block, at: datetime) -> list[Any]:
    return lists.most_read(at, count=block.count)


FILL: dict[str, Callable[[Block, datetime], list[Any]]] = {
    Kind.HEADLINE: _flagged("is_headline"),
    Kind.SLIDES: _flagged("is_slide"),
    Kind.RECOMMENDED: _flagged("is_recommended"),
    Kind.LATEST: _latest,
    Kind.MOST_READ: _most_read,
    Kind.TAGS: lambda block, at: list(TaggedArticle.objects.popular_tags(at, count=block.count)),
    Kind.CONSULTANTS: lambda block, at: list(consultants()),
    Kind.HOTLINES: lambda block, at: list(hotlines()),
}
