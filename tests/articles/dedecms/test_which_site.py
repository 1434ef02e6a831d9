"""Choose the tables of one site in a backup with several sites, another system's tables, or two backups at once."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from articles.dedecms.dump import DumpError, open_dump
from articles.dedecms.other_systems import by_tables
from articles.models import Article, Import
from tests.articles.dedecms.imports import do_import, site
from tests.builders import shanghai
from tests.dedecms_writers import (
    Table,
    make_site,
    packed_zip,
    write_backup,
    write_empirebak,
    write_mysqldump,
    write_phpmyadmin,
)

pytestmark = pytest.mark.once

MEMBERS = {
    "member_archives": Table(("id", "mid", "mtypeid"), []),
    "member_arctype": Table(("aid", "typename", "memberid"), []),
}


def emptied(tables: Mapping[str, Table]) -> dict[str, Table]:
    return {name: Table(table.columns, []) for name, table in tables.items()}


def beside(folder: Path, tables: Mapping[str, Table], prefix: str) -> None:
    """Put the tables of a second prefix into a backup."""
    other = write_backup(folder.with_name("other"), tables, prefix=prefix)
    for file in other.iterdir():
        if file.name.startswith("tables_struct"):
            [structs] = folder.glob("tables_struct_*")
            structs.write_bytes(structs.read_bytes() + file.read_bytes())
        else:
            file.rename(folder / file.name)


@pytest.mark.parametrize("rows", [[], [("1", "2", "3")]])
def test_tables_of_members_are_no_second_site(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    """dede_member_archives and dede_member_arctype, empty or not, belong to dede_."""
    members = {name: Table(table.columns, rows) for name, table in MEMBERS.items()}
    dump = open_dump(write_backup(tmp_path, {**make_site(), **members}))
    assert (dump.prefix, "member_archives" in dump.tables) == ("dede_", True)


def test_an_installation_that_was_never_used_is_no_second_site(tmp_path: Path) -> None:
    beside(write_backup(tmp_path / "one", make_site()), emptied(make_site()), "old_")
    assert open_dump(tmp_path / "one").prefix == "dede_"
    assert open_dump(tmp_path / "one", prefix="old_").prefix == "old_"


def test_a_site_whose_columns_are_lost_is_still_the_one_with_articles(tmp_path: Path) -> None:
    tables = {**make_site(), "arctype": Table(("id", "typename"), []), **MEMBERS}
    assert open_dump(write_backup(tmp_path, tables)).prefix == "dede_"


def test_two_sites_with_articles_are_asked_about(tmp_path: Path) -> None:
    beside(write_backup(tmp_path / "one", {**make_site(), **MEMBERS}), make_site(), "gh_")
    with pytest.raises(DumpError, match=r"说明要导入哪一个：dede_、gh_$"):
        open_dump(tmp_path / "one")


@pytest.mark.parametrize(
    ("tables", "name"),
    [
        (["wp_posts", "wp_postmeta", "wp_options"], "WordPress"),
        (["blog_options", "blog_term_taxonomy"], "WordPress"),
        (["phome_enewsclass", "phome_ecms_news"], "帝国 CMS（EmpireCMS）"),
        (["ay_content", "ay_content_sort"], "PbootCMS"),
        (["pre_forum_thread", "pre_common_member"], "Discuz!"),
        (["cdb_forums", "cdb_threads", "cdb_posts"], "Discuz!"),
        (["v9_news", "v9_news_data", "v9_category"], "PHPCMS"),
        (["zbp_post", "zbp_category", "zbp_module"], "Z-Blog"),
        (["typecho_contents", "typecho_metas"], "Typecho"),
        (["posts", "post_categories", "journals"], "Halo"),
        (["extensions", "schema_history"], "Halo"),
        (["jos_extensions", "jos_menu_types"], "Joomla"),
        (["ey_archives", "ey_arctype", "ey_article_content"], "易优 CMS（EyouCMS）"),
        (["shop_goods", "shop_users"], ""),
        (["dede_archives", "dede_arctype", "dede_addonarticle"], ""),
    ],
)
def test_another_system_is_known_by_its_tables(tables: list[str], name: str) -> None:
    assert by_tables(tables) == name


CONTENT = Table(("id", "title"), [("1", "别的系统的文章")])


@pytest.mark.parametrize(
    ("tables", "prefix", "name"),
    [
        ({"posts": CONTENT, "postmeta": CONTENT}, "wp_", "WordPress"),
        ({"archives": CONTENT, "arctype": CONTENT, "article_content": CONTENT}, "ey_", "易优 CMS（EyouCMS）"),
        ({"forum_thread": CONTENT, "forum_post": CONTENT}, "pre_", "Discuz!"),
    ],
)
def test_its_dump_is_refused_by_its_name(tmp_path: Path, tables: dict[str, Table], prefix: str, name: str) -> None:
    for write in (write_mysqldump, write_phpmyadmin):
        file = write(tmp_path / "site.sql", tables, prefix=prefix)
        with pytest.raises(DumpError, match=rf"^这是 {name} 的备份，不是 DedeCMS 的"):
            open_dump(file)


def test_a_backup_of_the_other_system_by_the_same_authors_tool_is_refused_by_its_name(tmp_path: Path) -> None:
    write_empirebak(tmp_path, {"enewsclass": CONTENT, "ecms_news": CONTENT}, prefix="phome_")
    with pytest.raises(DumpError, match=r"^这是 帝国 CMS（EmpireCMS） 的备份"):
        open_dump(tmp_path)


def test_a_database_that_is_one_file_and_an_export_are_refused_by_their_names(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "pbootcms.db") as database:
        database.execute('CREATE TABLE "ay_content" (id INTEGER)')
        database.execute("CREATE TABLE ay_content_sort (id INTEGER)")
    database.close()
    export = '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>'
    (tmp_path / "xml").mkdir()
    (tmp_path / "xml/site.xml").write_text(export)
    for path in (tmp_path / "pbootcms.db", packed_zip(tmp_path / "pbootcms.db", tmp_path / "db.zip")):
        with pytest.raises(DumpError, match=r"^这是 PbootCMS 的备份"):
            open_dump(path)
    for path in (tmp_path / "xml", tmp_path / "xml/site.xml"):
        with pytest.raises(DumpError, match=r"^这是 WordPress 的备份"):
            open_dump(path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", [["sysconfig"], ["channeltype"], ["sysconfig", "channeltype"]])
def test_a_database_without_settings_and_models_is_refused_as_a_derivative(backup: Path, lost: list[str]) -> None:
    tables = site(channeltype=[{"id": 1, "nid": "article", "addtable": "dede_addonarticle"}])
    for name in lost:
        del tables[name]
    if len(lost) == 1:
        assert do_import(backup, tables).summary["added"]
        return
    with pytest.raises(DumpError, match=r"没有 dede_sysconfig（系统设置）和 dede_channeltype（内容模型）.*另一个系统"):
        do_import(backup, tables)
    assert not Import.objects.exists()


@pytest.mark.parametrize("new_names", [False, True])
def test_the_doubled_tables_of_two_backups_are_counted_and_the_files_dated(tmp_path: Path, new_names: bool) -> None:  # noqa: FBT001
    dates = {"a": shanghai("2014-05-14 08:00"), "b": shanghai("2018-02-03 21:30")}
    for generation, at in dates.items():
        before = set(tmp_path.iterdir())
        write_backup(tmp_path, make_site(), structure=False, new_names=new_names, generation=generation)
        for file in set(tmp_path.iterdir()) - before:
            os.utime(file, (at.timestamp(), at.timestamp()))
    with pytest.raises(DumpError, match=r"这里有两次备份的文件.*共有 3 张数据表出现两次$") as refused:
        open_dump(tmp_path)
    assert {date for date in ("2014-05-14 08:00", "2018-02-03 21:30") if date in str(refused.value)} == {
        "2014-05-14 08:00",
        "2018-02-03 21:30",
    }


def test_the_doubled_tables_of_two_sql_files_are_told_too(tmp_path: Path) -> None:
    for name, at in (("a.sql", shanghai("2014-05-14 08:00")), ("b.sql", shanghai("2018-02-03 21:30"))):
        os.utime(write_mysqldump(tmp_path / name, make_site()), (at.timestamp(), at.timestamp()))
    message = (
        "出现了两次.*a.sql 第 .* 和 b.sql 第 .*日期是 2014-05-14 08:00 和 2018-02-03 21:30；共有 3 张数据表出现两次"
    )
    with pytest.raises(DumpError, match=message):
        open_dump(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_the_backup_of_a_real_site_with_tables_of_members_is_read(backup: Path, shared: Path) -> None:
    do_import(shared / "data/dedecms_faults/r2_prefix", report=backup.with_name("report"))
    assert list(Article.objects.values_list("pk", "title", "body")) == [(1, "题", "<p>文</p>")]
