"""Telephone numbers, mail addresses and web addresses in a text."""

import re

import pytest

from yanjiang.lib.contacts import dial_url, linked, linked_html

pytestmark = pytest.mark.once
HREF = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("400-000-2014", "tel:400-000-2014"),
        ("13220535006", "tel:13220535006"),
        ("400 000 2014", "tel:4000002014"),
        ("138 0013 8000", "tel:13800138000"),
        ("(010) 8888 6666", "tel:01088886666"),
        ("（010）8888-6666", "tel:0108888-6666"),
        ("010 8888 6666 转 801", "tel:01088886666,801"),
        ("010-88886666-801", "tel:010-88886666,801"),
        ("0531-8888777 分机：12", "tel:0531-8888777,12"),
        ("88886666 ext. 9", "tel:88886666,9"),
        ("+86 10 8888 6666", "tel:+861088886666"),
        ("+44 20 7946 0958", "tel:+442079460958"),
        ("４００－０００－２０１４", "tel:400-000-2014"),
        ("010—88886666—801", "tel:010-88886666,801"),
        ("24小时：400-000-2014（王老师）", "tel:400-000-2014"),
        ("400-000-2014 / 010-0000-1206", "tel:400-000-2014"),
        ("400-000-2014、010-0000-1206", "tel:400-000-2014"),
        ("400-000-2014 010-0000-1206", "tel:400-000-2014"),
        ("12345", "tel:12345"),
        ("110", "tel:110"),
        ("请写信", "tel:"),
    ],
)
def test_a_field_dials_what_is_written_in_it(written: str, url: str) -> None:
    assert dial_url(written) == url


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("电话：400-000-2014，温老师。", [("tel:400-000-2014", "400-000-2014")]),
        ("热线400 000 2014转8", [("tel:4000002014,8", "400 000 2014转8")]),
        ("（0531）8888 7777", [("tel:053188887777", "（0531）8888 7777")]),
        ("13800138000、010-0000-1206", [("tel:13800138000", "13800138000"), ("tel:010-0000-1206", "010-0000-1206")]),
        ("400-000-2014 010-0000-1206", [("tel:400-000-2014", "400-000-2014"), ("tel:010-0000-1206", "010-0000-1206")]),
        ("电话：8888 6666", [("tel:88886666", "8888 6666")]),
        ("市民热线：12345", [("tel:12345", "12345")]),
        ("编辑部：bianji@example.com", [("mailto:bianji@example.com", "bianji@example.com")]),
        ("邮箱：a.b+c@mail.example.com.cn。", [("mailto:a.b+c@mail.example.com.cn", "a.b+c@mail.example.com.cn")]),
        ("见 https://example.com/a?b=1。", [("https://example.com/a?b=1", "https://example.com/a?b=1")]),
        ("电话：010－8888－6666", [("tel:010-8888-6666", "010－8888－6666")]),
        ("010–88886666–801", [("tel:010-88886666,801", "010–88886666–801")]),
        ("400\u2011000\u20112014", [("tel:400-000-2014", "400\u2011000\u20112014")]),
        ("13800138000/13900139000", [("tel:13800138000", "13800138000"), ("tel:13900139000", "13900139000")]),
        ("网址www.example.com，谢谢", [("http://www.example.com", "www.example.com")]),
    ],
)  # fmt: skip
def test_contacts_become_links(text: str, links: list[tuple[str, str]]) -> None:
    assert HREF.findall(linked(text)) == links


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29 08:00",
        "2026/11/29 第 5/13800 号",
        "2014—2026—13800",
        "/a/13800138000.html",
        "周一至周六9:00至18:00",
        "2014年4月22日第13800号",
        "QQ：1380013800",
        "QQ群 13800138000",
        "微信号：13800138000",
        "账号：6222 0213 8001 3800 012",
        "6222 0138 0013 8000 123",
        "身份证110101199003071234",
        "京公网安备 11000002000001号",
        "共 88886666 元",
        "12345",
        "a@b",
        "<b>粗</b> & 其他",
    ],
)
def test_other_numbers_and_signs_stay_text(text: str) -> None:
    assert HREF.findall(linked(text)) == []


def test_text_that_is_no_link_is_escaped() -> None:
    assert linked('<b>"400-000-2014"') == '&lt;b&gt;&quot;<a href="tel:400-000-2014">400-000-2014</a>&quot;'


def test_a_rich_text_keeps_its_own_links_and_its_tags() -> None:
    html = (
        '<p title="400-000-2014">拨&nbsp;<strong>400&nbsp;000&nbsp;2014</strong>，或<a href="mailto:a@b.cn">a@b.cn</a>'
        "</p><pre>13800138000</pre><p>a@b.cn &lt;x&gt;</p>"
    )
    assert linked_html(html).replace("\xa0", "&nbsp;") == (
        '<p title="400-000-2014">拨&nbsp;<strong><a href="tel:4000002014">400&nbsp;000&nbsp;2014</a></strong>，或'
        '<a href="mailto:a@b.cn">a@b.cn</a></p><pre>13800138000</pre>'
        '<p><a href="mailto:a@b.cn">a@b.cn</a> &lt;x&gt;</p>'
    )


@pytest.mark.parametrize("sign", ["1", "1 ", "1-", "(", "+", "a@", "a.", "www.", "x1", "转", "86", "010-"])
def test_a_long_text_takes_no_time_that_anybody_would_notice(sign: str) -> None:
    assert "tel:999" not in linked(sign * 20_000)
