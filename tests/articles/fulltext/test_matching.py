"""The exact rules of matching. The lexemes find every article that the rules find."""

import json
from pathlib import Path

import pytest

from articles.fulltext.lexemes import LONGEST, TIERS, Lexeme, lexemes_of, needed, tier_lexeme
from articles.fulltext.matching import Fields, fields_of, tier
from articles.fulltext.query import parse


def article(title: str = "", *, labels: list[str] | None = None, summary: str = "", body: str = "") -> Fields:
    return fields_of(title=title, labels=labels or [], summary=summary, body=body)


ARTICLE = article(
    "怎样写好開場白",
    labels=["演讲技巧", "口才", "周言"],
    summary="第一句话先把听众请进来。",
    body="2014年的Great Speech讲了三十分钟。\n听众 都站了起来😀，C++也讲，covid19也讲。",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("开场", 1),
        ("场", 1),
        ("口才", 2),
        ("周言", 2),
        ("听众", 3),
        ("三十", 4),
        ("开场 口才", 2),
        ("开场 听众 钟", 4),
        ("技巧口才", None),  # not across two labels
        ("开场白演讲", None),  # not across two fields
        ("分钟听众", None),  # not across two blocks
        ('"听众 都站"', 4),
        ("听众都站", None),
        ("2014", 4),
        ("201", 4),
        ("014", None),
        ("14年", None),
        ("4年", None),
        ("2014年的great", 4),
        ("spe", 4),
        ("peech", None),
        ('"great spe"', 4),
        ("19", None),
        ("covid19", 4),
        ("c++", 4),
        ("+也", 4),
        ("😀", 4),
        ("来😀，c", 4),
        ("开场 -竞聘", 1),
        ("开场 -听众", None),
        ("开场 -peech", 1),
        ("-竞聘", None),
        ("", None),
    ],
)
def test_the_rules(typed: str, found: int | None) -> None:
    assert tier(ARTICLE, parse(typed)) == found


def test_a_synonym_counts_where_it_stands_first() -> None:
    query = parse("发言 开场").with_synonyms({"发言": frozenset(["口才"])})
    assert tier(ARTICLE, query) == 2


def has_all(fields: Fields, word: str, number: int = TIERS) -> bool:
    held = lexemes_of(fields)

    def holds(lexeme: str, *, is_prefix: bool) -> bool:
        return any(one.startswith(lexeme) for one in held) if is_prefix else lexeme in held

    return all(holds(tier_lexeme(number, text), is_prefix=is_prefix) for text, is_prefix in needed(word).lexemes)


def test_every_piece_of_a_text_has_its_lexemes_and_short_ones_no_others(corpora: Path) -> None:
    strings = json.loads((corpora / "naughty_strings.json").read_text())
    texts = [ARTICLE.body, "讲话2014年abc讲", "a" * 100 + "章", *strings[::7]]
    for text in texts:
        held = article(body=text)
        for other in (text, "讲2014", "aaa 章", "讲话稿"):
            for start in range(min(len(other), 40)):
                for word in parse(other[start : start + 1 + start % 6]).words:
                    matches = tier(held, parse(f'"{word}"')) is not None and '"' not in word
                    if matches:
                        assert has_all(held, word), (text, word)
                    elif needed(word).is_exact and '"' not in word and tier(held, parse(word)) is None:
                        assert not has_all(held, word), (text, word)


def test_lexemes_say_how_far_down_a_word_stands() -> None:
    assert [number for number in range(1, 5) if has_all(ARTICLE, "口才", number)] == [2, 3, 4]
    assert [number for number in range(1, 5) if has_all(ARTICLE, "三十分", number)] == [4]


def test_pairs_that_stand_apart_are_no_proof() -> None:
    apart = article(body="讲话，话稿")
    assert has_all(apart, "讲话稿")
    assert not needed("讲话稿").is_exact
    assert tier(apart, parse("讲话稿")) is None


def test_three_common_signs_are_known_by_one_lexeme() -> None:
    assert needed("的一是").is_exact
    assert [lexeme.text for lexeme in needed("的一是").lexemes] == ["的一是"]
    assert has_all(article(body="目的一是"), "的一是")
    assert not has_all(article(body="的一，一是"), "的一是")
    assert [lexeme.text for lexeme in needed("的一是讲a").lexemes] == ["的一是", "是讲", "讲\x1fa"]
    assert not needed("这的一是").is_exact
    assert not needed("讲话稿").is_exact


def test_four_of_the_commonest_signs_are_known_by_one_lexeme_and_many_by_few() -> None:
    assert needed("的一是不") == ("的一是不", [Lexeme("的一是不")], True)
    assert has_all(article(body="目的一是不"), "的一是不")
    assert not has_all(article(body="的一是，一是不"), "的一是不")
    assert [lexeme.text for lexeme in needed("的" * 100).lexemes] == ["的的的的"]
    assert [lexeme.text for lexeme in needed("这的一是不讲").lexemes] == ["的一是不", "这的一", "不讲"]


def test_a_body_is_searched_to_its_200_000th_character() -> None:
    long = article(body="讲" * 199_999 + "末尾")
    assert tier(long, parse("讲末")) == 4
    assert tier(long, parse("尾")) is None


def test_a_word_without_end_has_a_short_lexeme() -> None:
    assert max(map(len, lexemes_of(article(body="a" * 10_000)))) == LONGEST + 1
    assert not needed("a" * 90).is_exact
