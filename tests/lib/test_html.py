"""Rich text: cleaning, plain text, and pages."""

import json
from pathlib import Path

import pytest

from tests.conftest import size
from tests.lib.strict import violations
from yanjiang.lib.html import BREAK_STYLE, PAGE_BREAK, Clean, clean, first_image, for_page, split_pages, to_text

EDITORS_BREAK = (
    '<div class="page-break" style="page-break-after:always;"><span style="display:none;">&nbsp;</span></div>'
)


def plain(html: str) -> str:
    """Clean HTML, and return it as a plain string, as the database does."""
    return str(clean(html))


@pytest.fixture
def hostile(corpora: Path) -> list[str]:
    lines = (corpora / "hostile_html.jsonl").read_text().split("\n")
    found = [json.loads(line)["html"] for line in lines if line]
    assert len(found) == size(corpora, own=55, outside=7578)
    return found


def test_nothing_of_the_hostile_corpus_comes_through(hostile: list[str]) -> None:
    assert [(html, found) for html in hostile if (found := violations(plain(html)))] == []


def test_cleaning_the_hostile_corpus_twice_changes_nothing(hostile: list[str]) -> None:
    assert [html for html in hostile if clean(plain(html)) != plain(html)] == []


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n\n\n\n\n\n讲稿</pre>",
        '<div class="page-break"><div class="page-break"></div></div>',
        "<svg><style><img src=/a.png></style></svg>",
        "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>",
        "<table><p>一<td>二",
        '<a href="http://a.cn"><a href="http://b.cn">二</a></a>',
        "<p><button><ol>",
        "<h1><form>&lt;<h1>",
        "<p><button><p>一</button><ul><li><p>二",
        "<h2><form><h3>&lt;<h2>一</form>",
        "<li><button><li>一</button><p>",
    ],
)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = plain(html)
    assert type(once) is str
    assert clean(once) == once


def test_clean_html_is_not_cleaned_again() -> None:
    cleaned = clean("<p>一</p>")
    assert isinstance(cleaned, Clean)
    assert clean(cleaned) is cleaned


