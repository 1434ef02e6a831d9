"""Normalized text: the replacement of characters, and their original positions."""

import json
import unicodedata
from pathlib import Path

import pytest

from articles.fulltext.text import START, mark_starts, normal_text, normalise


@pytest.mark.parametrize(
    ("source", "normal"),
    [
        ("讲话稿", "讲话稿"),
        ("講話稿的開場白", "讲话稿的开场白"),
        ("乾坤", "干坤"),  # by the character, whatever stands beside it
        ("薴", "苎"),
        ("Ｓｐｅｅｃｈ　２０１４", "speech 2014"),
        ("Straße", "strasse"),
        ("cafe\u0301", "café"),
        ("ｶﾞ", "ガ"),
        ("㈱①", "(株)1"),
        ("讲\u200b话\ufeff", "讲话"),
        ("a\u00adb", "ab"),
        ("❤\ufe0f", "❤"),
        ("一 \n 二\r\n三", "一\n二\n三"),
        ("一\u3000\u00a0\t二", "一 二"),
        ("𠮷野家😀", "𠮷野家😀"),
        ("𝓢peech", "speech"),
        ("\ud800", "\ufffd"),
    ],
)
def test_text_is_normalised(source: str, normal: str) -> None:
    assert normal_text(source) == normalise(source).text == normal


def corpus(corpora: Path) -> list[str]:
    strings = json.loads((corpora / "naughty_strings.json").read_text())
    astral = (corpora / "astral_characters.txt").read_text()
    return [*strings, astral, "講話稿，Ｓｐｅｅｃｈ ㈱\n" * 3, "e\u0301ｶﾞ\u1112\u1161\u11ab가"]


def test_normalising_again_changes_nothing_and_both_ways_agree(corpora: Path) -> None:
    for source in corpus(corpora):
        normal = normal_text(source)
        assert normalise(source).text == normal
        assert normal_text(normal) == normal
        assert START not in normal


def test_text_without_han_is_what_nfkc_and_case_folding_make_of_it(corpora: Path) -> None:
    for source in corpus(corpora):
        # Signs are written one way, or left out: `test_signs`.
        letters = (c for c in source if c.isspace() or c.isalnum())
        kept = "".join(c for c in letters if c.isprintable() and unicodedata.category(c) not in ("Lm", "Lo", "No"))
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
        assert normal_text(kept).split() == folded.split()


@pytest.mark.parametrize(
    ("source", "found", "shown"),
    [
        ("这是講話稿的开头", "讲话", "講話"),
        ("报告 Ｓｐｅｅｃｈ 完", "speech", "Ｓｐｅｅｃｈ"),
        ("甲㈱乙", "株", "㈱"),
        ("甲㈱乙", ")乙", "㈱乙"),
        ("在cafe\u0301里", "café", "cafe\u0301"),
        ("讲\u200b话", "讲话", "讲\u200b话"),
        ("一 \n\n 二三", "二三", "二三"),
        ("𠮷野家", "野", "野"),
    ],
)
def test_every_character_has_its_offset(source: str, found: str, shown: str) -> None:
    normal = normalise(source)
    start = normal.text.index(found)
    begin, end = normal.source_span(start, start + len(found))
    assert source[begin:end] == shown


def test_offsets_run_through_the_whole_source(corpora: Path) -> None:
    for source in corpus(corpora):
        offsets = normalise(source).offsets
        assert list(offsets) == sorted(offsets)
        assert offsets[-1] == len(source)


def test_the_start_of_each_latin_word_and_number_is_marked() -> None:
    assert mark_starts("在2014年 great speech，café😀abc") == "在|2014年 |great |speech，|café😀|abc".replace(
        "|", START
    )
