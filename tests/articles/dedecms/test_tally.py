"""The tally of an import: rows that are quarantined, left out or listed, and the report before any write."""

from pathlib import Path
from typing import Any

import pytest

from articles.dedecms.importing import Imported
from articles.dedecms.load.origin import OtherSiteError
from articles.models import Article, Import, ImportedArticle, LegacyPath
from tests.articles.dedecms.imports import COLUMN, SECOND, archive, body, counted, do_import, everything, issues, site
from yanjiang.home.imports import HomeSinks

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_rows_that_can_be_no_article_are_quarantined_with_file_and_line(backup: Path) -> None:
    rows = [archive(7), archive(8, arcrank=-1), archive(9, typeid=77), archive(7, title="又一个七号"), archive(0)]
    addons = [body(7), body(9), body(50)]
    tiny = [{"id": 7}, {"id": 9}, {"id": 60}]
    imported = do_import(backup, site(archives=rows, addonarticle=addons, arctiny=tiny))
    assert list(Article.objects.values_list("pk", "title")) == [(7, "竞聘演讲稿")]
    assert counted(imported, "archives") == {"read": 5, "added": 1, "quarantined": 4}
    assert counted(imported, "addonarticle") == {"read": 3, "added": 1, "quarantined": 2}
    assert counted(imported, "arctiny") == {"read": 3, "quarantined": 1, "left_out": 2}
    assert imported.summary["closes"]
    told = {
        (issue["table"], issue["old_id"]): (issue["line"], issue["text"])
        for kind in imported.summary["kinds"]
        for issue in kind["issues"]
        if kind["name"] == "QUARANTINED"
    }
    assert told["archives", 8] == (2, "没有正文：表 addonarticle 里没有这个编号")
    assert told["archives", 9] == (3, "所属栏目 77 不在备份里")
    assert told["archives", 7] == (4, "同一编号的行已经有了")
    assert told["archives", None][0] == 5
    assert told["addonarticle", 50] == (3, "没有对应的文章")


def test_a_body_in_a_file_beside_the_database_is_quarantined_until_it_is_there(backup: Path) -> None:
    path = "/data/textdata/1/8-0123456789abcdef.txt"
    tables = site(archives=[archive(7), archive(8)], addonarticle=[body(7), body(8, path)])
    imported = do_import(backup, tables)
    assert counted(imported, "archives") == {"read": 2, "added": 1, "quarantined": 1}
    assert f"正文在旧站的文件 {path} 里，备份没有它" in issues(imported, "QUARANTINED")
    assert imported.summary["closes"]
    assert counted(do_import(backup, site(archives=[archive(8)], addonarticle=[body(8)])), "archives")["added"] == 1


def test_every_left_out_row_has_a_named_rule_and_comments_are_saved_to_a_file(backup: Path) -> None:
    imported = do_import(
        backup,
        site(
            member=[{"mid": 1, "userid": "someone"}],
            vote=[{"aid": 1}],
            guestbook=[{"id": 1, "msg": "你好"}],
            feedback=[{"id": 1, "aid": 7, "msg": "写得好"}],
            shouji=[{}, {}],
        ),
        own={"shouji": "id title"},
    )
    rules = {row["name"]: row["rules"] for row in imported.summary["tables"]}
    assert (rules["member"], rules["vote"], rules["guestbook"]) == ("会员资料 1", "投票 1", "留言簿 1")
    assert rules["shouji"] == "不认识的表 2"
    assert issues(imported, "TABLE") == ["2 行，字段：id、title"]
    comments = imported.data.with_name("report-comments.jsonl")
    assert "写得好" in comments.read_text()
    assert imported.summary["closes"]


def test_extra_columns_are_kept_and_listed(backup: Path) -> None:
    model = {"id": 1, "nid": "article", "addtable": "dede_addonarticle"}
    imported = do_import(
        backup,
        site(channeltype=[model], addonarticle=[body(danwei="某某中学")]),
        own={"addonarticle": "danwei"},
    )
    assert ImportedArticle.objects.get().extra["danwei"] == "某某中学"
    assert issues(imported, "COLUMN") == ["竞聘演讲稿：danwei"]


