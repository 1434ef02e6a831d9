"""The front page of the admin warns of a backup that is overdue, and only those who can see to it."""

import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.backups.sites import Own
from tests.builders import make_editor, make_manager, make_user
from yanjiang.backups.bookkeeping import last_good, overdue
from yanjiang.backups.manifest import BESIDE
from yanjiang.backups.models import Backup, Restore

pytestmark = pytest.mark.django_db


def made(hours: float) -> None:
    at = timezone.now() - timedelta(hours=hours)
    Backup.objects.create(made_at=at, file="a.tar", size=1, rows=1)


def front(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/admin/").content.decode()


def grow_old() -> None:
    MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(days=2))


def test_the_last_good_backup_is_the_newest() -> None:
    assert last_good() is None
    made(1)
    made(30)
    found = last_good()
    assert found and timezone.now() - found < timedelta(hours=2)


def test_superusers_and_managers_are_warned_after_a_day_and_a_half(client: Client) -> None:
    made(37)
    told = front(client, User.objects.create_superuser("root"))
    assert "该备份了" in told
    assert "manage.py backup" in told
    told = front(client, make_manager())
    assert "该备份了" in told
    assert "请告诉管服务器的人" in told


def test_nobody_else_is_warned(client: Client) -> None:
    made(37)
    assert "该备份了" not in front(client, make_editor())


def test_a_backup_of_last_night_warns_nobody(client: Client) -> None:
    made(37)
    made(35)
    assert "该备份了" not in front(client, User.objects.create_superuser("root"))


def test_a_site_that_was_never_backed_up_is_warned_of_once_it_is_old_enough(client: Client) -> None:
    root = User.objects.create_superuser("root")
    assert "该备份了" not in front(client, root)
    grow_old()
    assert "还没有备份过" in front(client, root)


def test_a_demo_is_not_warned_of(settings: Settings) -> None:
    settings.DEMO = True
    made(37)
    assert overdue(User.objects.create_superuser("root"), timezone.now()) is None
    assert overdue(make_user(), timezone.now()) is None


def test_a_command_makes_a_backup_that_counts(site: Own, capsys: pytest.CaptureFixture[str]) -> None:
    site.upload("a.jpg")
    folder = site.folder / "backups"
    folder.mkdir()
    (folder / "yanjiang-20260101-031500.tar").touch()
    (folder / "yanjiang-20260101-021500.tar").touch()
    call_command("backup", folder, "--rotate", "--to", folder / "uploads")
    (file,) = set(folder.glob("*.tar")) - {folder / "yanjiang-20260101-031500.tar"}
    told = capsys.readouterr().out
    assert f"备份好了：{file}" in told
    assert "上传的文件：1 个，7 B。" in told
    assert "删掉了旧备份 yanjiang-20260101-021500.tar。" in told
    row = Backup.objects.get()
    assert (row.file, row.size, row.uploads) == (str(file), file.stat().st_size, 1)
    call_command("check_backup", file, "--uploads", folder / "uploads")
    assert "备份是好的" in capsys.readouterr().out
    call_command("restore", file, "--uploads", folder / "uploads", "--replace")
    assert "恢复好了" in capsys.readouterr().out


def test_older_backups_stay_when_uploads_are_lost(site: Own) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        site.upload(name)
    folder = site.folder / "backups"
    folder.mkdir()
    call_command("backup", folder / "yanjiang-20260101-021500.tar")
    for name in ("a.jpg", "b.jpg"):
        (site.media / name).unlink()
    (folder / "yanjiang-20260101-031500.tar").touch()
    for _again in range(2):
        with pytest.raises(CommandError, match="上传的文件只有 1 个，一周里最多的一次备份有 3 个"):
            call_command("backup", folder / f"yanjiang-20260102-{_again}31500.tar", "--to", site.folder / "copies")
    with pytest.raises(CommandError, match="旧的备份都没有删"):
        call_command("backup", folder, "--rotate")
    assert (folder / "yanjiang-20260101-021500.tar").exists()
    max(folder.glob("*.tar")).unlink()  # the next one may have the same name
    Backup.objects.update(made_at=timezone.now() - timedelta(days=8))
    call_command("backup", folder, "--rotate")
    assert not (folder / "yanjiang-20260101-021500.tar").exists()


def test_a_file_whose_time_alone_has_changed_is_not_kept_twice(site: Own) -> None:
    site.upload("a.jpg")
    folder = site.folder / "copies"
    site.back_up("first.tar", where=BESIDE, folder=folder)
    os.utime(site.media / "a.jpg", (1, 1))
    site.back_up("second.tar", where=BESIDE, folder=folder)
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["a.jpg"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("backup", "/nowhere/a.tar"), "没有 /nowhere 这个文件夹"),
        (("backup", "/nowhere/a.tar", "--rotate"), "要写一个文件夹"),
        (("check_backup", "/nowhere/a.tar"), "没有查成"),
        (("restore", "/nowhere/a.tar"), "没有恢复，网站还是原来的"),
        (("check_backup", __file__), "这不是本站的备份文件"),
        (("restore", __file__), "这不是本站的备份文件"),
    ],
)
def test_what_is_impossible_is_told(site: Own, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command(*words)


def test_a_backup_is_made_before_the_migrations_of_the_new_code(site: Own, capsys: pytest.CaptureFixture[str]) -> None:
    """The tables are those of a version that had no command for backups."""
    MigrationRecorder.Migration.objects.filter(app="backups").delete()
    with connection.schema_editor() as editor:
        for model in (Backup, Restore):
            editor.delete_model(model)
    file = site.folder / "before-update.tar"
    call_command("backup", file)
    assert f"备份好了：{file}" in capsys.readouterr().out
    call_command("check_backup", file)
    assert "备份是好的" in capsys.readouterr().out
