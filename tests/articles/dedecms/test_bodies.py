"""Conversion of bodies. Pure."""

import pytest

from articles.dedecms.bodies import Site, addresses, converted, readdressed
from articles.dedecms.notes import body_notes
from articles.dedecms.tally import Kind
from yanjiang.lib.html import PAGE_BREAK, split_pages

OLD = Site({"www.old.example.com"})


def html(source: str, site: Site = OLD) -> str:
    return converted(source, site).html


@pytest.mark.parametrize(
    ("source", "subtitles"),
    [
        ("<p>一</p>#p#第二页#e#<p>二</p>", ["", "第二页"]),
        ("<p>一</p>#p#副标题#e#<p>二</p>", ["", ""]),
        ("<p>一</p>#p#分页标题#e#<p>二</p>#p##e#<p>三</p>", ["", "", ""]),
        ("<p>一#p#在段里#e#二</p>", ["", "在段里"]),
        ("<p>#p#开头#e#</p><p>一</p>", ["开头"]),
        ("<p>一</p>#p#<p>没有结尾</p>", ["", ""]),
        ("<p>一</p>#p#<b>粗</b>&amp;细#e#<p>二</p>", ["", "粗&细"]),
    ],
)
def test_page_marks_become_page_breaks_with_their_subtitles(source: str, subtitles: list[str]) -> None:
    assert [page.subtitle for page in split_pages(html(source))] == subtitles


def test_marks_leave_nothing_of_themselves() -> None:
    assert html("<p>一</p>#p#甲#e#<p>二</p>") == f"<p>一</p>{PAGE_BREAK}<h2>甲</h2><p>二</p>"


def test_a_centred_text_stays_so() -> None:
    assert html('<center>标题</center><p class="x" style="text-align: center;">话</p><td align=right>') == (
        '<div class="align-center">标题</div><p class="align-center">话</p>'
    )


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("/uploads/a.jpg", "/uploads/a.jpg"),
        ("//uploads/a.jpg", "//uploads/a.jpg"),  # of a host named uploads
        ("http://www.old.example.com/uploads/a.jpg", "/uploads/a.jpg"),
        ("http://old.example.com//uploads/a.jpg", "/uploads/a.jpg"),
        ("http://other.example.com/uploads/a.jpg", "http://other.example.com/uploads/a.jpg"),
        ("uploads/a.jpg", "/uploads/a.jpg"),
        ("../uploads/a.jpg", "/uploads/a.jpg"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("#top", "#top"),
        ("", ""),
        ("http://[", "http://["),
    ],
)
def test_addresses_of_the_old_site_become_paths_of_this_one(address: str, local: str) -> None:
    assert OLD.local(address) == local


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("//mmbiz.qpic.cn/a/640?wx_fmt=png", "https://mmbiz.qpic.cn/a/640?wx_fmt=png"),
        ("//www.old.example.com/uploads/a.jpg", "/uploads/a.jpg"),
        ("/uploads/我的 图.jpg", "/uploads/我的%20图.jpg"),
        ("/uploads/a%20b.jpg", "/uploads/a%20b.jpg"),
        (r"\uploads\a.jpg", "/uploads/a.jpg"),
        (r"http:\\www.old.example.com\uploads\a.jpg", "/uploads/a.jpg"),
        (" /uploads/\r\na.jpg\t", "/uploads/a.jpg"),
    ],
)
def test_an_address_is_read_as_browsers_read_it(address: str, shown: str) -> None:
    assert html(f'<img src="{address}">') == f'<img src="{shown}">'
    assert converted(f'<img src="{address}">', OLD).unusable == []


@pytest.mark.parametrize(
    "address", ["file:///C:/a.jpg", r"C:\a.jpg", "blob:http://a.cn/1", "ftp://a.cn/1.jpg", "{cmspath}/a.jpg", "http://"]
)
def test_the_address_of_a_picture_that_no_page_may_show_is_told(address: str) -> None:
    body = converted(f'<p>甲<img src="{address}"><a href="thunder://QUFo">乙</a></p>', OLD)
    assert (body.html, body.unusable) == ("<p>甲<a>乙</a></p>", [address, "thunder://QUFo"])
    assert [(note.kind, note.text) for note in body_notes(body)] == [
        (Kind.REMOVED, f"图片或链接的地址不能用，没有保留：{address}、thunder://QUFo")
    ]


def test_the_first_of_many_such_addresses_are_named() -> None:
    body = converted("".join(f'<img src="file:///{number}.jpg">' for number in range(7)), OLD)
    [note] = body_notes(body)
    assert note.text.endswith("：file:///0.jpg、file:///1.jpg、file:///2.jpg、file:///3.jpg、file:///4.jpg 等 7 处")


def test_a_site_in_a_folder_with_another_name_for_its_uploads() -> None:
    site = Site({"old.example.com"}, prefix="/cms", uploads="/cms/upfile")
    assert site.local("/cms/upfile/a.jpg") == "/uploads/a.jpg"
    assert Site({"old.example.com"}, prefix="/cms").local("/cms/uploads/a.jpg") == "/uploads/a.jpg"


def test_removed_elements_are_counted_by_name() -> None:
    body = converted(
        '<font>字</font><font>字</font><embed src="a.swf"><p onclick="x()">话</p><a href="javascript:x()">链</a>', OLD
    )
    assert body.removed == {"font": 2, "embed": 1, "on… 事件": 1, "javascript: 链接": 1}
    assert body.substance == {"embed": 1, "on… 事件": 1, "javascript: 链接": 1}


def test_pictures_and_links_are_found_and_readdressed() -> None:
    cleaned = html('<p><img alt="图" src="/uploads/a&amp;b.jpg"><a title="t" href="/x">x</a></p>')
    assert addresses(cleaned) == {"/uploads/a&b.jpg", "/x"}
    assert 'src="/neu?a&amp;b"' in readdressed(cleaned, lambda old: "/neu?a&b" if old.startswith("/uploads") else old)


@pytest.mark.parametrize("source", ["", "<", "#p#", "#e#", "<p", "<a href=", "<img src='", "#p#" * 500, "<b" * 500])
def test_no_body_hurts(source: str) -> None:
    html(source)