def test_a_model_of_the_sites_own_has_its_bodies_in_a_table_of_its_own(backup: Path) -> None:
    tables = site(
        channeltype=[{"id": 17, "nid": "jianghua", "addtable": "dede_addon17"}],
        archives=[archive(channel=17)],
        addonarticle=[],
        addon17=[body(html="<p>讲话</p>", lingdao="局长")],
    )
    imported = do_import(backup, tables, own={"addon17": "aid typeid body lingdao"})
    assert Article.objects.get().body == "<p>讲话</p>"
    assert ImportedArticle.objects.get().extra["lingdao"] == "局长"
    assert imported.summary["closes"]


def test_a_set_of_pictures_shows_them_below_its_text(backup: Path) -> None:
    marks = "{dede:img ddimg='' text='主席台' width='1' height='1'} /uploads/allimg/a.jpg {/dede:img}"
    tables = site(
        channeltype=[{"id": 2, "nid": "image", "addtable": "dede_addonimages"}],
        archives=[archive(channel=2)],
        addonarticle=[],
        addonimages=[body(html="<p>图集</p>", imgurls=marks)],
    )
    do_import(backup, tables)
    html = Article.objects.get().body
    assert html.startswith("<p>图集</p><figure")
    assert 'src="/uploads/allimg/a.jpg"' in html
    assert "主席台" in html


NODES = """
{dede:specnote imgheight='90' imgwidth='120'\r\n infolen='160' idlist='8,9,7,50'\r\n name='开场白 & 结束语' isauto='0'}
  <li><a href="[field:arcurl/]">[field:title/]</a></li>
{/dede:specnote}
{dede:specnote idlist='7' name='默认节点' isauto='0'}{/dede:specnote}
{dede:specnote idlist='' name='最新' noteid='default' isauto='1' keywords='竞聘' typeid='3'}{/dede:specnote}
"""


def special(backup: Path, **options: Any) -> Imported:
    """Import a special topic without a column, and one in the column."""
    tables = site(
        channeltype=[{"id": -1, "nid": "spec", "addtable": "dede_addonspec"}],
        archives=[
            archive(7, title="说好&lt;第一句&gt;"),
            archive(8, title="致辞"),
            archive(9, title="未审核", arcrank=-1),
            archive(20, title="演讲专题", typeid=0, channel=-1),
            archive(21, title="另一个专题", channel=-1),
        ],
        addonarticle=[body(7), body(8), body(9)],
        addonspec=[{"aid": 20, "note": NODES}, {"aid": 21}],
    )
    return do_import(backup, tables, **options)


def test_a_special_topic_is_an_article_with_links_to_its_articles(backup: Path) -> None:
    imported = special(backup)
    topic = Article.objects.get(pk=20)
    assert topic.body == (
        '<h2>开场白 &amp; 结束语</h2><ul><li><a href="/plus/view.php?aid=8">致辞</a></li>'
        '<li><a href="/plus/view.php?aid=7">说好&lt;第一句&gt;</a></li></ul>'
        '<ul><li><a href="/plus/view.php?aid=7">说好&lt;第一句&gt;</a></li></ul>'
    )
    assert issues(imported, "CHANGED") == ["演讲专题：专题节点“最新”在旧站自动取文章，没有导入"]
    assert counted(imported, "addonspec") == {"read": 2, "added": 2}
    assert imported.summary["closes"]


def test_special_topics_without_a_column_have_a_section_of_their_own(backup: Path) -> None:
    dry = special(backup, dry=True)
    imported = special(backup)
    assert issues(dry, "SECTION") == issues(imported, "SECTION") != []
    sections = dict(Article.objects.filter(pk__gte=20).values_list("pk", "section__path"))
    assert sections == {20: "zhuanti", 21: "yanjianggao"}
    assert LegacyPath.objects.get(path="/special/arc-20.html").article_id == 20
    before = everything()
    assert special(backup).summary["added"] == 0
    assert everything() == before


