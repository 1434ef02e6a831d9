"""Exports, imports, backups and restores stand in the log."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles.dedecms.models import ImportRun
from tests.articles.dedecms.backups import write_backup
from tests.articles.dedecms.imports import site
from tests.builders import make_article, make_manager
from tests.staff_log.entries import told
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db


def test_an_export_of_figures_names_the_file(client: Client) -> None:
    client.force_login(make_manager())
    article = make_article("开场白")
    hits = "/admin/articles/articlehits/"
    days = "since=2026-11-01&until=2026-11-30"
    client.get(f"{hits}articles.csv?{days}")
    client.get(f"{hits}{article.pk}/days.xlsx?{days}")
    client.get(f"{hits}nothing.csv")
    assert told() == [
        ("导出", "点击统计", "点击统计-文章-20261101-20261130.csv", ""),
        ("导出", "点击统计", "点击统计-每天-开场白-20261101-20261130.xlsx", ""),
    ]


def test_looking_at_figures_is_no_export(client: Client) -> None:
    client.force_login(make_manager())
    client.get("/admin/articles/articlehits/")
    assert not Entry.objects.exists()


def test_the_report_of_an_import_is_an_export(client: Client, tmp_path: Path) -> None:
    client.force_login(User.objects.create_superuser("root"))
    (tmp_path / "report.html").write_text("")
    run = ImportRun.objects.create(folder="old", report={"files_written": [str(tmp_path / "report.html")]})
    b"".join(client.get(f"/admin/dedecms/importrun/{run.pk}/report.html").streaming_content)  # type: ignore[attr-defined]
    assert told() == [("导出", "旧站导入", "old", "导入报告")]


@pytest.fixture
def backup(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return write_backup(tmp_path / "旧站", site())


@pytest.mark.django_db(transaction=True)
def test_an_import_says_when_it_began_and_ended(backup: Path) -> None:
    call_command("import_dedecms", str(backup), "--dry-run")
    with pytest.raises(CommandError):
        call_command("import_dedecms", str(backup / "nothing"))
    run = ImportRun.objects.create(folder="旧站", started_by=User.objects.create_superuser("root"))
    call_command("import_dedecms", str(backup), f"--run={run.pk}")
    assert [(title, details) for _kind, _subject, title, details in told()] == [
        ("旧站", "开始试运行"),
        ("旧站", "试运行完成"),
        ("nothing", "开始导入"),
        ("nothing", "导入没有完成"),
        ("旧站", "导入完成"),
    ]
    assert [entry.who for entry in Entry.objects.order_by("pk")] == ["", "", "", "", "root"]
    assert {entry.browser for entry in Entry.objects.all()} == {"命令行"}


@pytest.mark.django_db(transaction=True)
def test_a_run_that_the_admin_starts_says_so(backup: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.dedecms.runs._begin", lambda words: None)
    client.force_login(User.objects.create_superuser("root"))
    (backup.parent / "var" / "import").mkdir(parents=True)
    backup.rename(backup.parent / "var" / "import" / "旧站")
    client.post("/admin/dedecms/importrun/add/", {"folder": "旧站"})
    run = ImportRun.objects.get()
    run.state, run.report = ImportRun.State.CHECKED, {"files_written": []}
    run.save()
    client.post(f"/admin/dedecms/importrun/{run.pk}/change/", {"load": "1"})
    assert told() == [("旧站导入", "旧站导入", "旧站", "新建"), ("旧站导入", "旧站导入", "旧站", "开始导入")]
