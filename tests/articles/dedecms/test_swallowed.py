"""Content that an import could lose from a body: text after unclosed tags, films, pictures loaded by a script."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from articles.dedecms.bodies import Body, Site, converted
from articles.dedecms.media import FILMS, SOUNDS
from articles.models import Article
from tests.articles.dedecms.imports import body, do_import, issues, site
from tests.drawings import drawing
from yanjiang.lib.html import split_pages, to_text

pytestmark = pytest.mark.once

OLD = Site({"www.old.example.com"})


def body_of(source: str) -> Body:
    return converted(source, OLD)


@pytest.mark.parametrize(
    ("source", "text", "name"),
    [
        ("<p>开头</p><p>加了<title>标签，</p><p>后面还有。</p>", "开头\n加了标签，\n后面还有。", "<title>"),
        ("<p>甲<title>乙</p><p>丙<title></title></p>", "甲乙\n丙", "<title>"),
        ("<p>甲<title>乙</p><p>丙</p></title>", "甲乙\n丙", "<title>"),
        ("<p>甲<textarea>乙</p><p>丙</p>", "甲乙\n丙", "<textarea>"),
        ("<p>甲</p><xmp><p>乙</p>", "甲\n乙", "<xmp>"),
        ("<p>甲<noscript>乙</p><p>丙</p>", "甲乙\n丙", "<noscript>"),
        ("<p>甲<iframe src='/map'>乙</p><p>丙</p>", "甲乙\n丙", "<iframe>"),
        ("<p>甲<noembed>乙</p><p>丙</p>", "甲乙\n丙", "<noembed>"),
        ("<p>甲</p><plaintext><p>乙</p>", "甲\n乙", "<plaintext>"),
        ("<p>甲<object data='x'>乙</p><p>丙</p>", "甲乙\n丙", "<object>"),
        ("<p>甲<template>乙</p><p>丙</p>", "甲乙\n丙", "<template>"),
        ("<p>甲<style>标签，</p><p>乙</p>", "甲标签，\n乙", "<style>"),
        ("<p>甲<style>p { color: red } </p><p>乙</p>", "甲\n乙", "<style>"),
        ("<p>甲<script>var a = 1;</p><p>乙</p>", "甲\n乙", "<script>"),
        ("<p>甲<!-- 乙</p><p>丙</p>", "甲 乙\n丙", "<!-- -->"),
        ("<p>甲<!-- 乙</p><p>丙</p><!-- 注 --><p>丁</p>", "甲 乙\n丙\n丁", "<!-- -->"),
        ("<p>甲<!--[if gte mso 9]><xml><w:a>Normal</w:a></xml>乙</p>", "甲乙", "<!-- -->"),
        ('<p>甲<img src="/x.jpg</p><p>乙</p>', "甲\n乙", "引号"),
        ("<p>甲<b title='x>乙</b></p><p>丙</p>", "甲乙\n丙", "引号"),
        ('<p><a href="/x>甲</a></p><p>乙 "丙" 丁</p>', '甲\n乙 "丙" 丁', "引号"),
    ],
)
def test_text_behind_an_unclosed_tag_is_recovered_and_told(source: str, text: str, name: str) -> None:
    found = body_of(source)
    assert to_text(found.html) == text
    assert found.changed == [f"没有结束的标记已去掉，其后的文字已恢复：{name} 1 处"]
    assert found.lost == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>document.write('<p>x</p>')</script><p>甲</p>", "<p>甲</p>"),
        ("<style>p { } /* 注 */</style><!-- 注 --><p>甲</p>", "<p>甲</p>"),
        ('<p><img src="/c.jpg" alt="a>b">甲</p>', '<p><img src="/c.jpg" alt="a&gt;b">甲</p>'),
        ("<p>甲<!-->乙</p>", "<p>甲乙</p>"),
        ('<p>他说"好"，x="1<2"</p><p>乙</p>', '<p>他说"好"，x="1&lt;2"</p><p>乙</p>'),
        ("<p title=\"it's\" class='x'>甲</p>", "<p>甲</p>"),
    ],
)
def test_a_closed_element_is_left_to_the_cleaner(source: str, html: str) -> None:
    found = body_of(source)
    assert (found.html, found.changed, found.lost) == (html, [], "")


def test_an_unclosed_element_ends_with_its_page() -> None:
    pages = split_pages(body_of("<p>甲<!-- 乙</p>#p#第二页#e#<p>丙</p><!-- 注 -->").html)
    assert [(page.subtitle, to_text(page.html)) for page in pages] == [("", "甲 乙"), ("第二页", "第二页\n丙")]


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("<p>甲</p><title>题目</title>", "有 2 个汉字没有保留：“题目”"),
        ("<p>甲</p><noscript>请打开脚本</noscript>", "有 5 个汉字没有保留：“请打开脚本”"),
        ("<p>甲</p><script>var a = '欢迎'; <p>乙</p>", "有 2 个汉字没有保留：“vara='欢迎';”"),
        ("<p>甲</p><object>乙丙</object>", "有 2 个汉字没有保留：“乙丙”"),
    ],
)
def test_text_that_is_lost_all_the_same_is_told(source: str, lost: str) -> None:
    assert body_of(source).lost == lost


FILM = "/uploads/media/1.mp4"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (f'<embed src="{FILM}"></embed>', f'<p><a href="{FILM}">视频：1.mp4</a></p>'),
        (f'<p>看<embed src="{FILM}">片</p>', f'<p>看<a href="{FILM}">视频：1.mp4</a>片</p>'),
        (f'<video controls><source src="{FILM}">不支持</video>', f'<p><a href="{FILM}">视频：1.mp4</a></p>'),
        (f'<video src="{FILM}">', f'<p><a href="{FILM}">视频：1.mp4</a></p>'),
        (f'<iframe src="{FILM}"></iframe>', f'<p><a href="{FILM}">视频：1.mp4</a></p>'),
        ('<audio src="/uploads/a.MP3"></audio>', '<p><a href="/uploads/a.MP3">音频：a.MP3</a></p>'),
        ('<bgsound src="/uploads/a.mid">', '<p><a href="/uploads/a.mid">音频：a.mid</a></p>'),
        (
            '<object classid="x"><param name="url" value="/uploads/讲话.wma"></object>',
            '<p><a href="/uploads/讲话.wma">音频：讲话.wma</a></p>',
        ),
        (
            '<object><param name="movie" value="/p.swf"><embed flashvars="file=/uploads/1.flv&amp;a=1"></object>',
            '<p><a href="/uploads/1.flv">视频：1.flv</a></p>',
        ),
        (
            '<embed src="/plus/player.swf?file=%2Fuploads%2F1.rmvb">',
            '<p><a href="/uploads/1.rmvb">视频：1.rmvb</a></p>',
        ),
        (
            '<video src="/uploads/我的 讲话.mp4"></video>',
            '<p><a href="/uploads/我的%20讲话.mp4">视频：我的 讲话.mp4</a></p>',
        ),
        (
            '<embed src="/p.swf" flashvars="file=/uploads/一 二.flv&amp;a=1">',
            '<p><a href="/uploads/一%20二.flv">视频：一 二.flv</a></p>',
        ),
        (
            '<embed title="请看 /uploads/1.mp4 这一段" src=/uploads/1.mp4 width=300>',
            '<p><a href="/uploads/1.mp4">视频：1.mp4</a></p>',
        ),
        (
            '<embed src="http://www.old.example.com/uploads/1.swf">',
            '<p><a href="/uploads/1.swf">视频：1.swf</a></p>',
        ),
        (
            '<iframe src="http://player.youku.com/embed/XMTI"></iframe>',
            '<p><a href="http://player.youku.com/embed/XMTI" rel="noopener nofollow">视频：player.youku.com</a></p>',
        ),
    ],
)
def test_a_player_leaves_a_link_to_its_file(source: str, html: str) -> None:
    found = body_of(source)
    assert found.html == html
    assert found.substance.total() == 1
    assert found.changed[0].startswith("播放器换成了文件的链接：")


def test_a_frame_of_anything_else_leaves_nothing_but_its_line() -> None:
    found = body_of('<p>甲</p><iframe src="/map"></iframe><iframe src="http://ad.example.com/a.html"></iframe>')
    assert (found.html, found.substance, found.changed) == ("<p>甲</p>", {"iframe": 2}, [])


@pytest.mark.parametrize(
    ("img", "address"),
    [
        ('<img data-src="/uploads/1.jpg">', "/uploads/1.jpg"),
        ('<img data-original="/uploads/1.jpg" src="/images/loading.gif">', "/uploads/1.jpg"),
        (
            '<img src="data:image/gif;base64,R0lGOD" data-src="https://mmbiz.qpic.cn/a/640">',
            "https://mmbiz.qpic.cn/a/640",
        ),
        ('<img src="" _src="/uploads/1.jpg">', "/uploads/1.jpg"),
        ("<img src=/static/none.gif file=/uploads/1.jpg>", "/uploads/1.jpg"),
        ('<img data-lazy-src="http://www.old.example.com/uploads/1.jpg">', "/uploads/1.jpg"),
        ('<img srcset="/uploads/1.jpg 1x, /uploads/2.jpg 2x">', "/uploads/1.jpg"),
        ('<img data-srcset="/uploads/1.jpg 1x, /uploads/2.jpg 2x">', "/uploads/1.jpg"),
        ('<img data-src="//mmbiz.qpic.cn/a/640">', "https://mmbiz.qpic.cn/a/640"),
    ],
)
def test_a_picture_that_a_script_would_have_loaded_is_shown(img: str, address: str) -> None:
    found = body_of(f"<p>图：{img}</p>")
    assert found.html == f'<p>图：<img src="{address}"></p>'
    assert found.changed == ["1 张延迟加载的图片改用了实际地址"]
    assert not found.removed


def test_a_picture_with_an_address_of_its_own_keeps_it() -> None:
    found = body_of('<img src="/uploads/1.jpg" data-src="/uploads/2.jpg" _src="/uploads/3.jpg">')
    assert (found.html, found.changed) == ('<img src="/uploads/1.jpg">', [])


@pytest.mark.parametrize(
    "mark", ["<title>", "<!--", "<object>", "<embed src=a.mp4>", '<img src="', "<style>", "<video>"]
)
def test_thousands_of_marks_that_never_end_take_no_long_time(mark: str) -> None:
    """The end of a mark is searched once: searching it for each of 3,000 marks would take quadratic time."""
    assert to_text(body_of(f"<p>甲</p>{mark * 3_000}").html).startswith("甲")


@pytest.mark.django_db(transaction=True)
def test_films_and_sounds_are_copied_with_the_uploads_and_told_where_they_are_missing(
    backup: Path, tmp_path: Path
) -> None:
    uploads = tmp_path / "old/uploads"
    (uploads / "media").mkdir(parents=True)
    names = [f"media/1{suffix}" for suffix in sorted(FILMS | SOUNDS)]
    for name in names:
        (uploads / name).write_bytes(b"film")
    (uploads / "1.jpg").write_bytes(drawing())
    html = (
        '<embed src="/uploads/media/1.mp4"><embed src="/uploads/media/gone.flv"><p><img data-src="/uploads/1.jpg"></p>'
        "<p>甲<title>乙</p>"
    )
    imported = do_import(backup, site(addonarticle=[body(html=html)]), uploads=uploads)
    assert [name for name in names if not default_storage.exists(name)] == []
    assert issues(imported, "MISSING") == ["文章“竞聘演讲稿”：/uploads/media/gone.flv 不在上传文件夹里"]
    assert issues(imported, "REMOVED") == ["竞聘演讲稿：embed 2 处"]
    assert issues(imported, "CHANGED") == [
        "竞聘演讲稿：播放器换成了文件的链接：/uploads/media/1.mp4、/uploads/media/gone.flv",
        "竞聘演讲稿：1 张延迟加载的图片改用了实际地址",
        "竞聘演讲稿：没有结束的标记已去掉，其后的文字已恢复：<title> 1 处",
    ]
    article = Article.objects.get()
    assert '<a href="/uploads/media/1.mp4">' in article.body
    assert article.picture_url in article.body


@pytest.mark.django_db(transaction=True)
def test_the_bodies_of_a_real_site_keep_their_text(backup: Path, shared: Path) -> None:
    do_import(shared / "data/dedecms_faults/r6_bodies", report=backup.with_name("report"))
    bodies = dict(Article.objects.values_list("pk", "body"))
    assert to_text(bodies[2]) == "开头\n加了标签，\n后面还有三千字。"
    assert bodies[3] == '<p><a href="/uploads/media/1.mp4">视频：1.mp4</a></p>'
    assert bodies[4] == '<p>图：<img src="/uploads/allimg/1.jpg"></p>'
    assert sorted(tag.name for tag in Article.objects.get(pk=1).tags.all()) == ["条刷", "毛刷"]
