"""The rules by which an import loads the rows of a small old site, one by one."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.admin.forms import clean_tag_names
from articles.models import (
    Article,
    ArticleHits,
    ImportedArticle,
    ImportedSection,
    LegacyPath,
    Listing,
    Section,
    string_from_tags,
    tags_from_string,
)
from articles.models import Tag as ArticleTag
from tests.articles.dedecms.imports import (
    BASE,
    COLUMN,
    SECOND,
    archive,
    body,
    counted,
    do_import,
    everything,
    issues,
    site,
)
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_article_comes_with_its_number_its_times_and_its_texts(backup: Path) -> None:
    row = archive(
        title="&ldquo;我的&amp;你的&rdquo;演讲",
        shorttitle="短",
        color="#ff0000",
        writer="王老师",
        source="本报",
        description="摘要在此",
        click=120,
        flag="h,c,b,p",
        keywords="演讲,竞聘",
        goodpost=5,
    )
    do_import(backup, site(archives=[row], addonarticle=[body(html="<p>正文</p>")]))
    article = Article.objects.get()
    assert article.pk == 7
    assert (article.title, article.short_title, article.title_color) == ("“我的&你的”演讲", "短", "red")
    assert (article.author, article.source, article.summary) == ("王老师", "本报", "摘要在此")
    assert article.body == "<p>正文</p>"
    assert article.publish_at == article.created_at == article.updated_at == shanghai("2014-05-14 00:53:20")
    flags = (article.is_headline, article.is_recommended, article.is_bold, article.is_picture, article.is_slide)
    assert flags == (True, True, True, True, False)
    assert ArticleHits.objects.values_list("opening", "total").get() == (120, 120)
    mapping = ImportedArticle.objects.get()
    assert (mapping.old_id, mapping.article_id, mapping.gone) == (7, 7, False)
    assert mapping.extra == {"keywords": "演讲,竞聘", "goodpost": "5", "channel": "1"}
    assert Listing.objects.values_list("section__path", "article_id").get() == ("yanjianggao", 7)


@pytest.mark.parametrize(
    ("columns", "status", "gone"),
    [
        ({"arcrank": 0}, "published", False),
        ({"arcrank": -1}, "draft", True),
        ({"arcrank": -2}, "trash", True),
        ({"arcrank": 10}, "draft", True),
        ({"money": 5}, "draft", True),
    ],
)
def test_an_article_that_the_old_site_did_not_show_everybody_is_not_published(
    backup: Path,
    columns: dict[str, Any],
    status: str,
    gone: bool,  # noqa: FBT001
) -> None:
    imported = do_import(backup, site(archives=[archive(**columns)]))
    assert Article.objects.get().status == status
    assert ImportedArticle.objects.get().gone is gone
    assert LegacyPath.objects.get(path="/a/yanjianggao/7.html").article_id == 7
    assert len(issues(imported, "MEMBERS")) == (1 if columns.get("money") or columns.get("arcrank", 0) > 0 else 0)


def test_an_article_of_a_members_column_is_a_draft(backup: Path) -> None:
    imported = do_import(backup, site(arctype=[{**COLUMN, "corank": 10}]))
    assert Article.objects.get().status == "draft"
    assert issues(imported, "MEMBERS") == ["竞聘演讲稿：所属栏目要会员权限"]


def test_a_date_in_the_future_is_a_schedule(backup: Path) -> None:
    do_import(backup, site(archives=[archive(pubdate=4_000_000_000)]))
    assert Article.objects.get().state == "定时发布"


def test_pinning_lasts_as_long_as_on_the_old_site(backup: Path) -> None:
    rows = [archive(sortrank=SECOND + 30 * 86_400), archive(8, sortrank=SECOND + 60)]
    do_import(backup, site(archives=rows, addonarticle=[body(7), body(8)]))
    pinned = dict(Article.objects.values_list("pk", "pinned_until"))
    assert pinned == {7: shanghai("2014-06-13 00:53:20"), 8: None}


def test_a_jump_needs_an_address(backup: Path) -> None:
    rows = [archive(7, flag="j"), archive(8, flag="j"), archive(9, flag="j")]
    addons = [
        body(7, redirecturl="https://other.example.com/"),
        body(8, redirecturl="javascript:alert(1)"),
        body(9, redirecturl=""),
    ]
    imported = do_import(backup, site(archives=rows, addonarticle=addons))
    assert dict(Article.objects.values_list("pk", "is_jump")) == {7: True, 8: False, 9: False}
    assert any("javascript:alert(1)" in text for text in issues(imported, "CHANGED"))


def test_sections_keep_tree_order_and_kind(backup: Path) -> None:
    columns = [
        {"id": 1, "typename": "公文", "typedir": "{cmspath}/a/gongwen", "sortrank": 20, "seotitle": "公文范文"},
        {"id": 2, "typename": "首页", "typedir": "{cmspath}/a/shouye", "sortrank": 10, "ishidden": 1},
        {
            "id": 5,
            "reid": 1,
            "typename": "关于",
            "ispart": 1,
            "content": "<p>封面</p>",
            "typedir": "{cmspath}/a/1/关于",
        },
        {"id": 6, "reid": 1, "typename": "外站", "ispart": 2, "typedir": "https://other.example.com/"},
        {"id": 8, "reid": 99, "typename": "孤儿", "typedir": "/orphan"},
        {"id": 9, "reid": 10, "typename": "圈一", "typedir": "/q1"},
        {"id": 10, "reid": 9, "typename": "圈二", "typedir": "/q2"},
    ]
    imported = do_import(backup, site(arctype=columns, archives=[], addonarticle=[]))
    assert list(Section.objects.without_tree_fields().order_by("path").values_list("path", "kind")) == [
        ("gongwen", "list"),
        ("gongwen/guanyu", "cover"),
        ("gongwen/waizhan", "link"),
        ("orphan", "list"),
        ("q1", "list"),
        ("q1/q2", "list"),
        ("shouye", "list"),
    ]
    roots = Section.objects.without_tree_fields().filter(parent=None).order_by("position")
    assert [(section.name, section.in_navigation) for section in roots[:2]] == [("首页", False), ("公文", True)]
    assert Section.objects.get(path="gongwen").seo_title == "公文范文"
    assert Section.objects.get(path="gongwen/guanyu").content == "<p>封面</p>"
    assert [text.partition("：")[0] for text in issues(imported, "SECTION")] == ["孤儿", "圈一"]
    assert ImportedSection.objects.count() == 7


def test_a_section_whose_path_is_taken_gets_another(backup: Path) -> None:
    make_section("别的演讲稿", segment="yanjianggao")
    do_import(backup, site())
    assert Article.objects.get().section.path == "yanjianggao-2"


def test_further_columns_and_tags_are_those_of_the_article(backup: Path) -> None:
    other = {"id": 4, "typename": "口才", "typedir": "{cmspath}/a/koucai"}
    tags = [
        {"tid": 1, "aid": 7, "tag": "竞聘", "typeid": 99},
        {"tid": 2, "aid": 7, "tag": "PPT"},
        {"tid": 3, "aid": 7, "tag": "ppt"},
        {"tid": 4, "aid": 55, "tag": "没有这篇"},
    ]
    imported = do_import(backup, site(arctype=[COLUMN, other], archives=[archive(typeid2="4,99,3")], taglist=tags))
    article = Article.objects.get()
    assert [section.path for section in article.further_sections.all()] == ["koucai"]
    assert sorted(tag.name for tag in article.tags.all()) == ["PPT", "竞聘"]
    assert counted(imported, "taglist") == {"read": 4, "added": 2, "quarantined": 1, "left_out": 1}


def test_a_tag_is_written_as_by_the_first_article_that_has_it(backup: Path) -> None:
    tags = [{"tid": 1, "aid": 7, "tag": "ppt"}, {"tid": 2, "aid": 7, "tag": "演讲"}, {"tid": 3, "aid": 8, "tag": "PPT"}]
    do_import(backup, site(archives=[archive(7), archive(8)], addonarticle=[body(7), body(8)], taglist=tags))
    assert list(ArticleTag.objects.order_by("pk").values_list("name", flat=True)) == ["ppt", "演讲"]


def test_a_tag_is_one_that_the_form_keeps(backup: Path) -> None:
    names = ["、", "——", "开场、收尾", "C++"]
    imported = do_import(backup, site(taglist=[{"tid": tid, "aid": 7, "tag": tag} for tid, tag in enumerate(names)]))
    kept = [tag.name for tag in Article.objects.get().tags.all()]
    assert sorted(kept) == ["C++", "开场", "收尾"]
    assert clean_tag_names(tags_from_string(string_from_tags(Article.objects.get().tags.all()))) == kept
    assert counted(imported, "taglist") == {"read": 4, "added": 2, "left_out": 2}


def test_a_tag_that_is_here_is_used_whatever_its_case(backup: Path) -> None:
    ArticleTag.objects.create(name="ppt", slug="ppt")
    do_import(backup, site(taglist=[{"tid": 1, "aid": 7, "tag": "PPT"}]))
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["ppt"]


def test_each_of_two_tags_with_one_address_gets_its_own(backup: Path) -> None:
    do_import(backup, site(taglist=[{"tid": 1, "aid": 7, "tag": tag} for tag in ("演讲!", "演讲", "演讲?")]))
    tags = ArticleTag.objects.order_by("pk").values_list("name", "slug")
    assert list(tags) == [("演讲!", "演讲"), ("演讲", "演讲-1"), ("演讲?", "演讲-2")]


def test_editors_come_as_users_who_cannot_log_in_and_those_here_are_left_alone(backup: Path) -> None:
    here = User.objects.create_superuser("admin", "", "kai-kou-jiu-lai")
    admins = [
        {"id": 1, "userid": "admin", "uname": "张编辑", "pwd": "f297a57a5a743894a0e4"},
        {"id": 2, "userid": "wang", "uname": "王编辑"},
    ]
    rows = [archive(7, mid=2, dutyadmin=1), archive(8, mid=999)]
    imported = do_import(backup, site(admin=admins, archives=rows, addonarticle=[body(7), body(8)]))
    here.refresh_from_db()
    assert (here.is_active, here.last_name, here.has_usable_password()) == (True, "", True)
    editor = User.objects.get(username="admin-2")
    assert (editor.is_active, editor.is_staff, editor.has_usable_password()) == (False, False, False)
    article = Article.objects.get(pk=7)
    assert (article.owner.username, article.editor_name) == ("wang", "张编辑")
    assert Article.objects.get(pk=8).owner.last_name == "旧站投稿"
    assert len(issues(imported, "USER")) == 1


@pytest.mark.parametrize(
    ("default", "named"), [("王编辑", "王编辑"), ("wang", "王编辑"), ("本站 小编", "本站 小编"), ("", "")]
)
def test_an_article_without_an_editor_has_the_one_that_the_old_site_showed_by_default(
    backup: Path, default: str, named: str
) -> None:
    tables = site(
        sysconfig=[*BASE["sysconfig"], {"varname": "cfg_df_dutyadmin", "value": default}],
        admin=[{"id": 1, "userid": "zhang", "uname": "张编辑"}, {"id": 2, "userid": "wang", "uname": "王编辑"}],
        archives=[archive(7, dutyadmin=1), archive(8, dutyadmin=0), archive(9, dutyadmin=77)],
        addonarticle=[body(7), body(8), body(9)],
    )
    do_import(backup, tables)
    assert [article.editor_name for article in Article.objects.order_by("pk")] == ["张编辑", named, named]
    assert not User.objects.filter(is_active=True).exists()
    before = everything()
    do_import(backup)
    assert everything() == before


def test_a_number_that_is_taken_or_was_purged_is_not_used_again(backup: Path) -> None:
    make_article("这里的七号", pk=7)
    LegacyPath.objects.remember("/articles/8/")
    rows = [archive(7), archive(8, title="八号"), archive(9, title="九号")]
    imported = do_import(backup, site(archives=rows, addonarticle=[body(7), body(8), body(9)]))
    here = dict(ImportedArticle.objects.values_list("old_id", "article_id"))
    assert here[9] == 9
    assert here[7] > 9
    assert here[8] > 9
    assert len(issues(imported, "RENUMBERED")) == 2
    assert Article.objects.get(pk=7).title == "这里的七号"


def test_an_article_that_is_written_here_next_gets_a_number_past_all(backup: Path) -> None:
    do_import(backup, site(archives=[archive(3_000_000)], addonarticle=[body(3_000_000)]))
    assert make_article("新的").pk == 3_000_001


def test_an_edited_or_deleted_article_stays_so_and_only_new_ones_are_added(backup: Path) -> None:
    tables = site(archives=[archive(7), archive(8, title="八号")], addonarticle=[body(7), body(8)])
    do_import(backup, tables)
    edited = Article.objects.get(pk=7)
    edited.title, edited.body = "改过的标题", "<p>改过</p>"
    edited.save()
    Article.objects.get(pk=8).delete()
    Section.objects.filter(path="yanjianggao").update(name="改过的栏目")
    rows = [archive(7, title="旧站又改了"), archive(8), archive(9, title="新到")]
    imported = do_import(backup, site(archives=rows, addonarticle=[body(7), body(8), body(9)]))
    assert counted(imported, "archives") == {"read": 3, "added": 1, "known": 2}
    assert dict(Article.objects.values_list("pk", "title")) == {7: "改过的标题", 9: "新到"}
    assert Section.objects.get().name == "改过的栏目"
