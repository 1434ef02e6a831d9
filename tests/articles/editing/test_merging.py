"""Two changes of one body, merged paragraph by paragraph: nothing that either side wrote is lost."""

from collections.abc import Callable
from random import Random

import pytest

from articles.editing.merging import Both, merge_bodies

A, B, C, D = (
    "开场白要在半分钟里说清楚我是谁、为什么来。", "中间讲三件做过的事，每件事一个数字。",
    "结尾回到听众，说他们能得到什么。", "稿子写好以后，站起来念三遍。",
)  # fmt: skip


def html(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (html(A + "一", B, C), html(A, B + "二", C), html(A + "一", B + "二", C)),
        (html(A, B, C), html(A, B + "二", C), html(A, B + "二", C)),
        (html(A + "一", B, C), html(A + "一", B, C), html(A + "一", B, C)),
        (html(A, C), html(A, B, C + "三"), html(A, C + "三")),
        (html(A, B, C, D), html(A + "一", B, C), html(A + "一", B, C, D)),
        (html(A, B, C, D), html(A, B, C, D), html(A, B, C, D)),
        (html(A, B, C, "我加的"), html(A, B, C, "他加的"), html(A, B, C, "他加的", "我加的")),
        (html(B, C, A), html(A + "一", B, C), html(B, C, A + "一")),
        (html(A + "一", B, C), html(B, C, A), html(B, C, A + "一")),
        (html(B, C, A, "我加的"), html(A + "一", B, C, "他加的"), html(B, C, "他加的", "我加的", A + "一")),
    ],
)
def test_a_change_of_one_side_alone_is_taken_from_that_side(mine: str, theirs: str, merged: str) -> None:
    assert merge_bodies(html(A, B, C), mine, theirs) == [merged]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (html(A + "一", B), html(A + "二", B), Both(html(A + "一"), html(A + "二"))),
        (html(B), html(A + "二", B), Both("", html(A + "二"))),
        (html(A + "一", B), html(B), Both(html(A + "一"), "")),
        (
            html("我重写的一段，与原来无关。", B),
            html("他换成了别的", B),
            Both(html("我重写的一段，与原来无关。"), html("他换成了别的")),
        ),
        (html(f"<b>{A}</b>", B), html(A[:-1] + "！", B), Both(html(f"<b>{A}</b>"), html(A[:-1] + "！"))),
    ],
)
def test_a_paragraph_that_both_changed_in_different_ways_is_kept_twice(mine: str, theirs: str, both: Both) -> None:
    assert [piece for piece in merge_bodies(html(A, B), mine, theirs) if isinstance(piece, Both)] == [both]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (
            f"<ul><li>{A}</li><li>{B}</li></ul>",
            f"<ul><li>{A}一</li><li>{B}</li></ul>",
            f"<ul><li>{A}</li><li>{B}二</li></ul>",
            f"<ul><li>{A}一</li><li>{B}二</li></ul>",
        ),
        (f"<p>{A}<br>{B}</p>", f"<p>{A}一<br>{B}</p>", f"<p>{A}<br>{B}二</p>", f"<p>{A}一<br>{B}二</p>"),
        (
            f"<table><tbody><tr><td>{A}</td></tr><tr><td>{B}</td></tr></tbody></table>",
            f"<table><tbody><tr><td>{A}一</td></tr><tr><td>{B}</td></tr></tbody></table>",
            f"<table><tbody><tr><td>{A}</td></tr><tr><td>{B}二</td></tr></tbody></table>",
            f"<table><tbody><tr><td>{A}一</td></tr><tr><td>{B}二</td></tr></tbody></table>",
        ),
        (
            f"<div>{html(A, B)}</div>", f"<div>{html(A + '一', B)}</div>", f"<div>{html(A, B + '二')}</div>",
            f"<div>{html(A + '一', B + '二')}</div>",
        ),
    ],
)  # fmt: skip
def test_items_rows_and_lines_are_merged_inside_their_block(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge_bodies(base, mine, theirs) == [merged]


def changed(lines: list[str], random: Random, name: str) -> list[str]:
    """Change, add, delete or move one line; what is new has the side's name in it."""
    lines, place = list(lines), random.randrange(len(lines))
    change: Callable[[], object] = random.choice(
        [
            lambda: lines.__setitem__(place, f"{lines[place]}{name}{random.random()}"),
            lambda: lines.insert(place, f"{name}加了一段{random.random()}"),
            lambda: lines.pop(place) if len(lines) > 1 else None,
            lambda: lines.insert(random.randrange(len(lines)), lines.pop(place)),
        ]
    )
    change()
    return lines


@pytest.mark.parametrize("seed", range(60))
def test_whatever_two_sides_do_each_new_text_is_in_the_merge(seed: int) -> None:
    random = Random(seed)
    base = [f"{number}、{line}" for number, line in enumerate([A, B, C, D] * 2)]
    mine, theirs = base, base
    for _ in range(random.randint(1, 4)):
        mine, theirs = changed(mine, random, "我"), changed(theirs, random, "他")
    pieces = merge_bodies(html(*base), html(*mine), html(*theirs))
    merged = "".join(piece if isinstance(piece, str) else piece.mine + piece.theirs for piece in pieces)
    for line in {*mine, *theirs} - set(base):
        assert f"<p>{line}</p>" in merged
    for line in set(base) & set(mine) & set(theirs):
        assert f"<p>{line}</p>" in merged


def test_a_body_that_one_side_alone_changed_is_that_body() -> None:
    for seed in range(20):
        base = [A, B, C, D]
        mine = changed(changed(base, Random(seed), "我"), Random(seed + 1), "我")
        assert merge_bodies(html(*base), html(*mine), html(*base)) == [html(*mine)]
        assert merge_bodies(html(*base), html(*base), html(*mine)) == [html(*mine)]
