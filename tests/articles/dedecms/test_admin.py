"""Imports from the admin: a superuser chooses a folder, reads the dry run's report, and confirms."""

import fcntl
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from articles.dedecms import importing, runs
from articles.dedecms.dump import DumpError
from articles.dedecms.models import ImportRun
from articles.dedecms.tables import ADDONS, CALLED, KEYS, LEFT_OUT
from articles.models import Article
from tests.articles.dedecms.backups import second_site, write_backup
from tests.articles.dedecms.imports import site
from tests.builders import make_author, make_editor, make_manager

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

CHOICE = {"folder": "jiuzhan", "uploads": "", "host": "", "prefix": ""}


class Process:
    def wait(self) -> int:
        return 0


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR_DIR = tmp_path
    return write_backup(tmp_path / "import" / "jiuzhan", site())


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands of processes that would have been started; none is started."""
    started: list[list[str]] = []

    def spawn(words: list[str]) -> Process:
        started.append(words)
        return Process()

    monkeypatch.setattr(runs, "_spawn", spawn)
    return started


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", "", "kai-kou-jiu-lai"))
    return client


def page(client: Client, run: ImportRun) -> str:
    return client.get(f"/admin/dedecms/importrun/{run.pk}/change/").content.decode()


def do(client: Client, run: ImportRun, how: str) -> Any:
    return client.post(f"/admin/dedecms/importrun/{run.pk}/change/", {how: "1"}, follow=True)


def test_nobody_but_a_superuser_sees_or_starts_an_import(
    client: Client, folder: Path, spawned: list[list[str]]
) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", report={"files_written": [str(folder / "x")]})
    pages = ["", "add/", f"{run.pk}/change/", f"{run.pk}/report.html", f"{run.pk}/report.json"]
    for user in (make_author(), make_editor(), make_manager()):
        client.force_login(user)
        assert [client.get(f"/admin/dedecms/importrun/{page}").status_code for page in pages] == [403] * 5
        assert client.post("/admin/dedecms/importrun/add/", CHOICE).status_code == 403
        assert client.post(f"/admin/dedecms/importrun/{run.pk}/change/", {"load": "1"}).status_code == 403
        assert "旧站导入" not in client.get("/admin/").content.decode()
    client.logout()
    assert client.get("/admin/dedecms/importrun/").status_code == 302
    assert spawned == []
    assert ImportRun.objects.count() == 1


def test_a_superuser_sees_every_page(root: Client, folder: Path) -> None:
    run = ImportRun.objects.create(folder="jiuzhan")
    for path in ("", "add/", f"{run.pk}/change/", f"{run.pk}/history/"):
        assert root.get(f"/admin/dedecms/importrun/{path}").status_code == 200
    assert "旧站导入" in root.get("/admin/").content.decode()


def test_choosing_a_folder_starts_a_dry_run(root: Client, folder: Path, spawned: list[list[str]]) -> None:
    response = root.post("/admin/dedecms/importrun/add/", {**CHOICE, "host": "www.old.example.com"})
    run = ImportRun.objects.get()
    assert response["Location"] == f"/admin/dedecms/importrun/{run.pk}/change/"
    assert spawned == [
        ["import_dedecms", str(folder), "--old-host=www.old.example.com", f"--run={run.pk}", "--dry-run"]
    ]
    assert (run.is_dry, run.started_by and run.started_by.username) == (True, "root")
    assert "admin_import.js" in page(root, run)


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run started imports at once in this process. An error is written into the run's row."""

    def spawn(words: list[str]) -> Process:
        with suppress(CommandError):
            call_command(*words, verbosity=0)
        return Process()

    monkeypatch.setattr(runs, "_spawn", spawn)


