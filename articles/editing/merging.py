"""Merge two changes of one body, paragraph by paragraph.

A paragraph that only one side changed is taken from that side. Where both sides changed the same paragraph in
different ways, the merge keeps both texts, and a person chooses.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.editing.blocks import Block, blocks_of, children_of
from articles.editing.diff import Pairs, pairs_of


@dataclass(frozen=True)
class Both:
    """A part of a body that two sides changed in different ways; "" where a side has deleted it."""

    mine: str
    theirs: str


Piece = str | Both


def merge_bodies(base: str, mine: str, theirs: str) -> list[Piece]:
    """Merge two bodies that were both made from `base`. Without a `Both`, the joined pieces are the merged body."""
    return _joined(_Merge(blocks_of(base), blocks_of(mine), blocks_of(theirs)).pieces())


@dataclass
class _Side:
    """The changes of one side to the blocks of the base."""

    base: Sequence[Block]
    blocks: Sequence[Block]
    pairs: Pairs = field(init=False)
    moved: Pairs = field(init=False)
    added: dict[int, list[int]] = field(init=False)  # new or moved blocks, by the block of the base that they precede

    def __post_init__(self) -> None:
        self.pairs, self.moved = pairs_of(self.base, self.blocks)
        self.added = defaultdict(list)
        comes_from = {other: index for index, other in self.pairs.items()}
        following = len(self.base)
        for number in reversed(range(len(self.blocks))):
            if number in comes_from:
                following = comes_from[number]
            else:
                self.added[following].insert(0, number)

    def of(self, index: int) -> Block | None:
        """Return what the side has for a block of the base, None where it was deleted or moved."""
        return self.blocks[self.pairs[index]] if index in self.pairs else None

    def new(self, index: int) -> str:
        """Return the new blocks before a block of the base."""
        moved = set(self.moved.values())
        return "".join(self.blocks[number].html for number in self.added[index] if number not in moved)

    def moved_to(self, index: int) -> list[tuple[int, int]]:
        """Return the blocks that were moved before a block of the base: their numbers there, and in the side."""
        origins = {number: origin for origin, number in self.moved.items()}
        return [(origins[number], number) for number in self.added[index] if number in origins]

    def deletes(self, index: int) -> bool:
        return 0 <= index < len(self.base) and index not in self.pairs and index not in self.moved


class _Merge:
    def __init__(self, base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]) -> None:
        self.base, self.mine, self.theirs = base, _Side(base, mine), _Side(base, theirs)

    def pieces(self) -> list[Piece]:
        pieces: list[Piece] = []
        for index in range(len(self.base) + 1):
            pieces += self._added(index)
            if index < len(self.base) and index not in self.mine.moved and index not in self.theirs.moved:
                pieces += _of_both(self.base[index], self.mine.of(index), self.theirs.of(index))
        return pieces

    def _added(self, index: int) -> list[Piece]:
        """Return what the sides added before a block, or moved there."""
        mine, theirs = self.mine.new(index), self.theirs.new(index)
        pieces: list[Piece] = [theirs] if theirs else []
        if mine and mine.strip() != theirs.strip():
            both_replaced = any(self.mine.deletes(near) and self.theirs.deletes(near) for near in (index - 1, index))
            pieces = [Both(mine, theirs)] if theirs and both_replaced else [*pieces, mine]
        return [*pieces, *self._moved(index)]

    def _moved(self, index: int) -> list[Piece]:
        """Return the blocks that a side moved here, as the other side has them. If both moved one, mine counts."""
        pieces: list[Piece] = []
        for origin, number in self.mine.moved_to(index):
            block = self.mine.blocks[number]
            theirs = block if origin in self.theirs.moved else self.theirs.of(origin)
            pieces += _of_both(self.base[origin], block, theirs)
        for origin, number in self.theirs.moved_to(index):
            if origin not in self.mine.moved:
                pieces += _of_both(self.base[origin], self.mine.of(origin), self.theirs.blocks[number])
        return pieces


def _of_both(base: Block, mine: Block | None, theirs: Block | None) -> list[Piece]:
    """Merge the two sides' forms of one block. A deleted block is None."""
    if _key(mine) == base.key:
        return [theirs.html] if theirs else []
    if _key(theirs) == base.key or _key(theirs) == _key(mine):
        return [mine.html] if mine else []
    merged = _inside(base, mine, theirs) if mine and theirs else None
    return [merged or Both(mine.html if mine else "", theirs.html if theirs else "")]


def _key(block: Block | None) -> str | None:
    return block.key if block else None


def _inside(base: Block, mine: Block, theirs: Block) -> str | None:
    """Merge the parts of a block: items, rows, lines. Returns None where one of them was changed by both sides."""
    cut = [children_of(block) for block in (base, mine, theirs)]
    if not (cut[0] and cut[1] and cut[2]) or len({parts[0] for parts in cut if parts}) > 1:
        return None
    pieces = _Merge(*(parts[1] for parts in cut if parts)).pieces()
    if any(isinstance(piece, Both) for piece in pieces):
        return None
    start, _parts, end = cut[1]
    return start + "".join(map(str, pieces)) + end


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring texts."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
