"""Find and replace works on text, and leaves markup alone, however odd the texts are."""

from typing import Any

import pytest

from articles.editing.replacing import Search, find, replaced

SUMMARY = "自己写的摘要。"


def content(body: str = "", title: str = "题目", summary: str = SUMMARY) -> dict[str, Any]:
    return {"title": title, "summary": summary, "body": body}


def all_replaced(body: str, words: str, by: str, **options: Any) -> str:
    search = Search(words, **options)
    occurrences = find(content(body), search, ("body",))
    new, left = replaced(content(body), search, by, [occurrence.key for occurrence in occurrences])
    assert left == []
    return str(new["body"])


@pytest.mark.parametrize(
    ("body", "words", "by", "after"),
    [
        ("<p>张三和张三。</p>", "张三", "李四", "<p>李四和李四。</p>"),
        ("<p>A.B a+b</p>", "A.B", r"\1$&", r"<p>\1$&amp; a+b</p>"),
        ("<p>(.*)[a-z]</p>", "(.*)", "[", "<p>[[a-z]</p>"),
        ("<p>甲 &amp; 乙 &amp;amp;</p>", "&", "与", "<p>甲 与 乙 与amp;</p>"),
        ("<p>1 &lt; 2</p>", "<", "<b>", "<p>1 &lt;b&gt; 2</p>"),
        ("<p>&amp;lt;</p>", "&lt;", "小于", "<p>小于</p>"),
        ("<p>👩‍👩‍👧和😀</p>", "😀", "👍🏽", "<p>👩‍👩‍👧和👍🏽</p>"),
        ("<p>张<b>三</b></p>", "张三", "李四", "<p>张<b>三</b></p>"),
        ("<p>张三<b>张三</b></p>", "张三", "李四", "<p>李四<b>李四</b></p>"),
        ("<p>张</p><p>三</p>", "张三", "李四", "<p>张</p><p>三</p>"),
        ("<p>张<br>三</p>", "张三", "李四", "<p>张<br>三</p>"),
        ("<p>aaa</p>", "aa", "b", "<p>ba</p>"),
        ("<p>多余的话</p>", "多余的", "", "<p>话</p>"),
    ],
)
def test_text_is_replaced_as_it_reads(body: str, words: str, by: str, after: str) -> None:
    assert all_replaced(body, words, by) == after


@pytest.mark.parametrize("words", ["strong", "href", "example", "p>", "小图", "img", "class", "https"])
def test_markup_is_never_searched(words: str) -> None:
    body = '<p><strong>文字</strong><a href="https://example.com/">链</a><img src="/uploads/a.jpg" alt="小图 > 大"></p>'
    assert find(content(body), Search(words), ("body",)) == []


def test_an_occurrence_across_elements_is_shown_but_not_replaced() -> None:
    (occurrence,) = find(content("<p>请张<b>三</b>来</p>"), Search("张三"), ("body",))
    assert (occurrence.before, occurrence.words, occurrence.after, occurrence.fits) == ("请", "张三", "来", False)


def test_24_characters_stand_on_both_sides() -> None:
    (occurrence,) = find(content(f"<p>{'前' * 30}张三{'后' * 30}</p>"), Search("张三"), ("body",))
    assert (occurrence.before, occurrence.after) == ("前" * 24, "后" * 24)


def test_case_and_width_count_only_if_asked() -> None:
    body = "<p>PPT ppt ＰＰＴ İSS ß</p>"
    assert all_replaced(body, "ppt", "幻灯片") == "<p>PPT 幻灯片 ＰＰＴ İSS ß</p>"
    assert all_replaced(body, "ppt", "幻灯片", is_exact=False) == "<p>幻灯片 幻灯片 幻灯片 İSS ß</p>"


def test_only_ticked_occurrences_are_replaced() -> None:
    new, _left = replaced(
        content("<p>甲甲甲</p>"), Search("甲"), "乙", ["body:1", "title:0", "body:99", "body:x", "body:"]
    )
    assert new["body"] == "<p>甲乙甲</p>"


def test_a_field_that_would_be_too_long_or_empty_stays_and_is_told() -> None:
    long = content("<p>甲</p>", title=f"甲{'字' * 119}", summary=f"甲{'字' * 499}")
    new, left = replaced(long, Search("甲"), "乙丙", ["title:0", "summary:0", "body:0"])
    assert (new, left) == ({**long, "body": "<p>乙丙</p>"}, ["title", "summary"])
    assert replaced(content(title="甲"), Search("甲"), "", ["title:0"])[1] == ["title"]


def test_a_summary_made_from_the_body_follows_it() -> None:
    made = content("<p>张三来了。</p>", summary="张三来了。")
    search = Search("张三")
    assert [occurrence.name for occurrence in find(made, search, ("summary", "body"))] == ["body"]
    assert replaced(made, search, "李四", ["body:0"])[0]["summary"] == "李四来了。"


def test_a_written_text_is_cleaned() -> None:
    assert "<script" not in all_replaced("<p>甲</p>", "甲", "<script>alert(1)</script>")


def test_a_text_of_100_000_characters_is_searched_and_replaced() -> None:
    body = f"<p>{'甲乙' * 50_000}</p>"
    assert all_replaced(body, "乙", "丙") == f"<p>{'甲丙' * 50_000}</p>"
