"""Values that fit into no column: an import takes the part that fits, reports the rest, and goes on."""

import json
from pathlib import Path

import pytest

from articles.dedecms.models import ImportRun
from articles.models import Article, Import, ImportedArticle, ImportedSection, Section
from tests.articles.dedecms.imports import BASE, COLUMN, archive, body, do_import, issues, site

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "x" * 300


def test_characters_that_no_database_keeps_are_left_out_wherever_they_stand(backup: Path) -> None:
    """MySQL stores U+0000 in any text, and PostgreSQL in none."""
    column = {**COLUMN, "typename": "演讲\0稿", "namerule2": "{typedir}/l\0.html", "siteurl": "\0", "own\0": "甲\0"}
    row = archive(filename="wen\0zhang", litpic="/uploads/\0a.jpg", title="竞聘\0演讲稿", own="乙\0")
    tables = site(
        sysconfig=[*BASE["sysconfig"], {"varname": "cfg_webname", "value": "演\0讲网"}],
        arctype=[column],
        archives=[row],
        addonarticle=[body(html="<p>各位\0评委</p>")],
        taglist=[{"aid": 7, "tag": "竞\0聘"}],
        myad=[{"aid": 1, "adname": "广\0告", "normbody": "无"}],
    )
    imported = do_import(backup, tables, own={"arctype": "own\0", "archives": "own"})
    article = Article.objects.get()
    assert (article.title, article.body, article.picture_url) == ("竞聘演讲稿", "<p>各位评委</p>", "/uploads/a.jpg")
    assert [tag.name for tag in article.tags.all()] == ["竞聘"]
    assert ImportedArticle.objects.values_list("filename", "extra__own").get() == ("wenzhang", "乙")
    assert ImportedSection.objects.values_list("namerule2", "extra__own").get() == ("{typedir}/l.html", "甲")
    assert Import.objects.get().config["cfg_webname"] == "演讲网"
    assert "\\u0000" not in json.dumps(imported.summary)
    ImportRun.objects.create(folder="jiuzhan", report=imported.summary)


def test_values_longer_than_their_columns_are_cut_and_told(backup: Path) -> None:
    column = {**COLUMN, "namerule": LONG, "defaultname": LONG, "isdefault": 99_999, "ispart": -99_999}
    imported = do_import(backup, site(arctype=[column], archives=[archive(filename=LONG)]))
    section, article = ImportedSection.objects.get(), ImportedArticle.objects.get()
    assert (len(section.namerule), len(section.defaultname), len(article.filename)) == (255, 100, 255)
    assert (section.isdefault, section.ispart) == (0, 0)
    assert [text.partition("，")[0] for text in issues(imported, "CHANGED")] == [
        "演讲稿：文章命名规则过长",
        "演讲稿：默认页过长",
        "竞聘演讲稿：自定义文件名过长",
    ]


def test_a_tree_deeper_than_a_path_holds_goes_on_above(backup: Path) -> None:
    columns = [
        {**COLUMN, "id": pk, "reid": pk - 1, "typename": f"第{pk}层", "typedir": f"/{pk:050}"} for pk in range(1, 15)
    ]
    imported = do_import(backup, site(arctype=columns))
    paths = dict(Section.objects.values_list("name", "path"))
    assert [paths[f"第{pk}层"].count("/") for pk in range(1, 15)] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8]
    assert "第10层：层级过深，不在“第9层”之下，放到“第8层”" in issues(imported, "SECTION")
