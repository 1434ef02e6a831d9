"""Blanks at the start of a paragraph: the page indents by itself."""

import pytest

from yanjiang.lib.html import clean


@pytest.mark.parametrize(
    "blanks",
    [
        "　　",
        "&emsp;&emsp;",
        "&ensp;&ensp;&ensp;&ensp;",
        "&nbsp;&nbsp;&nbsp;&nbsp;",
        "&nbsp; &nbsp; &nbsp; &nbsp; ",
        "&#12288;&#12288;",
        "\u200b　　\ufeff",
        "\n　　",
        "\u200e　　",
        "　\xad　\u202c",
        "\u200c\u200d　　",
        "\u2028　　",
        "\u3164\u3164",
        "\u2800\u2800\u2800\u2800",
        "\u2003\u00a0\u2002　",
        "　　　　",
        "　",
    ],
)
def test_a_typed_indent_is_dropped(blanks: str) -> None:
    assert clean(f"<p>{blanks}各位同事</p>") == "<p>各位同事</p>"
    assert clean(f"<p><strong>{blanks}一、</strong>各位同事</p>") == "<p><strong>一、</strong>各位同事</p>"
    assert clean(f"<p><span>{blanks}</span>各位同事</p>") == "<p>各位同事</p>"
    assert clean(f'<p style="text-indent:2em">{blanks}<a href="/">各位</a></p>') == '<p><a href="/">各位</a></p>'
    assert clean(f"<h2>{blanks}一、总结</h2>") == "<h2>一、总结</h2>"
    assert clean(f"<ul><li>{blanks}总结</li></ul>") == "<ul><li>总结</li></ul>"
    assert clean(f"<section>{blanks}各位同事</section>") == "<p>各位同事</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>各位　　同事　　</p>",
        "<p>一行<br>　　二行</p>",
        "<p>　　　　　　　　　　　　张三</p>",  # the place of a signature
        "<p>　　</p>",  # an empty line
        "<p>&nbsp;</p>",
        "<p>\n  各位</p>",
        "<pre>　　各位</pre>",
        "<table><tbody><tr><td>　　其中</td></tr></tbody></table>",
    ],
)
def test_other_blanks_stay(html: str) -> None:
    assert clean(html) == html
