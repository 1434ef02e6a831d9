"""Two bodies compared: lines first, then each character."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editing.blocks import blocks_of, body_of
from articles.editing.diff import Kind, changed_characters, compare
from yanjiang.lib.html import clean

OPENING = "各位评委、各位同事，大家上午好。感谢组织给我这次竞聘的机会。"
MIDDLE = "我在基层工作了十二年，先后做过文书、宣传和信访三个岗位。"
ENDING = "如果这次没有选上，我也会在原来的岗位上继续把事情做好。"
SENTENCES = [
    "说话要先想清楚听的人是谁。", "开场的一句话，决定了听众愿不愿意抬头。", "举例子胜过讲道理；",
    "数字要少，而且要准。", "停顿不是忘词，是让人听进去。", "“结尾”要让人记住一件事。",
    "稿子写完，先念给自己听一遍！", "改到顺口为止，才算写完？",
]  # fmt: skip


def html(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def long_text(characters: int, *, seed: int = 1) -> list[str]:
    random, lines = Random(seed), list[str]()
    while sum(map(len, lines)) < characters:
        lines.append(f"{len(lines)}、" + "".join(random.choices(SENTENCES, k=random.randint(2, 9))))
    return lines


def edited(lines: list[str], count: int, change: str, *, seed: int = 2) -> list[str]:
    """Change single characters at random places: replace, insert or delete them."""
    random, text = Random(seed), list("\n".join(lines))
    # Apart from each other, so that no two edits are one.
    for place in random.sample([n for n in range(1, len(text), 3) if text[n] != "\n" != text[n - 1]], count):
        text[place] = {"replace": "龘", "insert": f"龘{text[place]}", "delete": ""}[change]
    return "".join(text).split("\n")


@pytest.mark.parametrize(("change", "marked"), [("replace", (40, 40)), ("insert", (0, 40)), ("delete", (40, 0))])
@pytest.mark.parametrize("shape", ["paragraphs", "lines of one paragraph", "one paragraph", "a table"])
def test_forty_changed_characters_mark_forty(change: str, marked: tuple[int, int], shape: str) -> None:
    made = {
        "paragraphs": html,
        "lines of one paragraph": lambda *lines: f"<p>{'<br>'.join(lines)}</p>",
        "one paragraph": lambda *lines: html("".join(lines)),
        "a table": lambda *lines: (
            f"<table><tbody><tr>{''.join(f'<td>{line}</td>' for line in lines)}</tr></tbody></table>"
        ),
    }[shape]
    lines = long_text(3_300)
    assert changed_characters(made(*lines), made(*edited(lines, 40, change))) == marked


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("大家好。", "大家好！", (1, 1)),
        ("大家好，", "大家好,", (1, 1)),
        ("你 好", "你好", (1, 0)),
        ("你好", "你　好", (0, 1)),
        ("A&amp;B", "A&lt;B", (1, 1)),
        ("<b>大家</b>好", "大家好", (0, 0)),
    ],
)
def test_punctuation_and_blanks_count_and_markup_does_not(before: str, after: str, marked: tuple[int, int]) -> None:
    assert changed_characters(html(before), html(after)) == marked


def test_paragraphs_that_moved_are_told_so_and_marked_only_where_they_changed() -> None:
    lines = long_text(50_000)
    moved = [*lines[:100], *lines[130:300], *lines[100:130], *lines[300:]]
    assert sum(map(len, lines[100:130])) > 1_500
    assert changed_characters(html(*lines), html(*edited(moved, 200, "replace"))) == (200, 200)
    rows = compare(html(*lines), html(*moved))
    assert [row.after[0].text for row in rows if row.kind == Kind.MOVED] == lines[100:130]
    assert [row.before[0].text for row in rows if row.kind == Kind.LEFT] == lines[100:130]


def test_a_paragraph_that_moved_and_was_changed_is_still_the_same() -> None:
    rows = compare(html(OPENING, MIDDLE, ENDING), html(MIDDLE, ENDING, OPENING.replace("上午", "下午")))
    assert [row.kind for row in rows] == [Kind.LEFT, Kind.SAME, Kind.SAME, Kind.MOVED]
    assert [part for part in rows[-1].parts if part.is_changed] == [("上", "下")]


def test_a_paragraph_that_was_split_is_one_row_without_marked_characters() -> None:
    first, second = OPENING[:12], OPENING[12:]
    for before, after in ((html(OPENING), html(first, second)), (html(first, second), html(OPENING))):
        assert changed_characters(before, after) == (0, 0)
        assert [(row.kind, len(row.before) + len(row.after)) for row in compare(before, after)] == [(Kind.CHANGED, 3)]


def test_a_paragraph_that_was_cut_into_many_marks_nothing() -> None:
    pieces = [MIDDLE[start : start + 5] for start in range(0, len(MIDDLE), 5)]
    assert changed_characters(html(MIDDLE), html(*pieces)) == (0, 0)


def test_an_added_and_a_removed_line_stand_alone() -> None:
    rows = compare(html(OPENING, MIDDLE), html(OPENING, ENDING))
    assert [row.kind for row in rows] == [Kind.SAME, Kind.REMOVED, Kind.ADDED]
    assert changed_characters(html(OPENING, MIDDLE), html(OPENING, ENDING)) == (len(MIDDLE), len(ENDING))


def test_one_picture_for_another_is_a_change_of_that_picture() -> None:
    before = html(OPENING) + '<figure class="image"><img src="/uploads/a.webp" alt="会场"></figure>'
    rows = compare(before, before.replace("a.webp", "b.webp"))
    assert [row.kind for row in rows] == [Kind.SAME, Kind.CHANGED]


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>各位评委</p>",
            "<p>大家好<br>我是王临</p>",
            "散落的文字",
            "<b>粗体</b>",
            "<ul><li>一</li><li>二<p>三</p></li></ul>",
            "<hr>",
            '<img src="/a.webp" alt="会场">',
            "<h2>结尾</h2>",
            "\n",
            "<table><tr><td>甲</td><td></td></tr></table>",
            '<div style="page-break-after:always"></div>',
            "<blockquote><p>引文</p></blockquote>",
            "<div>",
            "</p>",
            "<p>",
        ]
    ),
    max_size=12,
)


@given(MARKUP)
def test_the_blocks_of_a_body_are_the_body(parts: list[str]) -> None:
    body = clean("".join(parts))
    assert body_of(blocks_of(body)) == body


@given(MARKUP, MARKUP)
def test_the_parts_of_a_comparison_are_the_two_texts(one: list[str], other: list[str]) -> None:
    before, after = clean("".join(one)), clean("".join(other))
    for row in compare(before, after):
        assert (
            "".join(part.before for part in row.parts) == "\n".join(line.text for line in row.before) or not row.parts
        )
        assert "".join(part.after for part in row.parts) == "\n".join(line.text for line in row.after)
    assert changed_characters(before, before) == (0, 0)