def test_classified_information_which_has_no_row_in_archives_comes_as_articles(backup: Path) -> None:
    info = {"typeid": 3, "channel": -8, "mid": 1, "click": 12, "title": "代写&amp;润色", "senddate": SECOND}
    tables = site(
        channeltype=[{"id": -8, "nid": "infos", "addtable": "dede_addoninfos"}],
        addoninfos=[
            {"aid": 30, **info, "body": "<p>价格面议</p>", "tel": "010-62345678", "linkman": "李四", "userip": "::1"},
            {"aid": 31, **info, "arcrank": -1},
            {"aid": 32, **info, "typeid": 99},
            {"aid": 30, **info},
        ],
        arctiny=[{"id": 7}, {"id": 30}, {"id": 31}, {"id": 32}],
        taglist=[{"tid": 1, "aid": 30, "tag": "代写"}],
    )
    imported = do_import(backup, tables)
    article = Article.objects.get(pk=30)
    assert (article.title, article.body, article.status) == ("代写&润色", "<p>价格面议</p>", "published")
    assert article.publish_at == Article.objects.get(pk=7).publish_at
    assert (article.hits.total, [tag.name for tag in article.tags.all()]) == (12, ["代写"])
    assert ImportedArticle.objects.get(old_id=30).extra == {"channel": "-8", "tel": "010-62345678", "linkman": "李四"}
    assert Article.objects.get(pk=31).status == "draft"
    assert counted(imported, "addoninfos") == {"read": 4, "added": 2, "quarantined": 2}
    assert counted(imported, "archives") == {"read": 1, "added": 1}
    assert counted(imported, "arctiny") == {"read": 4, "left_out": 4}
    assert imported.summary["closes"]
    before = everything()
    assert counted(do_import(backup), "addoninfos") == {"read": 4, "known": 2, "quarantined": 2}
    assert everything() == before


def test_a_dry_run_writes_nothing_and_tells_the_same(backup: Path) -> None:
    before = everything()
    tables = site(
        taglist=[{"tid": 1, "aid": 7, "tag": "竞聘"}],
        feedback=[{"id": 1, "msg": "好"}],
        flink=[{"id": 1, "webname": "好站", "url": "https://example.com/"}, {"id": 2, "url": "javascript:1"}],
        sgpage=[{"aid": 1, "title": "关于", "body": '<img src="/uploads/a.jpg">'}, {"aid": 2}],
        myad=[{"aid": 1, "adname": "电话", "normbody": "电话 13800000000"}],
    )
    backup.with_name("uploads").mkdir()
    dry = do_import(backup, tables, dry=True, uploads=backup.with_name("uploads"))
    assert everything() == before
    assert not dry.data.with_name("report-comments.jsonl").exists()
    real = do_import(backup, uploads=backup.with_name("uploads"))
    assert counted(real, "flink") == counted(real, "sgpage") == {"read": 2, "added": 1, "quarantined": 1}
    for part in ("tables", "files", "kinds"):
        assert dry.summary[part] == real.summary[part]


def test_a_hotline_that_is_refused_is_not_told_as_made(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HomeSinks, "hotline", lambda *_, **__: None)
    imported = do_import(backup, site(myad=[{"aid": 1, "adname": "电话", "normbody": "电话 13800000000"}]))
    assert counted(imported, "myad") == {"read": 1, "quarantined": 1}
    assert issues(imported, "HOTLINE") == []


def test_another_site_under_the_same_name_is_refused(backup: Path) -> None:
    do_import(backup, site())
    with pytest.raises(OtherSiteError, match="--old-host"):
        do_import(backup, site(archives=[archive(senddate=SECOND + 1)]))
    do_import(backup, host="other.example.com")
    assert sorted(Import.objects.values_list("host", flat=True)) == ["other.example.com", "www.old.example.com"]


def test_removed_elements_are_counted_and_listed_if_more_than_formatting(backup: Path) -> None:
    html = '<p><font>字</font></p><iframe src="https://v.example.com/"></iframe><script>1</script>'
    imported = do_import(backup, site(addonarticle=[body(html=html)]))
    removed = {mark["name"]: (mark["count"], mark["substance"]) for mark in imported.summary["removed"]}
    assert removed == {"font": (1, False), "iframe": (1, True), "script": (1, True)}
    assert issues(imported, "REMOVED") == ["竞聘演讲稿：iframe 1 处，script 1 处"]


def test_garbled_text_is_told_and_kept(backup: Path) -> None:
    tables = site(
        arctype=[{**COLUMN, "description": "锟斤拷"}],
        archives=[archive(title="é¢˜ç›®"), archive(8, writer="é¢˜ç›®"), archive(9)],
        addonarticle=[body(7), body(8), body(9)],
        taglist=[{"tid": 1, "aid": 8, "tag": "演讲"}, {"tid": 2, "aid": 8, "tag": "é¢˜ç›®"}],
    )
    imported = do_import(backup, tables)
    assert issues(imported, "GARBLED") == ["演讲稿：说明", "é¢˜ç›®：标题", "竞聘演讲稿：作者、关键字"]
    assert Article.objects.get(pk=7).title == "é¢˜ç›®"
