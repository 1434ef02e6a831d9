"""Blocks outside the allow list: their texts stay apart."""

import pytest

from yanjiang.lib.html import clean, to_text

BLOCKS = [
    "address", "article", "aside", "center", "details", "dialog", "fieldset", "footer", "form", "h5", "h6", "header",
    "hgroup", "listing", "main", "marquee", "nav", "search", "section", "summary", "xmp",
]  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_two_unknown_blocks_are_two_lines(name: str) -> None:
    assert to_text(clean(f"<{name}>甲</{name}><{name}>乙</{name}>丙")) == "甲\n乙\n丙"
    assert to_text(clean(f"前<{name.upper()} class=x>甲</{name.upper()}>后")) == "前\n甲\n后"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (
            "<center>甲</center><center>乙</center>",
            '<p class="align-center">甲</p><p class="align-center">乙</p>',
        ),
        ("<section>甲</section><section>乙</section>", "<p>甲</p><p>乙</p>"),
        # As WeChat nests them: no wrapper stays.
        ("<section><section><p>甲</p></section><section><span>乙</span></section></section>", "<p>甲</p><p>乙</p>"),
        ("<section>甲<p>乙</p>丙</section><section>丁</section>", "<p>甲</p><p>乙</p>丙<p>丁</p>"),
        ("<p>甲<section>乙</section>丙</p>", "<p>甲</p><p>乙</p>丙"),
        ("<article><h5>甲</h5>乙<footer>丙</footer></article>", "<h4>甲</h4>乙<p>丙</p>"),
        ("<details><summary>甲</summary>乙</details>", "<p>甲</p>乙"),
        ("<select><option>甲<option>乙</select>", "<p>甲</p><p>乙</p>"),
        ("<select><optgroup label=x><option>甲</option></optgroup></select>乙", "<p>甲</p><p>乙</p>"),
        ("<ul><li><section>甲</section></li></ul>", "<ul><li><p>甲</p></li></ul>"),
        ("<menu><li>甲<li>乙</menu>", "<ul><li>甲</li><li>乙</li></ul>"),
        (
            '<center><p>甲</p><img src="/a.png"></center>',
            '<div class="align-center"><p>甲</p><img src="/a.png"></div>',
        ),
        ('<section class="align-right x">甲</section>', '<p class="align-right">甲</p>'),
        ("<strike>甲</strike><tt>乙</tt>", "<s>甲</s><code>乙</code>"),
    ],
)
def test_an_unknown_block_becomes_a_paragraph_or_two(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("甲<p></p>乙", "甲<br>乙"),
        ("<p>甲<section>乙</section>丙</p>丁", "<p>甲</p><p>乙</p>丙<br>丁"),
        ("<p>甲<h5>乙</h5><b>丙</b></p>\n<img src=/a.png>", '<p>甲</p><h4>乙</h4><b>丙</b><br>\n<img src="/a.png">'),
        ("甲<p> </p><p></p><p>乙</p>", "甲<p>乙</p>"),
        ("<ul><li>甲<p></p></li></ul>乙<p></p>", "<ul><li>甲</li></ul>乙"),
    ],
)
def test_an_empty_paragraph_between_two_texts_ends_a_line(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned
    assert clean(str(clean(html))) == cleaned


def test_cells_without_a_table_are_paragraphs() -> None:
    assert clean("<tr><td>甲</td><td>乙</td></tr><tr><td>丙<td>丁") == "<p>甲</p><p>乙</p><p>丙</p><p>丁</p>"
    table = "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"
    assert clean(table) == table


def test_a_table_of_nothing_but_misplaced_text_keeps_the_text() -> None:
    html = clean("<table>" + "<br>字" * 2_000)
    assert to_text(html) == "\n".join("字" * 2_000)
    assert "<table" not in html


def test_an_end_without_a_start_ends_nothing() -> None:
    assert clean("<div>甲</center>乙</div>丙</section>丁") == "<div>甲乙</div>丙丁"


def test_a_tag_inside_an_attribute_is_text() -> None:
    assert clean('<img src="/a.png" alt="<center>甲</center>" title="乙">').endswith(' title="乙">')


def test_the_pronunciation_above_a_word_is_no_part_of_the_text() -> None:
    ruby = "<ruby>演<rt>yǎn</rt></ruby><ruby>讲<rp>（</rp><rt>jiǎng</rt><rp>）</rp></ruby>"
    assert clean(ruby) == ruby
    assert to_text(ruby) == "演讲"
