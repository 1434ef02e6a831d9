"""Compare two bodies: align their lines, recognise those that moved, then compare character by character.

Text is compared exactly, punctuation and blanks included. Chinese has no spaces between words, so a comparison by
words would mark whole clauses for one character.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, groupby
from typing import NamedTuple, Protocol

from rapidfuzz.distance import Indel, Levenshtein

from articles.editing.blocks import Line, blocks_of, lines_of

# Two lines are taken for two states of one line if they share this part of their characters.
ALIKE = 0.5
MOVED_CHARS = 8  # a shorter line that occurs elsewhere is rather a coincidence
# Pairs of lines that are compared with each other in one gap, some 3 µs each (measured with lines of 200 characters).
PAIRS = 40_000
LONG = 20_000  # characters; two such texts are compared in 35 ms
_SENTENCE = re.compile(r"[^。！？；…\n]*[。！？；…\n]*")


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # `before` and `after` are the same line at two positions, perhaps changed
    LEFT = "left"  # the position that a moved line has left


class Part(NamedTuple):
    """A piece of text: as it was, and as it is. Both are equal, or the piece was changed."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Row:
    """Lines of one body beside the lines of the other that they became.

    A row has one line of each, several where lines were split or joined, and none on one side where a line was added
    or removed.
    """

    kind: Kind
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    parts: list[Part] = field(default_factory=list)


def compare(before: str, after: str) -> list[Row]:
    """Compare two cleaned bodies, in the order of the second; what it lacks stands where it was."""
    return compare_lines(lines_of(blocks_of(before)), lines_of(blocks_of(after)))


def changed_characters(before: str, after: str) -> tuple[int, int]:
    """Return how many characters are marked as deleted and as inserted between two cleaned bodies.

    Ends of lines are not counted, and neither are the characters of lines that only moved.
    """
    deleted = inserted = 0
    for row in compare(before, after):
        for part in row.parts:
            if part.is_changed:
                deleted += len(part.before.replace("\n", ""))
                inserted += len(part.after.replace("\n", ""))
    return deleted, inserted


# Pairs of lines are kept as indexes: line of `before` -> line of `after`.
Pairs = dict[int, int]


class Piece(Protocol):
    """A line or a block, as far as it is compared."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def key(self) -> Hashable: ...


def pairs_of(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[Pairs, Pairs]:
    """Pair the pieces of two bodies: those that are equal or alike and stand in order, and equal ones that moved."""
    pairs = _equal(before, after)
    moved = _moved(before, after, pairs)
    return pairs | _alike(before, after, pairs, moved), moved


def descendants(before: Sequence[Piece], after: Sequence[Piece]) -> Pairs:
    """Pair each piece with what it became, wherever that stands. Pieces that are gone have no pair."""
    pairs, moved = pairs_of(before, after)
    return pairs | moved | _moved_and_changed(before, after, pairs, moved)


def compare_lines(before: Sequence[Line], after: Sequence[Line]) -> list[Row]:
    pairs, moved = pairs_of(before, after)
    moved |= _moved_and_changed(before, after, pairs, moved)
    return _with_splits(list(_rows(before, after, pairs, moved)))


def parts_of(before: str, after: str) -> list[Part]:
    """Cut two texts into pieces that are equal and pieces that differ, with the fewest characters in the latter.

    Long texts are aligned by sentences first, because the time of a comparison grows with the product of the lengths.
    """
    if min(len(before), len(after)) < LONG:
        return _by_characters(before, after)
    cut = [_SENTENCE.findall(text) for text in (before, after)]
    parts: list[Part] = []
    for one in Indel.opcodes(*cut):
        pair = "".join(cut[0][one.src_start : one.src_end]), "".join(cut[1][one.dest_start : one.dest_end])
        parts.append(Part(*pair))
    return [small for part in _neighbours_joined(parts) for small in _small(part)]


def _neighbours_joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Join neighbours that both differ: a deletion and the insertion in its place."""
    last = Part("", "")
    for part in parts:
        if part.is_changed and last.is_changed:
            last = Part(last.before + part.before, last.after + part.after)
        else:
            yield last
            last = part
    yield last


def _small(part: Part) -> list[Part]:
    if not part.is_changed or not (part.before and part.after):
        return [part] if part != ("", "") else []
    return _by_characters(*part)


def _by_characters(before: str, after: str) -> list[Part]:
    return [
        Part(before[one.src_start : one.src_end], after[one.dest_start : one.dest_end])
        for one in Levenshtein.opcodes(before, after)
    ]


def _equal(before: Sequence[Piece], after: Sequence[Piece]) -> Pairs:
    """Pair as many equal lines as possible, in order."""
    numbers: dict[Hashable, int] = {}
    keys = [[numbers.setdefault(piece.key, len(numbers)) for piece in pieces] for pieces in (before, after)]
    pairs: Pairs = {}
    for one in Indel.opcodes(*keys):
        if one.tag == "equal":
            pairs.update(zip(range(one.src_start, one.src_end), range(one.dest_start, one.dest_end), strict=True))
    return pairs


def _moved(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs) -> Pairs:
    """Pair equal lines that stand in another order."""
    indexes: dict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(_others(after, pairs.values())):
        if len(after[index].text) >= MOVED_CHARS:
            indexes[after[index].key].append(index)
    lost = _others(before, pairs)
    return {index: indexes[before[index].key].pop() for index in lost if indexes.get(before[index].key)}


