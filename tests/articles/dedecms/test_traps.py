"""Traps of real DedeCMS sites that no other test here steps into: shared/reference/dedecms.md says where they were met.

The hand-made site has most other traps at once. `test_told.py` has the losses of an import.
"""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from articles.dedecms.dump import Row, open_dump
from articles.dedecms.standard import COLUMNS
from articles.models import Article, Tag
from tests.articles.dedecms.imports import BASE, COLUMN, archive, body, counted, do_import, issues, site
from tests.dedecms_writers import CHINESE, Table, make_site, write_backup
from tests.drawings import drawing

pytestmark = pytest.mark.django_db(transaction=True)


def leads_to(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, address
    return response["Location"]


def test_flags_that_a_site_added_by_hand_are_told_and_the_usual_ones_come(backup: Path) -> None:
    imported = do_import(backup, site(archives=[archive(flag="c,i,n")]))
    assert Article.objects.get().is_recommended
    assert issues(imported, "CHANGED") == ["竞聘演讲稿：自定义属性 i、n 没有对应"]


def test_columns_that_show_articles_of_others_are_told(backup: Path) -> None:
    imported = do_import(backup, site(arctype=[{**COLUMN, "cross": 2, "crossid": "4,5"}]))
    assert issues(imported, "SECTION") == ["演讲稿：交叉栏目（4,5）没有导入，可改用副栏目"]


@pytest.mark.parametrize("none", ["", "-"])
def test_a_dash_for_a_thumbnail_is_none(backup: Path, none: str) -> None:
    backup.with_name("old").mkdir()
    imported = do_import(backup, site(archives=[archive(litpic=none)]), uploads=backup.with_name("old"))
    article = Article.objects.get()
    assert (article.cover, article.picture_url, imported.summary["files"]) == (None, "", {})


def test_an_unknown_source_is_none_and_a_quote_that_the_old_form_widened_stays(backup: Path) -> None:
    do_import(backup, site(archives=[archive(source="未知", title="＂说好＂第一句")]))
    article = Article.objects.get()
    assert (article.source, article.title) == ("", "＂说好＂第一句")


def test_keywords_that_the_old_system_cut_out_of_the_text_are_no_tags(backup: Path) -> None:
    """Editors wrote only taglist. The column keywords is cut at 30 characters, sometimes within a word."""
    do_import(backup, site(archives=[archive(keywords="公司注册,这些,事项,不注意,等着,")]))
    assert not Tag.objects.exists()


def test_tags_are_counted_anew_whatever_their_tables_say(backup: Path, client: Client) -> None:
    """DedeCMS updates taglist's own copies by the tag alone, so all but the last article's are wrong."""
    columns = {"tag": "演讲", "tid": 1, "typeid": 99}
    do_import(
        backup,
        site(
            archives=[archive(7, title="甲篇"), archive(8, title="乙篇", arcrank=-1), archive(9, title="丙篇")],
            addonarticle=[body(7), body(8), body(9)],
            taglist=[{**columns, "aid": 7, "arcrank": -1}, {**columns, "aid": 8, "arcrank": 0}, {**columns, "aid": 9}],
            tagindex=[{"id": 1, "tag": "演讲", "total": 66}, {"id": 2, "tag": "没有文章", "total": 5}],
        ),
    )
    page = client.get("/tags/演讲/").content.decode()
    assert [title for title in ("甲篇", "乙篇", "丙篇") if title in page] == ["甲篇", "丙篇"]
    assert [(tag.name, tag.uses) for tag in Tag.objects.with_uses()] == [("演讲", 2)]


def test_tables_of_later_versions_are_left_out_by_name(backup: Path) -> None:
    later = {"archives_log_list": [{"id": 7}], "archives_log_detail": [{"id": 7}], "plus_seoinfo": [{"id": 1}]}
    keywords = [{"aid": 1, "keyword": "演讲", "rpurl": "/a/"}]
    own = dict.fromkeys(later, "id") | {"keywords": "aid keyword rpurl"}
    imported = do_import(backup, site(**later, keywords=keywords), own=own)
    rules = {row["name"]: row["rules"] for row in imported.summary["tables"]}
    assert [rules[name] for name in (*later, "keywords")] == [
        "旧系统的修改记录 1",
        "旧系统的修改记录 1",
        "系统设置 1",
        "自动生成的关键词 1",
    ]
    assert counted(imported, "archives") == {"read": 1, "added": 1}


def test_a_backup_of_the_time_before_votes_without_definitions_keeps_its_names(tmp_path: Path) -> None:
    names = [name for name in COLUMNS["archives"].split() if name != "voteid"]
    table = Table(tuple(names), [tuple(f"<{name}>" for name in names)])
    dump = open_dump(write_backup(tmp_path, {**make_site(), "archives": table}, structure=False))
    [row] = dump.rows("archives")
    assert isinstance(row, Row)
    assert row.values == {name: f"<{name}>" for name in names}


def test_a_line_longer_than_dedecms_itself_restores_is_read_whole(tmp_path: Path) -> None:
    """Its own restore reads 512 KB of a line."""
    long = CHINESE * 2000
    rows = [("1", "2", long), ("2", "2", "<p>短</p>")]
    dump = open_dump(write_backup(tmp_path, make_site(addonarticle=Table(("aid", "typeid", "body"), rows))))
    bodies = [row.values["body"] for row in dump.rows("addonarticle") if isinstance(row, Row)]
    assert len(long.encode()) > 512 * 1024
    assert bodies == [long, "<p>短</p>"]


def test_an_article_in_a_folder_of_its_own_is_found_with_and_without_index(backup: Path, client: Client) -> None:
    config = [*BASE["sysconfig"], {"varname": "cfg_arc_dirname", "value": "Y"}]
    column = {**COLUMN, "namerule": "{typedir}/{Y}/{cc}/index.html"}
    do_import(backup, site(sysconfig=config, arctype=[column]))
    for address in ("/a/yanjianggao/2014/0514H014/", "/a/yanjianggao/2014/0514H014/index.html"):
        assert leads_to(client, address) == "/articles/7/"


def test_a_column_with_a_domain_of_its_own_is_found_without_its_folder(backup: Path, client: Client) -> None:
    own = {"moresite": 1, "sitepath": "/a/yanjianggao", "siteurl": "http://yj.old.example.com"}
    do_import(backup, site(arctype=[{**COLUMN, **own}]))
    for address in ("/7.html", "/a/yanjianggao/7.html"):
        assert leads_to(client, address) == "/articles/7/"
    assert leads_to(client, "/list_3_1.html") == "/yanjianggao/"


def test_a_real_address_with_a_doubled_slash_leads_to_the_article(backup: Path, client: Client) -> None:
    """cfg_basehost ends with a slash on some sites, and every link of theirs begins with two."""
    config = [{"varname": "cfg_basehost", "value": "http://www.old.example.com/"}]
    do_import(backup, site(sysconfig=config, arctype=[{**COLUMN, "namerule": ""}]))
    answer = client.get("/", PATH_INFO="//special/arc-7.html")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/7/")


def test_thumbnails_that_the_old_system_made_keep_their_paths(backup: Path) -> None:
    uploads = backup.with_name("old")
    names = ["allimg/140514/1-1-lp.jpg", "allimg/140514/1-1_lit.jpg", "userup/1/a.jpg", "140514/b.jpg"]
    for name in names:
        (uploads / name).parent.mkdir(parents=True, exist_ok=True)
        (uploads / name).write_bytes(drawing())
    do_import(backup, site(), uploads=uploads)
    assert [default_storage.exists(name) for name in names] == [True] * 4