@pytest.mark.usefixtures("working")
def test_the_prefix_says_which_of_two_sites_in_one_backup_is_meant(root: Client, folder: Path) -> None:
    second_site(folder, "cms_", {"竞聘": "就职"})
    root.post("/admin/dedecms/importrun/add/", CHOICE)
    run = ImportRun.objects.get()
    assert (run.state, "请填写“表前缀”（命令行的 --prefix），说明要导入哪一个：cms_、dede_" in page(root, run)) == (
        "failed",
        True,
    )
    root.post("/admin/dedecms/importrun/add/", {**CHOICE, "prefix": " cms_ "})
    run = ImportRun.objects.latest("pk")
    assert run.state == "checked"
    do(root, run, "load")
    assert Article.objects.get().title == "就职演讲稿"


@pytest.mark.usefixtures("working")
def test_a_host_that_looks_like_an_option_is_read_as_one_that_is_none(root: Client, folder: Path) -> None:
    root.post("/admin/dedecms/importrun/add/", {**CHOICE, "host": "--dry-run"})
    assert ImportRun.objects.get().state in ("checked", "failed")


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("prefix", ["dede", "cms_", "--dry-run", "<b>"])
def test_a_prefix_that_no_table_has_is_said_with_those_there_are(root: Client, folder: Path, prefix: str) -> None:
    root.post("/admin/dedecms/importrun/add/", {**CHOICE, "prefix": prefix})
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert run.message == f"备份里没有前缀为“{prefix}”的 DedeCMS 数据表，有的前缀是：dede_。"
    assert escape(run.message) in page(root, run)


def test_the_form_says_what_a_prefix_is(root: Client, folder: Path) -> None:
    form = root.get("/admin/dedecms/importrun/add/").content.decode()
    assert "旧站数据表名开头的部分，如 dede_。通常留空" in form


@pytest.mark.parametrize("name", ["../..", "/etc", "nowhere", ".lock", "reports", "", "link"])
def test_only_what_lies_in_the_folder_can_be_chosen(
    root: Client, folder: Path, spawned: list[list[str]], name: str
) -> None:
    (folder.parent / "reports").mkdir()
    (folder.parent / "link").symlink_to("/etc")
    response = root.post("/admin/dedecms/importrun/add/", {**CHOICE, "folder": name, "host": "记住我"})
    assert response.status_code == 200
    assert "记住我" in response.content.decode()
    assert spawned == []
    assert not ImportRun.objects.exists()


@pytest.mark.usefixtures("working")
def test_dry_run_report_confirmation_and_import(root: Client, folder: Path) -> None:
    root.post("/admin/dedecms/importrun/add/", CHOICE)
    run = ImportRun.objects.get()
    assert run.state == "checked"
    assert not Article.objects.exists()
    shown = page(root, run)
    assert "将新增 3 行" in shown
    assert 'value="确认导入"' in shown
    do(root, run, "load")
    run.refresh_from_db()
    assert (run.state, run.is_dry) == ("done", False)
    assert Article.objects.get().title == "竞聘演讲稿"
    assert "新增 3 行" in page(root, run)
    for kind, start in (("html", b"<!doctype html>"), ("json", b"{")):
        report = root.get(f"/admin/dedecms/importrun/{run.pk}/report.{kind}")
        assert report["Content-Disposition"].startswith("attachment")
        assert b"".join(report.streaming_content).startswith(start)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("working")
def test_the_report_says_in_chinese_what_each_table_is_and_what_is_missing(root: Client, folder: Path) -> None:
    root.post("/admin/dedecms/importrun/add/", CHOICE)
    run = ImportRun.objects.get()
    run.report["files"] = {"没有上传文件夹，因此缺少": 3, "已复制": 2}
    run.save()
    shown = page(root, run)
    printed = root.get(f"/admin/dedecms/importrun/{run.pk}/report.html")
    for text in (shown, b"".join(printed.streaming_content).decode()):  # type: ignore[attr-defined]
        assert "archives <small>文章</small>" in text
        assert "arctype <small>栏目</small>" in text
    assert "没有上传文件夹，因此缺少 3 个，已复制 2 个。" in shown


