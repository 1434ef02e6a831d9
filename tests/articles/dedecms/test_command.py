"""manage.py import_dedecms: its output, the place of its report, its refusals."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles.models import Article, Import, SearchEntry
from tests.articles.dedecms.backups import second_site, write_backup
from tests.articles.dedecms.imports import body, site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return write_backup(tmp_path / "备份", site())


def run(*words: object) -> str:
    out = StringIO()
    call_command("import_dedecms", *map(str, words), stdout=out)
    return out.getvalue()


def test_it_imports_indexes_and_reports(backup: Path, tmp_path: Path) -> None:
    said = run(backup)
    assert said.startswith("导入完毕，新增 3 行，隔离 0 行，每张表的行数都对得上；")
    assert Article.objects.get().title == "竞聘演讲稿"
    assert SearchEntry.objects.count() == 1
    [page] = (tmp_path / "var/import/reports").glob("*.html")
    assert "旧站导入报告：www.old.example.com" in page.read_text()
    assert page.name in said


def test_the_report_is_html_and_json_under_the_name_given(backup: Path, tmp_path: Path) -> None:
    run(backup, "--dry-run", "--report", tmp_path / "out" / "report.html")
    assert not Article.objects.exists()
    html = (tmp_path / "out/report.html").read_text()
    assert "试运行，没有写入任何内容。" in html
    data = json.loads((tmp_path / "out/report.json").read_text())
    assert (data["site"], data["dry"], data["closes"]) == ("www.old.example.com", True, True)


def test_text_of_the_old_site_is_escaped_in_the_report(backup: Path, tmp_path: Path) -> None:
    write_backup(backup, site(myad=[{"aid": 1, "adname": "<script>alert(1)</script>", "normbody": "<b>"}]))
    run(backup, "--report", tmp_path / "report")
    html = (tmp_path / "report.html").read_text()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_second_run_says_that_nothing_is_new(backup: Path) -> None:
    run(backup)
    assert run(backup).startswith("导入完毕，新增 0 行，")


def test_another_user_is_refused_before_anything_is_written(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(CommandError, match=r"属于用户 .*，请由他运行"):
        run(backup)
    assert list((tmp_path / "var").iterdir()) == []


def test_a_file_that_is_no_backup_is_refused_in_words(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(CommandError):
            run(path)


def test_a_folder_of_uploads_that_is_not_there_is_refused_before_anything(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件夹"):
        run(backup, "--uploads", tmp_path / "nowhere")
    assert not Article.objects.exists()


def test_the_prefix_says_which_of_two_sites_in_one_backup_is_meant(backup: Path) -> None:
    second_site(backup, "cms_", {"竞聘": "就职"})
    with pytest.raises(CommandError, match="--prefix"):
        run(backup)
    run(backup, "--prefix", "cms_")
    assert Article.objects.get().title == "就职演讲稿"


@pytest.mark.parametrize("host", ["old.example.com", "http://WWW.old.example.com:8080/", "//www.old.example.com"])
def test_one_site_is_one_however_its_host_is_written(backup: Path, host: str) -> None:
    run(backup)
    assert run(backup, "--old-host", host).startswith("导入完毕，新增 0 行，")
    assert Import.objects.get().host == "www.old.example.com"


def test_a_backup_that_does_not_name_its_site_is_told_by_old_host(backup: Path) -> None:
    write_backup(backup, site(sysconfig=[]))
    run(backup, "--old-host", "www.other.example.cn")
    assert Import.objects.get().host == "www.other.example.cn"


def test_the_name_that_was_given_goes_before_the_backups_and_tells_two_sites_apart(backup: Path) -> None:
    run(backup)
    html = '<p><a href="http://m.other.example.cn/a/8.html">手机版</a> <a href="http://elsewhere.cn/">别处</a></p>'
    write_backup(backup, site(addonarticle=[body(html=html)]))
    run(backup, "--old-host", "m.other.example.cn")
    assert sorted(Import.objects.values_list("host", flat=True)) == ["m.other.example.cn", "www.old.example.com"]
    article = Article.objects.get(body__contains="手机版")
    assert 'href="/a/8.html"' in article.body  # a page of the old site is one of this
    assert 'href="http://elsewhere.cn/"' in article.body


def test_a_host_longer_than_any_is_cut(backup: Path) -> None:
    run(backup, "--old-host", "x" * 300)
    assert Import.objects.get().host == "x" * 200


def test_another_site_of_the_same_name_is_refused_in_words(backup: Path) -> None:
    run(backup)
    write_backup(backup, site(archives=[{"id": 7, "typeid": 3, "title": "别的", "senddate": 5}]))
    with pytest.raises(CommandError, match="--old-host"):
        run(backup)