@pytest.mark.parametrize(
    "html",
    [
        "<p>一<br>二 <strong>三</strong><em>四</em><u>五</u><s>六</s><sub>七</sub><sup>八</sup></p>",
        '<h2 class="align-center">竞聘</h2><h3>开头</h3><h4>称呼</h4>',
        '<ol start="3" reversed=""><li>一</li></ol><ul><li>二</li></ul>',
        "<p><del>一</del><ins>二</ins><mark>三</mark><small>四</small><q>五</q><cite>六</cite></p>",
        '<p><abbr title="世界卫生组织">世卫</abbr></p>',
        "<p><ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby></p>",
        "<blockquote><p>引文</p></blockquote><pre><code>一</code></pre><hr>",
        '<figure class="table"><table><thead><tr><th colspan="2" scope="col">届</th></tr></thead>'
        '<tbody><tr><td rowspan="2">一</td></tr></tbody></table><figcaption>表一</figcaption></figure>',
        '<figure class="image"><img src="/uploads/a.jpg" alt="讲台" title="礼堂" width="300" height="200"></figure>',
        '<p><a href="/tags/演讲/" title="标签">内</a><a href="mailto:a@example.com">信</a>'
        '<a href="tel:+8613220535006">电话</a><a href="#top">上</a></p>',
    ],
)
def test_markup_that_editors_make_is_kept(html: str) -> None:
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1>标题</h1>", "<h2>标题</h2>"),
        ('<H1 CLASS="align-center">标题</H1>', '<h2 class="align-center">标题</h2>'),
        ("<script>alert(1)</script>一<style>p{}</style><iframe src=/x>二</iframe>", "一"),
        ("<font color=red>一</font><blink>二</blink><span>三</span>", "一二三"),
        ('<p class="MsoNormal align-right" id="a" lang="EN-US" onclick="x()">一</p>', '<p class="align-right">一</p>'),
        ('<p style="color:red;position:fixed">一</p>', "<p>一</p>"),
        ('<div style="page-break-after:expression(alert(1))">一</div>', "<div>一</div>"),
        ('<div style="page-break-after: always; color: red">一</div>', '<div style="page-break-after:always">一</div>'),
        ('<hr size="1"><ol start="-1" type="a"><li>一</li></ol>', "<hr><ol><li>一</li></ol>"),
        ("<!-- 一 --><p>二</p>", "<p>二</p>"),
        ("<p>一\0\x01&#1;\x0b\x1f\x7f&#xFFFF;\ud800二</p>", "<p>一二</p>"),
    ],
)
def test_the_rest_is_dropped(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


@pytest.mark.parametrize("text", ["{{ settings.SECRET_KEY }}", "{% load x %}", "{dede:field name='title'/}"])
def test_template_code_is_text(text: str) -> None:
    assert clean(f"<p>{text}</p>") == f"<p>{text}</p>"
    assert to_text(clean(f"<p>{text}</p>")) == text


def test_links_to_the_outside_alone_say_so() -> None:
    assert clean('<a href="https://a.cn/?b=1&amp;c=2" rel="opener" title="乙">甲</a>') == (
        '<a href="https://a.cn/?b=1&amp;c=2" title="乙" rel="noopener nofollow">甲</a>'
    )
    assert clean('<a title="&lt;a href=&quot;x&quot;&gt;" href="HTTP://a.cn">甲</a>').endswith(
        ' href="HTTP://a.cn" rel="noopener nofollow">甲</a>'
    )
    assert clean('<a href="/a/" rel="opener">甲</a>') == '<a href="/a/">甲</a>'


@pytest.mark.parametrize(
    "url",
    [
        "//a.cn/x",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "data:image/svg+xml,x",
        "vbscript:x",
        "/\\a.cn",
        "\\\\a.cn",
        "http:\\\\a.cn",
        "http:a.cn",
        "https:///a.cn",
        " /a",
        "a/b.html",
        "",
    ],
)
def test_unsafe_addresses_are_dropped(url: str) -> None:
    assert clean(f'<a href="{url}">甲</a>') == "<a>甲</a>"
    assert clean(f'<p><img src="{url}">甲</p>') == "<p>甲</p>"


def test_a_picture_without_an_address_is_dropped() -> None:
    assert clean('<p><img alt="甲"><img src="#"><img src="mailto:a@b.cn">乙</p>') == "<p>乙</p>"
    assert clean('<img title="甲 src=" alt="乙">') == ""


@pytest.mark.parametrize(
    "written",
    [
        EDITORS_BREAK,
        '<div style="page-break-after: always"><span style="display: none">&nbsp;</span></div>',  # CKEditor 4
        '<div class="page-break"></div>',
        PAGE_BREAK,
    ],
)
def test_the_editors_page_break_has_one_form(written: str) -> None:
    assert clean(f"<p>一</p>{written}<p>二</p>") == f"<p>一</p>{PAGE_BREAK}<p>二</p>"


def test_pages_are_cut_at_breaks_and_called_by_their_headings() -> None:
    html = plain(
        f"<p>一</p>{EDITORS_BREAK}<h2>第<b>二</b>页 &amp; 末页</h2><p>二</p>{EDITORS_BREAK}<p>三</p><h2>后</h2>"
    )
    assert [(page.subtitle, page.html) for page in split_pages(html)] == [
        ("", "<p>一</p>"),
        ("第二页 & 末页", "<h2>第<b>二</b>页 &amp; 末页</h2><p>二</p>"),
        ("", "<p>三</p><h2>后</h2>"),
    ]


def test_a_page_with_nothing_on_it_is_left_out() -> None:
    html = f'{PAGE_BREAK}<p>一</p>{PAGE_BREAK}{PAGE_BREAK}<p><img src="/a.png"></p>{PAGE_BREAK}<p>&nbsp;</p>'
    assert [page.html for page in split_pages(html)] == ["<p>一</p>", '<p><img src="/a.png"></p>']
    assert [page.html for page in split_pages("")] == [""]
    assert [page.html for page in split_pages(PAGE_BREAK)] == [""]


def test_a_break_inside_a_quotation_leaves_no_open_half() -> None:
    html = clean(f"<blockquote><p>一</p>{EDITORS_BREAK}<p>二</p></blockquote><p>三</p>")
    assert [page.html for page in split_pages(html)] == ["<blockquote><p>一</p></blockquote>", "<p>二</p><p>三</p>"]


def test_text_has_a_line_for_each_block_and_none_for_what_is_inside() -> None:
    html = "<h2>开头</h2><p>各<b>位</b><i>领导</i>：<br>　　大家好</p><ul><li>一</li><li> 二 </li></ul><hr><p></p>"
    assert to_text(html) == "开头\n各位领导：\n大家好\n一\n二"
    assert to_text("<table><tbody><tr><td>一</td><td>二</td></tr></tbody></table>") == "一\n二"


def test_a_line_end_of_the_source_breaks_no_chinese_word() -> None:
    assert to_text("<p>群\n众</p>\n<p>心<b>得\n  </b>体\n\n会，\n路线</p>") == "群众\n心得体会，路线"
    assert to_text("<p>great\nspeech\n讲话\n2014\n年</p>") == "great speech 讲话 2014 年"
    # A paragraph's indent, and a blank that was typed, are seen.
    assert to_text("<p>开头。\n　　正文</p><p>王 临</p>") == "开头。 正文\n王 临"
    assert to_text("<pre>起\n承<b>\n</b>转</pre><p>合</p>") == "起\n承\n转\n合"


def test_text_has_the_characters_that_entities_stand_for() -> None:
    assert to_text("<p>1 &lt; 2&nbsp;&amp;amp; &quot;&#20320;&quot;</p>") == '1 < 2 &amp; "你"'
    assert to_text(clean('<p>一<a href="/a" title="1 > 2 <b>">二</a></p>')) == "一二"
    assert to_text("") == ""


def test_rare_characters_survive(corpora: Path) -> None:
    assert to_text(clean("<p>𠮷野家 𪚥 〇 😀</p>")) == "𠮷野家 𪚥 〇 😀"
    rare = "".join((corpora / "astral_characters.txt").read_text().split())
    assert len(rare) >= size(corpora, own=20, outside=1001)
    assert to_text(clean(f"<p>{rare}</p>")) == rare


def test_the_first_picture_is_found() -> None:
    assert first_image('<p>一</p><img title=" src=" src="/a.png?b=1&amp;c=2" alt="甲"><img src="/b.png">') == (
        "/a.png?b=1&c=2"
    )
    assert first_image("<p>&lt;img src=&quot;/a.png&quot;&gt;</p>") == ""


def test_a_page_shows_no_style_and_says_the_same() -> None:
    html = clean(f'<p>写作 style="page-break-after:always"</p>{PAGE_BREAK}<div style="{BREAK_STYLE}">二</div>')
    assert html.count('style="') == 3
    shown = for_page(html)
    assert shown == '<p>写作 style="page-break-after:always"</p><div class="page-break"></div><div>二</div>'


def test_the_keyboard_reaches_a_table_and_no_text_is_taken_for_one() -> None:
    assert for_page(clean("<table><tbody><tr><td>一</td></tr></tbody></table>")).startswith(
        '<table tabindex="0"><tbody>'
    )
    told = clean('<a title="<table onclick=x() y=" href="/a/">&lt;table&gt;</a>')
    assert for_page(told) == told


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("一&二 & &", "一&amp;二 &amp; &amp;"),
        ("&amp;lt;b&amp;gt; &#38;lt; &AMP;", "&amp;lt;b&amp;gt; &amp;lt; &amp;"),
        ("&copy2014 &copy; &nosuch; &nosuch", "©2014 © &amp;nosuch; &amp;nosuch"),
        ("一&nbsp;二\xa0三&#160;四&nbsp五", "一&nbsp;二&nbsp;三&nbsp;四&nbsp;五"),
        ('<a href="/?a=1&b=2&amp;c=3&copy=4">&</a>', '<a href="/?a=1&amp;b=2&amp;c=3&amp;copy=4">&amp;</a>'),
        ("一\ufdd0二\ufdd1三", "一二三"),
    ],
)
def test_an_ampersand_stays_what_it_was(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned
    assert clean(str(clean(html))) == cleaned
