"""Public articles without a text were pages with a title and a summary, and are imported so."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from tests.articles.dedecms.imports import archive, body, counted, do_import, everything, issues, site

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

BARE = archive(5, title="没有正文的公开文章", description="摘要还在")


def test_an_article_without_a_row_of_body_comes_and_keeps_its_address(client: Client, backup: Path) -> None:
    imported = do_import(backup, site(archives=[archive(), BARE], taglist=[{"tid": 1, "aid": 5, "tag": "讲话"}]))
    article = Article.objects.get(pk=5)
    assert (article.title, article.summary, article.body, article.status) == (
        "没有正文的公开文章",
        "摘要还在",
        "",
        "published",
    )
    assert [tag.name for tag in article.tags.all()] == ["讲话"]
    for url in ("/a/yanjianggao/5.html", "/plus/view.php?aid=5"):
        assert client.get(url)["Location"] == "/articles/5/"
    assert client.get("/articles/5/").status_code == 200
    assert issues(imported, "EMPTY") == ["没有正文的公开文章：没有正文，只有标题和摘要"]
    assert counted(imported, "archives") == {"read": 2, "added": 2}
    assert imported.summary["closes"]
    before = everything()
    assert do_import(backup).summary["added"] == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("addon", "is_told"),
    [
        ({"html": ""}, True),
        ({"html": "<p>&nbsp;</p>\r\n<p><br></p>"}, True),
        ({"html": "<p><img src='/uploads/a.jpg'></p>"}, False),
        ({"html": "", "redirecturl": "/plus/view.php?aid=7"}, False),
    ],
)
def test_an_empty_text_is_told_and_a_picture_or_a_jump_is_none(
    backup: Path,
    addon: dict[str, Any],
    is_told: bool,  # noqa: FBT001
) -> None:
    flag = "j" if "redirecturl" in addon else ""
    imported = do_import(
        backup, site(archives=[archive(), archive(5, title="空的", flag=flag)], addonarticle=[body(), body(5, **addon)])
    )
    assert Article.objects.filter(pk=5).exists()
    assert issues(imported, "EMPTY") == (["空的：没有正文，只有标题和摘要"] if is_told else [])


@pytest.mark.parametrize("columns", [{"arcrank": -1}, {"arcrank": -2}, {"arcrank": 10}, {"money": 5}])
def test_an_article_that_was_no_public_page_is_quarantined_as_before(
    client: Client, backup: Path, columns: dict[str, Any]
) -> None:
    imported = do_import(backup, site(archives=[archive(), {**BARE, **columns}]))
    assert not Article.objects.filter(pk=5).exists()
    assert issues(imported, "QUARANTINED") == ["没有正文：表 addonarticle 里没有这个编号"]
    assert client.get("/plus/view.php?aid=5").status_code == 410


def test_an_article_waits_for_another_backup_if_the_table_of_bodies_is_not_whole(backup: Path) -> None:
    """A row of the table is unreadable, or all rows are missing: the text may be in the lost part."""
    tables = site(archives=[archive(), BARE])
    do_import(backup, tables, dry=True)
    [bodies] = backup.glob("dede_addonarticle_*")
    whole = bodies.read_bytes()
    for lost in (whole + b"INSERT INTO `dede_addonarticle` VALUES('5','3');\r\n", b""):
        bodies.write_bytes(lost)
        imported = do_import(backup)
        assert not Article.objects.filter(pk=5).exists()
        reason = "没有正文：备份里的表 addonarticle 缺失、是空的或不完整"
        assert reason in issues(imported, "QUARANTINED")
    bodies.write_bytes(whole)
    do_import(backup)
    assert Article.objects.get(pk=5).title == "没有正文的公开文章"


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("条刷，毛刷，", ["条刷", "毛刷"]),
        ("条刷、毛刷", ["条刷", "毛刷"]),
        ("条刷；毛刷;条刷", ["条刷", "毛刷"]),
        ("，、", []),
        ("PPT 模板", ["PPT 模板"]),
    ],
)
def test_tags_in_one_row_are_as_many_as_they_read(backup: Path, row: str, names: list[str]) -> None:
    imported = do_import(backup, site(taglist=[{"tid": 1, "aid": 7, "tag": row}, {"tid": 2, "aid": 7, "tag": "毛刷"}]))
    kept = sorted(tag.name for tag in Article.objects.get().tags.all())
    assert kept == sorted({*names, "毛刷"})
    assert imported.summary["closes"]
    assert counted(imported, "taglist")["read"] == 2


def test_the_tables_that_every_site_has_are_known(backup: Path) -> None:
    names = ["area", "sphinx", "mail_title", "ask", "story_books"]
    imported = do_import(backup, site(**{name: [{"id": 1}] for name in names}), own=dict.fromkeys(names, "id"))
    assert issues(imported, "TABLE") == []
    assert counted(imported, "area") == {"read": 1, "left_out": 1}


def test_the_article_of_a_real_site_without_a_body_is_there(client: Client, backup: Path, shared: Path) -> None:
    imported = do_import(shared / "data/dedecms_faults/r8_nobody", report=backup.with_name("report"))
    assert dict(Article.objects.values_list("pk", "summary"))[5] == "摘要还在"
    assert client.get("/a/jianghua/2017/0714/5.html")["Location"] == "/articles/5/"
    assert imported.summary["closes"]
