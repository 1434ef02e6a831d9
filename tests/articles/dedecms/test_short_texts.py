"""Short texts, colours, telephone numbers, and text that was garbled before it came here. Pure."""

import pytest

from articles.dedecms.convert import HotlineOffer, hotlines
from articles.dedecms.records import BlockRecord, moment, number, numbers, row_id
from articles.dedecms.short_texts import is_garbled, line, title_color
from tests.dedecms_site import mojibake


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("&ldquo;一&rdquo; &amp; 二", "“一” & 二"),
        ("&amp;nbsp;", "&nbsp;"),
        ("一\r\n二", "一 二"),
        ("零\u200b宽", "零宽"),
        ("&#20320;&#22909;", "你好"),
    ],
)
def test_entities_are_undone_once(stored: str, shown: str) -> None:
    assert line(stored) == shown


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ("#ff0000", "red"),
        ("#F60", "orange"),
        ("#ffff00", "orange"),
        ("#008000", "green"),
        ("#0000ff", "blue"),
        ("#800080", "purple"),
        ("blue", "blue"),
        ("#000000", ""),
        ("#999999", ""),
        ("", ""),
        ("#12", ""),
        ("javascript:", ""),
    ],
)
def test_a_colour_is_the_nearest_that_the_portal_has(value: str, color: str) -> None:
    assert title_color(value) == color


@pytest.mark.parametrize(
    "text",
    [
        mojibake("重复编码的标题"),
        mojibake("正文，也是重复编码的。"),
        "题目".encode().decode("latin-1"),
        "演讲".encode().decode("gb18030"),
        "锟斤拷",
        "a\ufffdb",
        "&amp;nbsp;空格",
    ],
)
def test_garbled_text_is_seen(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text", ["", "竞聘演讲稿", "联通", "Café à Paris", "AT&T", "&ldquo;好&rdquo;", "①②③——“引号”", "é", "鑫鑫淼淼"]
)
def test_good_text_is_not_called_garbled(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(
    ("html", "offers"),
    [
        ("<p>24小时求稿热线：400-000-2014</p>", [("24小时求稿热线", "400-000-2014")]),
        ("电话 010-82001234，手机 13800138000", [("电话", "010-82001234"), ("手机", "13800138000")]),
        ("(0731)82001234", [("热线栏", "(0731)82001234")]),
        ("<a href='tel:1'>QQ 12345678</a>", []),
        ("2014-05-14 12:00 编号20140514000012", []),
        ("<script>var a=13800138000</script>", []),
    ],
)
def test_telephone_numbers_are_offered_with_the_words_before_them(html: str, offers: list[tuple[str, str]]) -> None:
    assert hotlines(BlockRecord(1, "热线栏", html)) == [HotlineOffer(*offer) for offer in offers]


@pytest.mark.parametrize("value", [None, "", "x", "1e999", "nan", "9" * 40, "-"])
def test_a_number_that_is_none_is_the_default(value: str | None) -> None:
    assert number({"n": value}, "n", 5) == 5


def test_numbers_and_moments_of_any_kind_are_read_or_left() -> None:
    assert numbers({"n": "4, 5,,0,x,-1,99999999999"}, "n") == [4, 5]
    assert [row_id({"id": value}, "id") for value in ("7", "0", "-1", "٣", "", "99999999999")] == [
        7,
        None,
        None,
        None,
        None,
        None,
    ]
    assert moment({"at": "0"}, "at") is None
    assert moment({"at": "99999999999"}, "at") is None
    assert str(moment({"at": "1400000000"}, "at")) == "2014-05-13 16:53:20+00:00"
