"""The search page: its results, their order, and their excerpts."""

import string
from html import escape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.search import ranking
from tests.articles.search.searches import found, scanned, search
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def test_words_are_found_in_every_field_and_in_the_order_of_the_fields(client: Client) -> None:
    make_article("正文里的", body="<p>他谈到口才。</p>", summary="别的")
    make_article("摘要里的", summary="说口才的")
    make_article("作者", author="口才王", summary="别的")
    make_article("口才在标题", summary="别的")
    make_article("关键字里的", tags=["口才训练"], summary="别的", publish_at=shanghai("2026-01-16 08:00"))
    make_article("哪里都没有", summary="别的")
    assert found(client, "口才") == ["口才在标题", "关键字里的", "作者", "摘要里的", "正文里的"]


def test_every_word_must_occur_and_each_may_in_a_field_of_its_own(client: Client) -> None:
    make_article("怎样写好开场白", tags=["演讲技巧"])
    make_article("公文写作十忌", tags=["公文"])
    assert found(client, "演讲 开场白") == ["怎样写好开场白"]
    assert found(client, "公文 开场白") == []


def test_the_newest_stand_first_or_all_by_date(client: Client) -> None:
    make_article("口才旧", publish_at=shanghai("2020-01-01 08:00"))
    make_article("口才新", publish_at=shanghai("2025-01-01 08:00"))
    make_article("最新", body="<p>口才</p>", publish_at=shanghai("2026-01-01 08:00"))
    assert found(client, "口才") == ["口才新", "口才旧", "最新"]
    assert found(client, "口才", order="date") == ["最新", "口才新", "口才旧"]


def test_traditional_full_width_and_capital_letters_are_alike(client: Client) -> None:
    make_article("講話稿 Ｓｐｅｅｃｈ", body="<p>心得体会</p>")
    for query in ("讲话稿", "講話稿", "SPEECH", "ｓｐｅ", "心得體會"):
        assert found(client, query) == ["講話稿 Ｓｐｅｅｃｈ"], query


def test_blocks_separate_and_inline_elements_do_not(client: Client) -> None:
    make_article("甲", body="<p>群<strong>众</strong>路线</p><p>开头</p>", summary="别的")
    assert found(client, "群众路线") == ["甲"]
    assert found(client, "路线开头") == []


def test_a_word_that_the_source_broke_over_two_lines_is_found(client: Client) -> None:
    make_article("甲", body="<p>走群\n众路线</p>\n<p>开头</p>", summary="别的")
    assert found(client, "群众路线") == ["甲"]
    assert "走<mark>群众路线</mark>" in search(client, "群众路线").html
    assert found(client, "路线开头") == []


@pytest.mark.parametrize("typed", ["讲\u200b话", "co\u00adoperate", '"👩\u200d👧"', "\ue000", "\U000323b0", "字\ufe0f"])
def test_an_invisible_sign_separates_nothing_and_rare_signs_are_found(client: Client, typed: str) -> None:
    make_article("甲", body=f"<p>其中有{typed.strip(chr(34))}。</p>", summary="别的")
    assert found(client, typed) == ["甲"]


@pytest.mark.parametrize("status", ["draft", "trash"])
def test_nobody_finds_what_is_not_published(client: Client, status: str) -> None:
    make_article("口才未发", status=status)
    make_article("口才将来", publish_at=shanghai("2090-01-01 08:00"))
    make_article("口才过期", expire_at=shanghai("2026-02-01 08:00"))
    assert found(client, "口才") == []


def test_the_page_marks_what_was_found(client: Client) -> None:
    section = make_section("口才训练")
    make_article(
        "講話的開場", section=section, body="<p>第一句。</p><p>把講話寫短些。</p>", summary="别的", tags=["讲话稿"]
    )
    page = search(client, "讲话")
    assert "共 1 篇" in page.text
    result = page.region("result")
    assert "<mark>講話</mark>的開場" in result.html
    assert "把<mark>講話</mark>寫短些" in result.html
    assert "<mark>讲话</mark>稿" in result.html
    assert "口才训练 2026-01-15 0 次阅读" in result.text


def test_nothing_that_is_typed_becomes_markup(client: Client) -> None:
    make_article("<b>粗</b>", body="<p>a &lt;script&gt; b</p>")
    page = search(client, "<script>")
    assert "<script>" not in page.region("results").html
    assert "<mark>&lt;script&gt;</mark>" in page.html


