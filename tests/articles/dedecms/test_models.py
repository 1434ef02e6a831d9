"""Content models of an old site: the table with the text of an article, and its text fields."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.dedecms.content_models import ContentModel, fields, table_named
from articles.dedecms.importing import Imported
from articles.models import Article, ImportedArticle
from tests.articles.dedecms.imports import SECOND, archive, body, counted, do_import, issues, site

pytestmark = pytest.mark.once

SPEECHES = {"id": 1, "nid": "article", "addtable": "dede_addonarticle", "issystem": 1}


def field(name: str, label: str, kind: str) -> str:
    """Declare a field as DedeCMS writes it."""
    return (
        f'<field:{name} itemname="{label}" autofield="1" notsend="0" type="{kind}" isnull="true" islist="0"'
        f' default="" maxlength="" page="">\n</field:{name}>\n'
    )


def movies(backup: Path, columns: dict[str, str], fieldset: str, **model: Any) -> Imported:
    """Import an article of a model of the site's own, whose table has these columns."""
    table = model.pop("table", "addonmovie")
    row = {"id": 18, "nid": "movie", "addtable": f"dede_{table}", "fieldset": fieldset, "issystem": 0, **model}
    tables = site(
        channeltype=[SPEECHES, row],
        archives=[archive(7), archive(9, title="功夫", channel=18)],
        **{table: [{"aid": 9, "typeid": 3, **columns}]},
    )
    return do_import(backup, tables, own={table: " ".join(["aid", "typeid", "redirecturl", *columns])})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["addwork6", "addonwork", "work_content", "uploads_work", "votework"])
def test_the_table_of_a_model_is_the_one_that_it_names(backup: Path, table: str) -> None:
    imported = movies(backup, {"miaoshu": "描述", "body": "<p>正文在这里</p>"}, "", table=table)
    assert Article.objects.get(pk=9).body == "<p>正文在这里</p>"
    assert counted(imported, table) == {"read": 1, "added": 1}
    assert ImportedArticle.objects.get(old_id=9).extra["miaoshu"] == "描述"
    assert issues(imported, "TABLE") == []
    assert imported.summary["closes"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("dede_addonwork", "addonwork"),
        ("#@__addonwork", "addonwork"),
        ("cts_addonwork", "addonwork"),
        ("addonwork", "addonwork"),
        ("dede_addonWork", "addonwork"),
        ("dede_addwork6", "addwork6"),
        ("dede_elsewhere", ""),
        ("", ""),
    ],
)
def test_a_table_is_known_whatever_prefix_its_name_was_noted_with(name: str, table: str) -> None:
    assert table_named(name, ["addonwork", "addwork6", "work", "archives"]) == table


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("columns", "fieldset", "html"),
    [
        ({"introduction": "<p>影片的介绍</p>"}, field("introduction", "简介", "htmltext"), "<p>影片的介绍</p>"),
        (
            {"jianjie": "<p>介绍</p>", "pingjia": "<p>好看</p>"},
            field("jianjie", "简介", "htmltext") + field("pingjia", "评价", "htmltext"),
            "<p>介绍</p><h2>评价</h2><p>好看</p>",
        ),
        (
            {"pingjia": "<p>好看</p>", "body": "<p>正文</p>"},
            field("pingjia", "评价", "htmltext") + field("body", "正文", "htmltext"),
            "<p>正文</p><h2>评价</h2><p>好看</p>",
        ),
        (
            {"body": "", "jianjie": "<p>介绍</p>"},
            field("body", "正文", "htmltext") + field("jianjie", "简介", "htmltext"),
            "<p>介绍</p>",
        ),
        (
            {
                "daoyan": "周星驰 &amp; 某",
                "leixing": "喜剧",
                "dianping": "一行\r\n二行 < 三行",
                "jianjie": "<p>介绍</p>",
            },
            field("daoyan", "导演", "text")
            + field("leixing", "类型", "select")
            + field("dianping", "点评", "multitext")
            + field("jianjie", "简介", "htmltext"),
            "<p>介绍</p><p>导演：周星驰 &amp; 某</p><p>类型：喜剧</p><h2>点评</h2><p>一行<br>二行 &lt; 三行</p>",
        ),
        (
            {"haibao": "/uploads/1.jpg", "pianduan": "/uploads/1.mp4", "piaofang": "12", "jianjie": "<p>介绍</p>"},
            field("haibao", "海报", "imgfile")
            + field("pianduan", "片段", "media")
            + field("piaofang", "票房", "int")
            + field("jianjie", "简介", "htmltext"),
            '<p>介绍</p><p><img src="/uploads/1.jpg" alt="海报"></p><p><a href="/uploads/1.mp4">片段</a></p>',
        ),
        ({"neirong": "<p>没有声明的正文</p>", "daoyan": "某"}, "", "<p>没有声明的正文</p>"),
    ],
)
def test_the_text_is_in_the_fields_that_the_model_declares(
    backup: Path, columns: dict[str, str], fieldset: str, html: str
) -> None:
    movies(backup, columns, fieldset)
    assert Article.objects.get(pk=9).body == html