def test_every_table_that_is_taken_over_has_a_name_and_no_rule_names_an_option() -> None:
    assert {*KEYS, *ADDONS, "taglist"} <= set(CALLED)
    assert [rule for rule in (*LEFT_OUT.values(), *CALLED.values()) if re.search("--|[A-Z]", rule)] == []


def test_nothing_is_imported_before_a_report_was_there_to_read(
    root: Client, folder: Path, spawned: list[list[str]]
) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", state="failed")
    assert "请先试运行" in do(root, run, "load").content.decode()
    assert spawned == []
    do(root, run, "dry")
    assert len(spawned) == 1


def test_looking_at_a_run_starts_nothing(root: Client, folder: Path, spawned: list[list[str]]) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", state="checked", report={"added": 1})
    root.get(f"/admin/dedecms/importrun/{run.pk}/change/?load=1")
    assert spawned == []


def test_while_one_runs_no_other_is_started(root: Client, folder: Path, spawned: list[list[str]]) -> None:
    run = ImportRun.objects.create(
        folder="jiuzhan", state="running", step="导入文章", done=3, total=10, report={"a": 1}
    )
    with (folder.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "3 / 10" in page(root, run)
        assert "请等它结束" in do(root, run, "load").content.decode()
        assert "请等它结束" in root.post("/admin/dedecms/importrun/add/", CHOICE).content.decode()
    assert spawned == []


def test_a_run_whose_process_was_killed_can_go_on(root: Client, folder: Path, spawned: list[list[str]]) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", state="running", is_dry=False, report={"added": 3})
    shown = page(root, run)
    assert "中断" in shown
    assert "admin_import.js" not in shown
    do(root, run, "load")
    assert "--dry-run" not in spawned[0]


def test_a_process_that_never_began_is_not_waited_for_forever(root: Client, folder: Path) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", state="waiting", alive_at=timezone.now() - timedelta(minutes=2))
    assert "中断" in page(root, run)


def test_a_backup_that_is_still_being_checked_is_under_way(
    root: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def open_dump(_path: Path, **_options: object) -> None:
        run = ImportRun.objects.get()
        seen.append((run.state, run.step, runs.is_under_way(run, timezone.now() + timedelta(hours=1))))
        raise DumpError("到此为止")

    run = ImportRun.objects.create(folder="jiuzhan", state="waiting")
    monkeypatch.setattr(importing, "open_dump", open_dump)
    with pytest.raises(DumpError):
        runs.work(run.pk, importing.Options(path=folder))
    assert seen == [("running", "检查备份", True)]


def test_no_process_starts_before_its_row_can_be_read(root: Client, folder: Path, spawned: list[list[str]]) -> None:
    with transaction.atomic():
        runs.start(ImportRun(folder="jiuzhan"), dry=True)
        assert spawned == []
    assert len(spawned) == 1


def test_an_error_that_stops_a_run_is_in_its_row(
    root: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def spawn(words: list[str]) -> Process:
        with pytest.raises(BaseException):  # noqa: B017
            call_command(*words, verbosity=0)
        return Process()

    monkeypatch.setattr(runs, "_spawn", spawn)
    for file in folder.iterdir():
        file.unlink()
    root.post("/admin/dedecms/importrun/add/", CHOICE)
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert run.message
    assert run.message in page(root, run)


def test_a_report_that_is_not_there_is_not_found(root: Client, folder: Path) -> None:
    run = ImportRun.objects.create(folder="jiuzhan", report={"files_written": ["/nowhere.html", "/nowhere.json"]})
    for path in (f"{run.pk}/report.html", f"{run.pk}/report.txt", "99/report.html"):
        assert root.get(f"/admin/dedecms/importrun/{path}").status_code == 404
    assert root.get("/admin/dedecms/importrun/99/change/").status_code == 302
