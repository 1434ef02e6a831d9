"""Searches find the same with signs that people confuse or leave out."""

import pytest

from articles.fulltext.excerpts import SearchedText
from articles.fulltext.lexemes import lexemes_of, needed
from articles.fulltext.matching import fields_of, tier
from articles.fulltext.query import parse
from articles.fulltext.text import normal_text, normalise

QUOTED = ("“”", "「」", "『』", '""', "＂＂", "‘’", "«»", "〝〞", "﹁﹂", "„”")
# Each line is one name or phrase, in the spellings that people type.
ALIKE = (
    [f"马克{dot}吐温" for dot in "·•・‧∙．.･⋅﹒․\u0387\u2e31\u2e33●◦"] + ["马克吐温", "马克 · 吐温", "马克\u200b·吐温"],
    ["J·K·罗琳", "J.K.罗琳", "J．K．罗琳", "J•K•罗琳", "JK罗琳", "ＪＫ罗琳"],
    ["3·15晚会", "3.15晚会", "3•15晚会", "３．１５晚会", "315晚会"],
    ["一二·九运动", "一二•九运动", "一二九运动", "一二．九运动"],
    [f"桥头的摊{dash}在会上" for dash in ("——", "--", "──", "～", "", *"—–-－―⸺﹣‐‑−")],
    [f"2010{dash}2014年" for dash in "-–—－‐‑−~～〜∼"],
    [f"{pair[0]}两学一做{pair[1:]}学习教育" for pair in QUOTED]
    + ["两学一做学习教育"],
    [f"don{mark}t stop" for mark in "'’ʼ＇`´′‘"],
    [f"国发{pair[0]}2014{pair[1]}1号" for pair in ("〔〕", "[]", "【】", "()", "（）", "［］", "〖〗", "｛｝")],
    [f"且听下回{dots}分解" for dots in ("……", "…", "...", "。。。", "⋯⋯", "···", "")],
    ["读〈论语〉", "读《论语》", "读⟪论语⟫"],
    ["二〇一四年", "二○一四年", "二◯一四年"],
    ["马上见面", "⻢上⻅⾯", "⾺上見面", "馬上見面"],
    ["时间：九点", "时间:九点", "时间∶九点", "时间︓九点"],
    ["工作 总结", "工作　总结", "工作\u00a0总结", "工作\u2003总结", "工作\t总结"],
    ["讲话", "讲\u200b话", "讲\u00ad话", "讲\u2060话", "讲\ufeff话", "讲\u3164话", "讲\u034f话", "讲\u202e话\u202c"],
)  # fmt: skip
# Words that differ by a meaningful sign stay different.
APART = (
    ("长3.75米", "375"),
    ("共129亿元", "1.29亿"),
    ("web2.0", "web20"),
    ("共15亿元", "1.5亿"),
    ("共1.5亿元", "15亿"),
    ("在2014年", "20.14年"),
    ("a well-known man", "wellknown"),
    ("say don't", "dont"),
    ("网址www.example.com", "wwwexample"),
    ("他说：好", "他说好"),
    ("甲，乙", "甲乙"),
    ("甲。乙", "甲乙"),
    ("第一行\n·第二行", "行第"),
    ("甲\n——乙", "甲乙"),
)


def has_all(held: set[str], word: str) -> bool:
    """Tell whether the index, which holds these lexemes of an article, finds it by the word."""
    return all(
        any(one.startswith(lexeme.text) if lexeme.is_prefix else one == lexeme.text for one in held)
        for lexeme in needed(word).lexemes
    )


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[-1])
def test_every_spelling_finds_every_other(spellings: list[str]) -> None:
    for text in spellings:
        fields = fields_of(title=f"看{text}吧", labels=[], summary="", body="")
        held = lexemes_of(fields)
        missed = [typed for typed in spellings if tier(fields, parse(typed)) != 1]
        assert missed == [], text
        for typed in spellings:
            for term in parse(typed).terms:
                assert any(has_all(held, word) for word in term), (text, typed)


@pytest.mark.parametrize(("text", "typed"), APART)
def test_words_that_a_sign_tells_apart_stay_apart(text: str, typed: str) -> None:
    fields = fields_of(title=text, labels=[], summary="", body="")
    assert tier(fields, parse(typed)) is None
    assert "\n" in text or tier(fields_of(title=typed, labels=[], summary="", body=""), parse(text)) is None


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[-1])
def test_normalising_again_changes_nothing(spellings: list[str]) -> None:
    for text in [*spellings, *(f"{text}·\u0301、か·゙" for text in spellings)]:
        normal = normal_text(text)
        assert normal_text(normal) == normalise(text).text == normal
        assert normalise(text).offsets[-1] == len(text)


@pytest.mark.parametrize(
    ("source", "typed", "marked"),
    [
        ("他写马克·吐温的书", "马克吐温", "马克·吐温"),
        ("他写马克吐温的书", "马克•吐温", "马克吐温"),
        ("他写马克 · 吐温的书", "马克", "马克"),
        ("讲“枫桥经验”的文章", "枫桥经验", "枫桥经验"),
        ("讲“枫桥经验”的文章", "枫桥经验的文章", "枫桥经验”的文章"),
        ("桥头的摊——在会上", "摊", "摊"),
        ("桥头的摊——在会上", "摊在", "摊——在"),
        ("J·K·罗琳说", "JK罗琳", "J·K·罗琳"),
        ("看3·15晚会", "315晚会", "3·15晚会"),
        ("❤\ufe0f·甲", "❤", "❤\ufe0f"),
    ],
)
def test_a_found_word_is_marked_as_the_source_has_it(source: str, typed: str, marked: str) -> None:
    parts = SearchedText(source, parse(typed).words).whole()
    assert [part.text for part in parts if part.is_marked] == [marked]
    assert "".join(part.text for part in parts) == source