def test_only_exclusions_find_nothing_and_are_told_so(client: Client) -> None:
    make_article("口才")
    page = search(client, "-竞聘 -公文")
    assert "只写了要排除的词" in page.text
    assert "口才" not in page.region("column-main").text


def test_nothing_typed_asks_for_words(client: Client) -> None:
    assert "请输入" in search(client, "").text
    assert "请输入" in search(client, "   ").text


@pytest.mark.parametrize("typed", ["《工作总结》", "【工作总结】", "工作，总结", "工作/总结", "工作 ：总结"])
def test_the_words_alone_are_offered_if_punctuation_finds_nothing(client: Client, typed: str) -> None:
    make_article("工作总结怎么写")
    assert found(client, typed) == []
    plain = "工作总结" if "工作总结" in typed else "工作 总结"
    offered = search(client, typed).region("column-main").links
    assert offered[plain] == f"/search/?q={quote(plain)}"
    assert found(client, plain) == ["工作总结怎么写"]
    assert "不带标点" not in search(client, "找不到的词").text


def test_the_short_title_that_lists_show_is_found_and_marked(client: Client) -> None:
    make_article("开场白的三种写法和两种忌讳", short_title="开口第一句", body="<p>正文</p>")
    assert found(client, "开口第一句") == ["开场白的三种写法和两种忌讳"]
    assert "<mark>开口第一句</mark>" in search(client, "开口第一句").html


def test_words_too_many_are_left_out_and_that_is_said(client: Client) -> None:
    make_article("甲乙丙丁戊己庚辛壬癸子丑")
    said = "一次最多搜索 100 个字、6 个词，多出来的没有用上。"
    words = " ".join("甲乙丙丁戊己")
    assert found(client, f"{words} 寅") == found(client, words) == ["甲乙丙丁戊己庚辛壬癸子丑"]
    assert said in search(client, f"{words} 寅").text
    assert said in search(client, "甲" * 101).text
    assert said not in search(client, words).text


QUERIES = (
    "演讲", "讲", "演讲稿", "讲演", "2014", "14", "speech", "peech", "年的", "演讲 -竞聘", "演讲 -竞聘演讲",
    "讲话 -讲话稿", "讲 -讲话稿 -演讲稿子 -竞聘演讲", "的 -的",
    '"great speech"', "稿。", "😀", "𠮷", "演讲稿 2014年", "讲稿子", "，讲", "c++", "演 讲 稿",
    "演 讲 稿 竞", "讲 话 稿 发 言 -竞", "讲 稿 。 演 没",
)  # fmt: skip


def test_every_sign_of_ascii_is_found_as_it_is(client: Client) -> None:
    for sign in string.punctuation:
        make_article(f"第{ord(sign)}篇", body=f"<p>讲{escape(sign)}话</p>", summary="别的")
    brackets = ("([{", ")]}")
    for sign in set(string.punctuation) - set("\"'`.-~"):
        word = f"「{sign}话」"
        alike = next((kind for kind in brackets if sign in kind), sign)
        assert found(client, word) == scanned(word) == [f"第{ord(one)}篇" for one in reversed(alike)], sign
    for sign in "'`.-~":  # they join words, and are not looked at
        assert found(client, f"「讲{sign}话」") == scanned("讲话") == [f"第{ord(one)}篇" for one in "~`.-'\""], sign


def test_three_common_signs_are_found_without_a_look_at_any_text(client: Client) -> None:
    make_article("甲", body="<p>目的一是</p>", summary="别的")
    make_article("乙", body="<p>的一，一是</p>", summary="别的")
    with CaptureQueriesContext(connection) as asked:
        assert found(client, "的一是") == ["甲"]
    assert [query for query in asked.captured_queries if "articles_searchtext" in query["sql"]] == []


def make_varied() -> None:
    bodies = (
        "演讲稿子",
        "讲稿。演讲",
        "great speech 2014年的😀",
        "greatspeech 𠮷野，讲C++",
        "竞聘，演讲",
        "竞聘演讲稿",
        "讲话，话稿",
    )
    for number, body in enumerate(bodies):
        title = ("竞聘演讲稿", "讲演", "2014年的稿子")[number % 3]
        day = f"2026-01-1{number % 4} 08:00"
        make_article(f"{title}{number}", body=f"<p>{body}</p>", summary="讲", tags=[body[:4]], publish_at=shanghai(day))


