"""An import reports everything that it leaves out or changes, in columns, pages, links, names and tags."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, LegacyPath, MissingPath, Section
from consultants.models import Hotline
from tests.articles.dedecms.imports import COLUMN, archive, body, counted, do_import, everything, issues, site
from tests.drawings import drawing
from yanjiang.home.models import FriendLink, Page

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

OTHER = {"id": 4, "typename": "口才", "typedir": "{cmspath}/a/koucai"}


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "old" / "uploads"
    (folder / "allimg").mkdir(parents=True)
    (folder / "allimg/here.jpg").write_bytes(drawing())
    return folder


@pytest.mark.parametrize("is_known", [False, True])
def test_a_dry_run_writes_nothing_of_links_and_numbers_that_are_here_already(backup: Path, *, is_known: bool) -> None:
    if is_known:
        do_import(backup, site())
    FriendLink.objects.create(name="友站", url="http://friend.example.com")
    Hotline.objects.create(label="热线", number="400-000-2014")
    before = everything()
    flink = [{"id": 1, "webname": "友站", "url": "http://friend.example.com", "ischeck": 1}]
    tables = site(flink=flink, myad=[{"aid": 1, "adname": "求稿", "normbody": "<p>求稿热线：400-000-2014</p>"}])
    assert counted(do_import(backup, tables, dry=True), "flink") == {"read": 1, "added": 1}
    assert everything() == before


def test_a_backup_that_lacks_something_is_announced_as_such(backup: Path) -> None:
    assert "注意" not in do_import(backup, site(), dry=True).in_words
    tables = site()
    del tables["arctype"]
    imported = do_import(backup, tables, dry=True)
    assert issues(imported, "DAMAGED") == ["备份里没有这张表"]
    assert imported.in_words.startswith("注意：备份不完整，有 1 处读不到")
    assert "备份不完整，有 1 处读不到" in imported.report.read_text()


def missing(*paths: str) -> None:
    for path in paths:
        MissingPath.objects.note(path, "", timezone.now())


def removed(imported: Any) -> dict[str, int]:
    return {mark["name"]: mark["count"] for mark in imported.summary["removed"]}


@pytest.mark.parametrize("dry", [True, False])
def test_a_further_column_that_is_not_in_the_backup_is_told_by_article(backup: Path, dry: bool) -> None:  # noqa: FBT001
    tables = site(arctype=[COLUMN, OTHER], archives=[archive(typeid2="4,99,3")])
    assert issues(do_import(backup, tables, dry=dry), "CHANGED") == ["竞聘演讲稿：副栏目 99 不在备份里，没有归入"]


def test_a_further_column_that_was_deleted_here_is_told_as_such(backup: Path) -> None:
    do_import(backup, site(arctype=[COLUMN, OTHER]))
    Section.objects.get(path="koucai").delete()
    rows = [archive(), archive(8, title="就职演讲", typeid2="4")]
    imported = do_import(backup, site(arctype=[COLUMN, OTHER], archives=rows, addonarticle=[body(7), body(8)]))
    assert issues(imported, "CHANGED") == ["就职演讲：副栏目 4 已在本站删除，没有归入"]


def test_removed_elements_of_columns_and_pages_are_counted_too(backup: Path) -> None:
    column = {**COLUMN, "content": "<p><font>字</font></p><script>1</script>"}
    page = {
        "aid": 1,
        "title": "联系我们",
        "filename": "/lx.html",
        "body": '<font>字</font><iframe src="/map"></iframe>',
    }
    imported = do_import(backup, site(arctype=[column], sgpage=[page]))
    assert removed(imported) == {"font": 2, "script": 1, "iframe": 1}
    assert issues(imported, "REMOVED") == ["演讲稿：script 1 处", "联系我们：iframe 1 处"]


def test_garbled_text_of_pages_links_blocks_and_people_is_told_and_kept(backup: Path) -> None:
    bad = "é¢˜ç›®"
    imported = do_import(
        backup,
        site(
            sgpage=[{"aid": 1, "title": bad, "filename": "/a.html", "body": f"<p>{bad}</p>"}],
            flink=[{"id": 1, "webname": bad, "url": "http://friend.example.com/", "ischeck": 1}],
            myad=[{"aid": 1, "adname": bad, "normbody": "<p>热线：400-000-2014</p>"}],
            admin=[{"id": 1, "userid": "zhang", "uname": bad}],
        ),
    )
    assert sorted(issues(imported, "GARBLED")) == [
        "é¢˜ç›®：名称",
        "é¢˜ç›®：名称",
        "é¢˜ç›®：姓名",
        "é¢˜ç›®：标题、正文",
    ]
    assert (Page.objects.get().title, FriendLink.objects.get().name) == (bad, bad)


def test_a_picture_of_a_column_and_a_logo_of_a_link_that_are_missing_are_told(backup: Path, uploads: Path) -> None:
    columns = [
        {**COLUMN, "typelitpic": "/uploads/allimg/here.jpg"},
        {**OTHER, "typelitpic": "/uploads/allimg/gone.jpg"},
    ]
    link = {"id": 1, "webname": "友站", "url": "http://friend.example.com/", "logo": "/uploads/flink/gone.gif"}
    imported = do_import(backup, site(arctype=columns, flink=[link]), own={"arctype": "typelitpic"}, uploads=uploads)
    assert issues(imported, "MISSING") == [
        "栏目“口才”的图片：/uploads/allimg/gone.jpg 不在上传文件夹里",
        "友情链接“友站”的标志：/uploads/flink/gone.gif 不在上传文件夹里",
    ]
    assert Section.objects.get(path="yanjianggao").picture is not None


def test_a_value_without_a_field_in_links_and_pages_is_told(backup: Path) -> None:
    link = {
        "id": 1,
        "webname": "友" * 61,
        "url": "http://friend.example.com/",
        "logo": "http://friend.example.com/l.gif",
        "msg": "写作",
        "qq": "12345",
    }
    page = {"aid": 1, "title": "关" * 61, "filename": "/a.html", "keywords": "关于", "description": "述" * 301}
    imported = do_import(backup, site(flink=[link], sgpage=[page]), own={"flink": "qq"})
    assert issues(imported, "CHANGED") == [
        f"{'友' * 61}：标志“http://friend.example.com/l.gif”没有导入，友情链接在本站只有名称和网址",
        f"{'友' * 61}：介绍“写作”没有导入，友情链接在本站只有名称和网址",
        f"{'友' * 61}：名称过长，截去了“友”",
        f"{'友' * 61}：自定义字段 qq 没有导入",
        f"{'关' * 61}：关键词“关于”没有导入，单页在本站没有关键词",
        f"{'关' * 61}：标题过长，截去了“关”",
        f"{'关' * 61}：SEO 描述过长，截去了“述”",
    ]
    assert counted(imported, "flink") == {"read": 1, "added": 1}


def test_every_loss_of_an_article_is_told(backup: Path) -> None:
    rows = [
        archive(7, title="甲", description="摘" * 501),
        archive(8, title="乙", color="#999999"),
        archive(9, title="丙", color="#000000"),
        archive(10, title="丁", pubdate=0),
    ]
    tags = [{"tid": 1, "aid": 9, "tag": "词" * 101}]
    bodies = [body(pk) for pk in (7, 8, 9, 10)]
    assert issues(do_import(backup, site(archives=rows, addonarticle=bodies, taglist=tags)), "CHANGED") == [
        "甲：摘要过长，截去了“摘”",
        "乙：标题颜色“#999999”在本站没有对应，改为默认颜色",
        "丙：关键字过长，截去了“词”",
        "丁：没有发布时间，记为建稿的时间",
    ]
    assert [tag.name for tag in Article.objects.get(pk=9).tags.all()] == ["词" * 100]


def test_a_column_without_a_name_and_a_login_that_no_user_can_have_are_told(backup: Path) -> None:
    columns = [{**COLUMN, "typename": ""}]
    admins = [{"id": 1, "userid": "", "uname": "王编辑"}, {"id": 2, "userid": "zhang san", "uname": "张编辑"}]
    imported = do_import(backup, site(arctype=columns, admin=admins))
    assert issues(imported, "SECTION") == ["栏目 3：没有名称，以编号为名"]
    assert issues(imported, "USER") == ["登录名“”改写为“editor-1”", "登录名“zhang san”改写为“zhangsan”"]


def test_addresses_that_an_import_answers_leave_the_inbox(backup: Path, client: Client) -> None:
    """Addresses have a row of their own (an article's page) or a rule (its second page, a list's, a stale number)."""
    answered = [
        "/a/yanjianggao/7.html",
        "/a/yanjianggao/list_3_2.html",
        "/a/elsewhere/7.html",
        "/a/yanjianggao/7_2.html",
    ]
    missing(*answered, "/a/yanjianggao/99.html", "/guanyu.html")
    do_import(backup, site(), dry=True)
    assert MissingPath.objects.count() == 6
    do_import(backup)
    assert sorted(MissingPath.objects.values_list("path", flat=True)) == ["/a/yanjianggao/99.html", "/guanyu.html"]
    assert [client.get(path).status_code for path in answered] == [301] * 4


@pytest.mark.parametrize("dry", [True, False])
def test_an_old_address_that_two_things_had_is_told(backup: Path, client: Client, dry: bool) -> None:  # noqa: FBT001
    """On the old site one file overwrote the other. The first row gets the address; the other is found by number."""
    LegacyPath.objects.remember("/a/yanjianggao/9.html", url="/search/")
    rows = [archive(7, title="甲", filename="jp"), archive(8, title="乙", filename="jp"), archive(9, title="丙")]
    twin = {**OTHER, "typedir": COLUMN["typedir"]}
    tables = site(arctype=[COLUMN, twin], archives=rows, addonarticle=[body(7), body(8), body(9)])
    assert issues(do_import(backup, tables, dry=dry), "CHANGED") == [
        "口才：旧网址 /a/yanjianggao/ 已有别的内容，仍转到那里",
        "口才：旧网址 /a/yanjianggao/index.html 已有别的内容，仍转到那里",
        "乙：旧网址 /a/yanjianggao/jp.html 已有别的内容，仍转到那里",
        "丙：旧网址 /a/yanjianggao/9.html 已有别的内容，仍转到那里",
    ]
    if not dry:
        assert client.get("/a/yanjianggao/jp.html")["Location"] == "/articles/7/"
        assert client.get("/a/yanjianggao/8.html")["Location"] == "/articles/8/"
        assert issues(do_import(backup), "CHANGED") == []
