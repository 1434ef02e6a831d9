"""Importing the hand-made site, which has every trap once, gives the same portal from every dump format."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, ImportedArticle
from tests.articles.dedecms.imports import counted, do_import, issues, portal
from tests.builders import shanghai
from tests.dedecms_site import DATA
from yanjiang.lib import ahead

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path / "var"


def test_every_trap_is_told_or_mended(tmp_path: Path) -> None:
    imported = do_import(DATA / "mysqldump_gbk.sql", report=tmp_path / "report")
    assert imported.summary["closes"]
    assert dict(Article.objects.values_list("pk", "status")) == {
        **dict.fromkeys((1, 2, 5, 6, 7, 12, 13), "published"),
        **dict.fromkeys((3, 11), "draft"),
        4: "trash",
    }
    assert [page.subtitle for page in Article.objects.get(pk=1).body_pages] == ["", "", "第三部分"]
    assert Article.objects.get(pk=2).redirect_url == "/a?b=1&c=2"  # within the site
    assert Article.objects.get(pk=6).title == "It's 5\" \\ 反斜线 $价格 誠乗‐"
    first, sent_at = Article.objects.get(pk=1), ImportedArticle.objects.get(old_id=1).sent_at
    written, published = shanghai("2014-04-22 11:45:00"), shanghai("2014-06-01 09:00:00")
    assert (sent_at, first.created_at, first.publish_at) == (written, written, published)
    paths = dict(ImportedArticle.objects.filter(old_id__in=(1, 6)).values_list("old_id", "path"))
    assert paths == {1: "/a/yanjiang/kaichangbai/2014/0422/1.html", 6: "/special/arc-6.html"}
    assert [text.rpartition("：")[2] for text in issues(imported, "GARBLED")] == ["标题、正文"]
    assert issues(imported, "QUARANTINED") == [
        "没有正文：表 addonarticle 里没有这个编号",
        "正文在旧站的文件 /data/textdata/1/14-0123456789abcdef.txt 里，备份没有它",
        "文章被隔离：正文在旧站的文件 /data/textdata/1/14-0123456789abcdef.txt 里，备份没有它",
        *["没有对应的文章"] * 4,
    ]
    assert counted(imported, "addonarticle") == {"read": 10, "added": 8, "quarantined": 2}


def test_it_is_the_same_portal_whatever_it_was_written_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-01-15 09:30"))
    portals = []
    for name in ("backup_gbk", "mysqldump_utf8.sql", "heidisql.sql", "empirebak_utf8"):
        call_command("flush", interactive=False, verbosity=0)
        do_import(DATA / name, report=tmp_path / "report")
        portals.append(portal())
    assert portals[1:] == portals[:1] * 3


def test_converted_in_a_process_of_its_own_it_is_the_same_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-01-15 09:30"))
    portals = []
    for pieces in (1000, 1):
        monkeypatch.setattr(ahead, "WORTH_A_PROCESS", pieces)
        call_command("flush", interactive=False, verbosity=0)
        do_import(DATA / "backup_gbk", report=tmp_path / "report")
        portals.append(portal())
    assert portals[0] == portals[1]
