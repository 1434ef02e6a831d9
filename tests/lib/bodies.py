"""Bodies of any size, made by repeating a piece of editors' or attackers' markup."""

from yanjiang.lib.html import PAGE_BREAK

REALISTIC = {
    "speech": (
        "<p>各位领导、各位同事，大家好。今天我想谈一谈<strong>开场白</strong>的五种写法，先从最简单的说起。</p>"
        "<p>第一句话，是把听众请进来，而不是把自己推出去。请看<em>下面</em>这个例子，它只用了十二个字。</p>"
    ),
    "official paper": (
        "<h2>一、总体要求</h2><p>以习惯为抓手，以制度为保障，坚持问题导向，坚持一张蓝图绘到底，做到件件有着落、事事有回音。</p>"
        "<ul><li>明确责任分工，压实工作责任；</li><li>按月通报进展，按季开展督查。</li></ul>"
        '<p class="align-right">办公室</p>'
        '<figure class="image"><img src="/uploads/pictures/2026/01/0123456789abcdef.jpg" alt="会场"></figure>'
        '<p>相关文件见<a href="/articles/12/">《通知》</a>，联系电话见<a href="/pages/contact/">联系我们</a>。</p>'
    ),
    "pasted from Word": (
        '<p class="MsoNormal" style="text-indent:24pt;line-height:150%"><span lang="EN-US" style="font-family:宋体">'
        "各位领导好</span><b>今天的汇报分三个部分</b>，首先是上半年的工作，其次是存在的问题，最后是下一步的打算。</p>"
    ),
}
ADVERSARIAL = {
    "nested blocks": "<div>",
    "nested quotations": "<blockquote>",
    "nested groups of options": "<optgroup>字",
    "nested sections": "<section>字",
    "annotations without a word": "<rt>字",
    "lines in a table outside its cells": "<table><br>字<br>字",
    "rows between texts": "<table>字<tr>字<tr>",
    "typed indents": "<p>　　<b>　",
    "open formats of one spelling": "<b><p>一",
    "open formats behind a table": "<b><table></b></table><p>一",
    "links in cells": "<a href=/1><table><td>",
    "cells without a table": "<td><tr>一",
    "texts before a table": "<table>一",
    "brackets": "<",
    "ampersands": "&",
    "names of nothing": "&a",
    "blanks that hold": "中&nbsp;",
    "quotes": "<a title='\"<a title=\"'",
    "links": '<a href="https://example.com/?a=1&amp;b=2" title="链接">一</a>',
    "pictures without an end": '<img src="',
    "empty paragraphs between texts": "字<p></p>",
    "line ends": "<pre>\n\n",
    "headings without an end": "<h1",
    "comments without an end": "<!--",
    "page breaks": PAGE_BREAK + "一",
    "page breaks without an end": '<div style="page-break-after:always">',
    "blanks": " \u3000\n",
    "sentences": "一。",
}


def body(unit: str, size: int) -> str:
    """Repeat the piece, as a whole, up to so many bytes of UTF-8."""
    return unit * (size // len(unit.encode()))
