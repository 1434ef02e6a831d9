"""Any text glued to the end of an address is removed, in any encoding."""

from urllib.parse import quote

import pytest

from yanjiang.lib.glue import unglued, unglued_numbers

PAGE = "/articles/1/"
# The signs that end a sentence or surround a link, in Chinese, full width, half width and ASCII.
GLUE = (
    *"。，、；：！？）】》」』”’〉〕〗｝］＞…—～·．｡､｣＂＇＊",
    *",;:!)]}>\"'*|",
    *"（【《「『“‘([{<",
    "……", "。。", "）。", "！！！", "...", ".", "--", "~", "_", "#", "&",
    "（点这里）", "【详情】", "，很好，谢谢！", "(click here)", "</a>", "\"》", "）（第1页）", "。/", "😀", "👍🏽",
    "点这里", "这篇不错，看看",
    "&nbsp;", "&quot;", "&gt", "&amp;#8203;", "#top", "@某人 你看",
    " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u200e", "\u2060", "\u202c", "\u200b。", "\n", "\t。",
)  # fmt: skip


@pytest.mark.parametrize("glue", GLUE)
@pytest.mark.parametrize("page", [PAGE, "/articles/1", "/a/2014/1.html"])
def test_glue_comes_off(page: str, glue: str) -> None:
    plain = {page, page.rstrip("/")}
    assert plain & set(unglued(f"{page}{glue}"))
    assert plain & set(unglued(quote(f"{page}{glue}")))  # encoded twice, for Django has decoded it once
    assert len(unglued(f"{page}{glue}")) <= 7


@pytest.mark.parametrize("sign", "。，、；：！？）】》」』”’")
def test_glue_in_gbk_comes_off(sign: str) -> None:
    assert "/articles/1/" in unglued(f"/articles/1/{quote(sign.encode('gbk'))}")


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/tags/口才，", "/tags/口才"),
        ("/tags/口才/feed/）", "/tags/口才/feed/"),
        ("/tags/知之·好之（点这里）", "/tags/知之·好之"),
        ("/yan\u200bjiang/", "/yanjiang/"),
        ("/yanjiang//。", "/yanjiang/"),
        ("/，", "/"),
    ],
)
def test_an_address_may_have_signs_of_its_own(path: str, plain: str) -> None:
    assert plain in unglued(path)


@pytest.mark.parametrize(
    "path", ["/nothing/", "/tags/没有/", "/jiqiao/开场白怎样写/", "/a/b-c_d.html", "/<", "/'", "/@某人"]
)
def test_a_path_without_glue_stays_whole(path: str) -> None:
    assert unglued(path) == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("aid=5%EF%BC%8C", "aid=5"),
        ("aid=5&pageno=2%E3%80%82", "aid=5&pageno=2"),
        ("aid=5)", "aid=5"),
        ("aid=5", None),
        ("aid=5&x=y", None),
        ("q=%E5%8F%A3", None),
        ("", None),
    ],
)
def test_numbers_of_a_script_end_where_no_digit_follows(query: str, numbers: str | None) -> None:
    assert unglued_numbers(query) == numbers
