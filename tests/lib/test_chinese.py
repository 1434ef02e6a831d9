"""Chinese text: names, pinyin, excerpts, bigrams."""

import pytest

from yanjiang.lib.chinese import bigrams, clauses, excerpt, on_end, person_name, pinyin_segment, spaced_name


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("王临", "王　临"),
        ("𠮷野", "𠮷　野"),
        ("周小言", "周小言"),
        ("王", "王"),
        ("Li", "Li"),
        ("王a", "王a"),
        ("", ""),
    ],
)
def test_names_of_two_characters_are_spaced(name: str, printed: str) -> None:
    assert spaced_name(name) == printed


def test_people_are_named_family_name_first() -> None:
    assert person_name(last_name="王", first_name="临", username="wanglin") == "王临"
    assert person_name(last_name="王", first_name="", username="wanglin") == "王"
    assert person_name(last_name="", first_name=" ", username="wanglin") == "wanglin"


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("佳作摘登", "jiazuozhaideng"),
        ("个人业务馆", "gerenyewuguan"),
        ("演讲 Top 10", "yanjiang-top-10"),
        ("2014年·总结", "2014nian-zongjie"),
        ("绿色", "lvse"),
        ("——", ""),
        ("😀", ""),
        ("", ""),
    ],
)
def test_path_segments_are_pinyin(name: str, segment: str) -> None:
    assert pinyin_segment(name) == segment


def test_path_segments_are_cut_without_a_hyphen_at_the_end() -> None:
    assert pinyin_segment("演讲" * 20) == "yanjiang" * 7 + "yanj"
    assert pinyin_segment("《演讲》", max_length=8) == "yanjiang"
    assert pinyin_segment("演讲 技巧", max_length=9) == "yanjiang"
    assert pinyin_segment("演讲 技巧", max_length=10) == "yanjiang-j"


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("  一二三四五\n", chars=5) == "一二三四五"
    assert excerpt("一\n二", chars=5) == "一　二"
    assert excerpt(" \n ", chars=5) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一、开场\n好的开场白。\n一句就够", "一、开场　好的开场白。一句就够"),
        ("各位领导：\n大家好", "各位领导：大家好"),
        ("他说：“请进！”\n鼓掌", "他说：“请进！”鼓掌"),
        ("“身边好人”\n发言稿", "“身边好人”　发言稿"),
        ("Ladies and gentlemen,\nwelcome.\n大家好", "Ladies and gentlemen, welcome. 大家好"),
        (" \n一 \n\n 二\n", "一　二"),
        ("", ""),
    ],
)
def test_lines_that_are_set_on_end_stay_apart(text: str, line: str) -> None:
    assert on_end(text) == line


def test_an_excerpt_ends_no_sentence_with_a_blank() -> None:
    assert excerpt("一二三四\n五六七八", chars=6) == "一二三四…"


def test_an_excerpt_ends_with_a_sentence_where_one_is_near() -> None:
    assert excerpt("各位领导好。今天我来谈谈开场白。", chars=10) == "各位领导好。"
    assert excerpt("他说：“请进！”然后大家鼓掌欢迎。", chars=10) == "他说：“请进！”"
    assert excerpt("好。今天我来谈谈开场白的五种写法。", chars=10) == "好。今天我来谈谈开…"


def test_an_excerpt_is_counted_in_characters_and_marks_its_cut() -> None:
    assert excerpt("一二三四五六七八九十", chars=6) == "一二三四五…"
    assert excerpt("一二三四，五六七八九", chars=6) == "一二三四…"
    assert excerpt("𠮷𠮷𠮷𠮷𠮷𠮷𠮷", chars=4) == "𠮷𠮷𠮷…"


@pytest.mark.parametrize(
    ("text", "chars", "cut"),
    [
        ("一二三葛\U000e0100城的讲稿", 5, "一二三…"),  # a form of a character
        ("一二三👩‍👩‍👧的讲稿", 6, "一二三…"),  # one family, of five code points
        ("一二👍🏽👍🏽的讲稿", 6, "一二👍🏽…"),  # a skin colour
        ("一二❤️❤️的讲稿", 6, "一二❤️…"),
        ("cafe\u0301s au lait", 5, "caf…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 6, "👩‍👩‍👧…"),  # longer than what is wanted
    ],
)
def test_a_cut_is_before_a_character_and_not_inside_one(text: str, chars: int, cut: str) -> None:
    assert excerpt(text, chars=chars) == cut


def test_bigrams_are_pairs_of_neighbours_within_a_run() -> None:
    assert bigrams("党的群众，路线") == {"党的", "的群", "群众", "路线"}
    assert bigrams("我 a 们") == {"我", "们"}
    assert bigrams("𠮷野家") == {"𠮷野", "野家"}
    assert bigrams("〇一") == {"〇一"}
    assert bigrams("word, 12") == set()
    assert bigrams("") == set()


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("桥头的修车摊——在街道“身边好人”会上的发言", "桥头的修车摊|——在街道/“身边好人”/会上的发言"),
        ("删：改稿最省力的一刀", "删：|改稿最省力的一刀"),
        ("他说：“行。”我们就走", "他说：|“行。”/我们就走"),
        ("“再拔高一点”，怎么改？", "“再拔高一点”，|怎么改？"),
        ("——破折号开头", "——破折号开头"),
        ("《人民日报》“今日谈”（一）", "《人民日报》/“今日谈”（一）"),
        ("没有标点的标题", "没有标点的标题"),
        ("", ""),
    ],
)
def test_a_headline_is_cut_where_a_typesetter_would_break_it(title: str, cut: str) -> None:
    assert "|".join("/".join(phrases) for phrases in clauses(title)) == cut