@pytest.mark.django_db(transaction=True)
def test_a_field_that_stands_in_the_text_is_no_column_of_its_own(backup: Path) -> None:
    columns = {"introduction": "<p>介绍</p>", "daoyan": "某", "piaofang": "12"}
    declared = field("introduction", "简介", "htmltext") + field("daoyan", "导演", "text")
    imported = movies(backup, columns, declared + field("piaofang", "票房", "int"))
    assert ImportedArticle.objects.get(old_id=9).extra == {"channel": "18", "piaofang": "12"}
    assert issues(imported, "COLUMN") == ["功夫：piaofang"]


def test_a_set_of_pictures_may_stand_in_any_field_of_its_type() -> None:
    model = ContentModel("addonxiangce", fields=fields(field("zhaopian", "照片", "img")))
    mark = "{dede:img text='主席台'} /uploads/a.jpg {/dede:img}"
    assert model.marks({"zhaopian": mark}, "img", "imgurls") == mark
    assert model.marks({"imgurls": mark}, "img", "imgurls") == mark
    assert model.marks({"zhaopian": mark}, "softlinks", "softlinks") == ""


HOT = {"aid": 7, "typeid": 3, "title": "测试游戏", "senddate": SECOND, "arcrank": 0, "click": 0, "channel": -6}
COLUMNS = "aid typeid title senddate arcrank click channel"


@pytest.mark.django_db(transaction=True)
def test_a_table_that_no_model_names_brings_no_articles(backup: Path, client: Client) -> None:
    tables = site(channeltype=[SPEECHES], addonhot=[HOT, {**HOT, "aid": 8}])
    imported = do_import(backup, tables, own={"addonhot": COLUMNS})
    assert dict(Article.objects.values_list("pk", "title")) == {7: "竞聘演讲稿"}
    assert client.get("/a/yanjianggao/7.html")["Location"] == "/articles/7/"
    assert counted(imported, "archives") == {"read": 1, "added": 1}
    assert counted(imported, "addonhot") == {"read": 2, "left_out": 2}
    assert issues(imported, "TABLE") == [f"2 行，字段：{COLUMNS.replace(' ', '、')}"]


@pytest.mark.django_db(transaction=True)
def test_the_articles_of_archives_win_a_number_and_an_address(backup: Path, client: Client) -> None:
    """The independent model's row 5 comes after article 7, though its number is lower."""
    tables = site(
        channeltype=[SPEECHES, {"id": -10, "nid": "hot", "addtable": "dede_addonhot", "issystem": -1}],
        archives=[archive(7, filename="5")],
        addonhot=[HOT, {**HOT, "aid": 5, "title": "五号"}],
    )
    imported = do_import(backup, tables, own={"addonhot": COLUMNS})
    assert dict(Article.objects.values_list("pk", "title")) == {5: "五号", 7: "竞聘演讲稿"}
    assert client.get("/a/yanjianggao/5.html")["Location"] == "/articles/7/"
    assert issues(imported, "CHANGED")[-1] == "五号：旧网址 /a/yanjianggao/5.html 已有别的内容，仍转到那里"
    assert counted(imported, "addonhot") == {"read": 2, "added": 1, "quarantined": 1}
    assert imported.summary["closes"]
    assert do_import(backup).summary["added"] == 0


@pytest.mark.django_db(transaction=True)
def test_an_article_whose_model_was_deleted_has_its_text_in_the_table_that_is_left(backup: Path) -> None:
    tables = site(
        channeltype=[SPEECHES],
        archives=[archive(9, channel=17)],
        addonarticle=[body(7)],
        addon17=[body(9, "<p>讲话</p>"), body(10)],
    )
    imported = do_import(backup, tables, own={"addon17": "aid typeid body"})
    assert Article.objects.get().body == "<p>讲话</p>"
    assert counted(imported, "addon17") == {"read": 2, "added": 1, "quarantined": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "pk", "title", "html"),
    [
        ("r1_independent", 246, "在全县教育大会上的讲话", "<p>同志们</p>"),
        ("r4_model_name", 9, "企业简介", "<p>正文在这里</p>"),
        ("r5_model_body", 9, "功夫", "<p>影片的介绍一大段</p>"),
    ],
)
def test_the_article_of_a_real_sites_model_has_its_text(
    backup: Path, shared: Path, name: str, pk: int, title: str, html: str
) -> None:
    do_import(shared / "data/dedecms_faults" / name, report=backup.with_name("report"))
    assert list(Article.objects.values_list("pk", "title", "body")) == [(pk, title, html)]
