"""Parse a visitor's search query."""

import pytest

from articles.fulltext.query import Query, is_too_long, normal_query, parse, shorten


@pytest.mark.parametrize(
    ("typed", "words", "excluded"),
    [
        ("演讲 技巧", ["演讲", "技巧"], []),
        ("　演講　技巧 演讲", ["演讲", "技巧"], []),
        ('"great  speech" 演讲', ["great speech", "演讲"], []),
        ("“身边 好人”分享", ["身边 好人", "分享"], []),
        ("「竞聘 演讲」", ["竞聘 演讲"], []),
        ("『竞聘 演讲』稿", ["竞聘 演讲", "稿"], []),
        ("演讲 -竞聘", ["演讲"], ["竞聘"]),
        ("演讲 －竞聘", ["演讲"], ["竞聘"]),
        ('演讲 -"great speech"', ["演讲"], ["great speech"]),
        ("-竞聘", [], ["竞聘"]),
        ("工作-总结", ["工作总结"], []),
        ('"工作"-总结', ["工作", "总结"], []),  # a hyphen excludes only after a space
        ('"工作" -总结', ["工作"], ["总结"]),
        ("covid-19", ["covid-19"], []),
        ('"-5"', ["5"], []),
        ("--x", [], ["x"]),
        ("演讲 —竞聘 –口才 −稿", ["演讲", "竞聘", "口才", "稿"], []),  # a dash is no hyphen
        ("『竞聘·演讲』 „great speech“", ["竞聘演讲", "great", "speech"], []),
        ("马克·吐温 ·", ["马克吐温"], []),
        ("- 演讲 -", ["演讲"], []),
        ('"演讲', ["演讲"], []),
        ("他说“开会", ["他说", "开会"], []),
        ('""「」“”', [], []),
        ("", [], []),
    ],
)
def test_a_query_is_read(typed: str, words: list[str], excluded: list[str]) -> None:
    query = parse(typed)
    assert (query.words, list(query.excluded)) == (words, excluded)


def test_only_the_first_hundred_characters_are_looked_at() -> None:
    assert parse("讲" * 10_000).words == ["讲" * 100]
    assert not is_too_long("讲" * 100)
    assert is_too_long("讲" * 101)
    assert shorten("甲\0乙\n丙\u200b丁") == "甲 乙 丙丁"


@pytest.mark.parametrize("piece", ["\ue000字", "\U000323b0", "👩👧", "字\u0378"])
def test_signs_that_are_rare_or_nobodys_are_kept(piece: str) -> None:
    assert shorten(piece) == piece


def test_only_the_first_six_words_are_looked_at() -> None:
    query = parse("一 二 三 -四 五 六 一 -七 八")
    assert query.words == ["一", "二", "三", "五", "六"]
    assert (query.excluded, query.is_cut) == (("四",), True)
    assert not parse("一 二 三 -四 五 六 一").is_cut


def test_queries_that_are_alike_are_the_same() -> None:
    assert normal_query("　演講  Ａ ") == normal_query("演讲 a") == "演讲 a"
    assert normal_query("马克•吐温 －稿") == normal_query("马克吐温 -稿") == "马克吐温 -稿"
    assert normal_query("“两学—一做”") == "“两学一做”"


def test_some_words_together_have_synonyms_too() -> None:
    query = parse("竞聘 演讲").with_synonyms({"竞聘 演讲": frozenset(["述职"])})
    assert query.terms == (("竞聘", "述职"), ("演讲", "述职"))


def test_synonyms_stand_beside_the_word_they_belong_to() -> None:
    query = parse("讲话 技巧 -讲话").with_synonyms({"讲话": frozenset(["演讲", "发言"])})
    assert query == Query(terms=(("讲话", "发言", "演讲"), ("技巧",)), excluded=("讲话",))