def _alike(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs, moved: Pairs) -> Pairs:
    """Pair lines that are alike, in order, within each gap between equal lines."""
    found: Pairs = {}
    taken = set(moved.values())
    start, other_start = 0, 0
    for end, other_end in [*sorted(pairs.items()), (len(before), len(after))]:
        lost = [index for index in range(start, end) if index not in moved]
        new = [index for index in range(other_start, other_end) if index not in taken]
        if lost and new:
            found |= _best_in_order(before, after, lost, new)
        start, other_start = end + 1, other_end + 1
    return found


def _best_in_order(before: Sequence[Piece], after: Sequence[Piece], lost: list[int], new: list[int]) -> Pairs:
    """Pair the lines of a gap so that the pairs share as many characters as possible."""
    shared = {(row, column): value for row, column, value in _shared(before, after, lost, new)}
    best = [[0] * (len(new) + 1) for _ in range(len(lost) + 1)]
    for row in reversed(range(len(lost))):
        for column in reversed(range(len(new))):
            both = shared.get((row, column), 0)
            best[row][column] = max(
                best[row + 1][column], best[row][column + 1], best[row + 1][column + 1] + both if both else 0
            )
    pairs, row, column = {}, 0, 0
    while row < len(lost) and column < len(new):
        both = shared.get((row, column), 0)
        if both and best[row][column] == best[row + 1][column + 1] + both:
            pairs[lost[row]] = new[column]
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _shared(
    before: Sequence[Piece], after: Sequence[Piece], lost: list[int], new: list[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the number of characters that two lines share, for lines that are alike.

    In a large gap a line is compared with its neighbours alone, in about the same part of the gap.
    """
    width = max(PAIRS // len(lost), 1)
    for row, index in enumerate(lost):
        middle = row * len(new) // len(lost)
        for column in range(max(middle - width // 2, 0), min(middle + width // 2 + 1, len(new))):
            if shared := _characters_shared(before[index], after[new[column]]):
                yield row, column, shared


def _characters_shared(one: Piece, other: Piece) -> int:
    """Return how many characters two lines share, 0 if they are not alike. In short lines, their order counts."""
    if not one.text and not other.text:
        return int(one.name == other.name)
    together = len(one.text) + len(other.text)
    if min(len(one.text), len(other.text)) >= LONG:
        shared = (Counter(one.text) & Counter(other.text)).total()
    else:
        shared = (together - Indel.distance(one.text, other.text, score_cutoff=together // 2)) // 2
    return shared if 2 * shared >= ALIKE * together else 0


def _moved_and_changed(before: Sequence[Piece], after: Sequence[Piece], pairs: Pairs, moved: Pairs) -> Pairs:
    """Pair lines that are alike in another order."""
    lost = [index for index in _others(before, pairs | moved) if len(before[index].text) >= MOVED_CHARS]
    new = _others(after, [*pairs.values(), *moved.values()])
    found: Pairs = {}
    if len(lost) * len(new) > PAIRS:
        return found
    for index in lost:
        shared = {other: _characters_shared(before[index], after[other]) for other in new}
        best = max(new, key=shared.__getitem__, default=None)
        if best is not None and shared[best]:
            found[index] = best
            new.remove(best)
    return found


def _others(pieces: Sequence[Piece], indexes: Iterable[int]) -> list[int]:
    known = set(indexes)
    return [index for index in range(len(pieces)) if index not in known]


def _rows(before: Sequence[Line], after: Sequence[Line], pairs: Pairs, moved: Pairs) -> Iterator[Row]:
    """Yield rows in the order of `after`. In each gap, what was removed stands first."""
    came_from = {other: index for index, other in moved.items()}
    start, other_start = 0, 0
    for end, other_end in [*sorted(pairs.items()), (len(before), len(after))]:
        for index in range(start, end):
            yield _row(Kind.LEFT if index in moved else Kind.REMOVED, (before[index],), ())
        for index in range(other_start, other_end):
            if index in came_from:
                yield _row(Kind.MOVED, (before[came_from[index]],), (after[index],))
            else:
                yield _row(Kind.ADDED, (), (after[index],))
        if end < len(before):
            is_same = before[end].key == after[other_end].key
            yield _row(Kind.SAME if is_same else Kind.CHANGED, (before[end],), (after[other_end],))
        start, other_start = end + 1, other_end + 1


def _row(kind: Kind, before: tuple[Line, ...], after: tuple[Line, ...]) -> Row:
    if kind == Kind.LEFT:
        return Row(kind, before)
    return Row(kind, before, after, parts_of(_text(before), _text(after)))


def _text(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _with_splits(rows: list[Row]) -> list[Row]:
    """Put rows together that are one line which was split, or lines which were joined."""
    joined: list[Row] = []
    for row in rows:
        while joined and (both := _put_together([joined[-1], row])):
            joined.pop()
            row = both
        joined.append(row)
    whole: list[Row] = []
    for is_unpaired, run in groupby(joined, key=lambda row: row.kind in (Kind.ADDED, Kind.REMOVED)):
        some = list(run)
        both = _put_together(some) if is_unpaired else None
        whole += [both] if both else some
    return whole


def _put_together(rows: list[Row]) -> Row | None:
    """Return one row of neighbours if it marks less than half of the characters that they mark."""
    kinds = {row.kind for row in rows}
    if not kinds <= {Kind.CHANGED, Kind.ADDED, Kind.REMOVED} or len(kinds) == 1:
        return None
    lines = [tuple(chain(*(getattr(row, side) for row in rows))) for side in ("before", "after")]
    both = _row(Kind.CHANGED, *lines)
    return both if 2 * _marked(both) < sum(map(_marked, rows)) else None


def _marked(row: Row) -> int:
    return sum(len(part.before) + len(part.after) for part in row.parts if part.is_changed)