@pytest.mark.parametrize("most", [10_000, 2])
def test_results_are_those_of_a_scan(client: Client, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    make_varied()
    monkeypatch.setattr(ranking, "MOST", most)  # with 2, all that is common goes down the tiers one by one
    compared = 0
    for query in QUERIES:
        expected = scanned(query)
        assert found(client, query) == expected[:most], query
        compared += len(expected)
    assert compared > 30


@pytest.mark.parametrize("q", ["口才", "口 才 开 场"])
@pytest.mark.parametrize("in_title", [12, 2])
@pytest.mark.parametrize("most", [10_000, 24])
def test_pages_follow_each_other_however_many_there_are(
    client: Client, monkeypatch: pytest.MonkeyPatch, q: str, in_title: int, most: int
) -> None:
    monkeypatch.setattr(ranking, "MOST", most)
    for number in range(25):
        make_article(
            f"口才开场{number:02}" if number < in_title else f"别的{number:02}",
            body="<p>口才开场</p>",
            publish_at=shanghai(f"2026-01-01 08:{number:02}"),
        )
    by_date = [*(f"别的{number:02}" for number in range(24, in_title - 1, -1))]
    by_date += [f"口才开场{number:02}" for number in range(in_title - 1, -1, -1)]
    for order, expected in (("", scanned(q)), ("date", by_date)):
        seen = [title for page in ("1", "2", "3") for title in found(client, q, page=page, order=order)]
        assert seen == expected[:most]
    assert ("共 24+ 篇，只列出前 24 篇" if most == 24 else "共 25 篇") in search(client, q).text


def test_a_common_word_asks_no_more_of_the_database_than_its_tiers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST", 20)
    for number in range(60):
        make_article(f"口才{number}" if number < 5 else f"第{number}篇", body="<p>口才</p>")
    for q, page, most in (("口才", "1", 10), ("口才", "99", 12), ("口才 -竞聘演讲", "1", 12)):
        search(client, q)
        with CaptureQueriesContext(connection) as asked:
            assert len(found(client, q, page=page)) == 10
        assert len(asked) <= most


def test_pages_keep_the_filters(client: Client) -> None:
    for number in range(21):
        make_article(f"口才{number}", author="周言 & 子")
    page = search(client, "口才", author="周言 & 子", order="date", until="2026-99-99", nonsense="1")
    assert page.links["2"] == ("?q=%E5%8F%A3%E6%89%8D&author=%E5%91%A8%E8%A8%80+%26+%E5%AD%90&order=date&page=2")


def test_hostile_queries_are_answered(client: Client) -> None:
    """Naughty strings are asked for in tests/test_naughty_strings.py."""
    make_varied()
    syntax = [
        "\"'()",
        "AND OR NOT NEAR",
        "a* OR b",
        "title : a",
        "'a' & !b:*",
        "\\'",
        "-",
        '-"',
        "^a",
        "{a}:b",
        "((((" * 20,
    ]
    for text in [*syntax, "讲" * 10_000, "a b " * 2_500, "\0", "讲\0话"]:
        # bench_search.py measures the time that they take.
        assert client.get(f"/search/?q={quote(text, errors='surrogatepass')}").status_code in (200, 400), text


def test_an_article_of_more_pairs_than_an_index_can_hold_is_saved_and_found(client: Client) -> None:
    # Each of 20,000 characters occurs ten times, always with other neighbours: a tsvector would have 1.4 MB.
    steps = (1, 3, 7, 9, 11, 13, 17, 19, 21, 23)
    noise = "".join(chr(0x4E00 + number * step % 20_000) for step in steps for number in range(20_000))
    make_article("乱码一篇", body=f"<p>{noise}</p>", summary="别的", tags=["口才"])
    assert found(client, "乱码一篇") == found(client, "口才") == ["乱码一篇"]


def test_a_long_article_is_found_by_its_end(client: Client) -> None:
    make_article("长", body=f"<p>{'讲话稿子' * 20_000}末尾</p>")
    assert found(client, "末尾") == ["长"]
    assert Article.objects.count() == 1
