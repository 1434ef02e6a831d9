"""manage.py check_upgrade: what has to be done before the new code migrates the database of the version before."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest import MonkeyPatch
from pytest_django import Settings

from tests.builders import shanghai
from yanjiang.backups import bookkeeping
from yanjiang.backups.models import Backup
from yanjiang.health import upgrade
from yanjiang.health.findings import Finding, State
from yanjiang.health.security import components

AT = shanghai("2026-03-01 12:00")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: MonkeyPatch) -> Path:
    """The folder of a site without `.env`, on a disk with room."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=9_000_000_000))
    shutil.copy(settings.BASE_DIR / ".env.example", tmp_path)
    settings.BASE_DIR = tmp_path
    return tmp_path


def found(name: str) -> Finding:
    return next(finding for finding in upgrade.findings(AT) if finding.name == name)


def back_up(hours_ago: int) -> None:
    Backup.objects.create(made_at=AT - timedelta(hours=hours_ago), file="a.tar", size=1, rows=1)


@pytest.mark.django_db
def test_a_site_that_is_ready_is_told_so() -> None:
    back_up(hours_ago=2)
    assert {
        finding.name: finding.state for finding in upgrade.findings(AT) if finding.name != "components"
    } == dict.fromkeys(("settings", "database", "version", "newer", "pending", "backup", "restore", "disk"), State.OK)
    assert found("pending").words == "没有待执行的数据库变更。"


@pytest.mark.django_db
def test_migrations_that_wait_are_counted_while_the_site_runs() -> None:
    MigrationRecorder(connection).record_unapplied("sent", "0002_held_file")
    assert found("pending") == Finding("pending", State.OK, "有 1 项数据库变更，执行的时候网站照常运行。", 1)


@pytest.mark.django_db
def test_the_site_stops_for_a_migration_that_the_version_before_cannot_live_with() -> None:
    MigrationRecorder(connection).record_unapplied("articles", "0036_projections")
    assert (found("pending").state, "先停下网站" in found("pending").words) == (State.DEGRADED, True)


@pytest.mark.django_db
def test_code_that_is_older_than_the_database_is_refused() -> None:
    MigrationRecorder(connection).record_applied("articles", "9999_of_a_later_version")
    assert found("newer").state is State.FAILED
    assert "articles.9999_of_a_later_version" in found("newer").words


@pytest.mark.django_db
def test_migrations_of_an_app_that_is_gone_are_no_newer_version() -> None:
    MigrationRecorder(connection).record_applied("gone", "0001_initial")
    assert found("newer").state is State.OK


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "state"), [(23, State.OK), (25, State.FAILED), (None, State.FAILED)])
def test_a_backup_of_the_last_day_is_wanted(hours: int | None, state: State) -> None:
    if hours:
        back_up(hours)
    assert found("backup").state is state


@pytest.mark.django_db
def test_a_version_without_backups_is_sent_to_its_own_way(monkeypatch: MonkeyPatch) -> None:
    def missing() -> None:
        raise ProgrammingError('relation "backups_backup" does not exist')

    monkeypatch.setattr(bookkeeping, "last_good", missing)
    assert found("backup").state is State.DEGRADED


@pytest.mark.django_db
def test_a_setting_that_this_version_does_not_know_is_named(folder: Path) -> None:
    (folder / ".env").write_text("SITE_URL=https://www.example.com\n# OLD_NAME=1\nexport SITE_ADDRESS=x\n")
    assert found("settings").words == ".env 里的 SITE_ADDRESS，这一版不认识：看 .env.example。"
    (folder / ".env").write_text("SITE_URL=https://www.example.com\n")
    assert found("settings").state is State.OK


@pytest.mark.django_db
def test_a_disk_without_room_for_a_second_copy_is_refused(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=999_999_999))
    assert found("disk").state is State.FAILED
    assert found("disk").words.startswith("磁盘剩余 1.0 GB")


@pytest.mark.django_db
def test_the_command_ends_with_1_until_all_is_done(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(components, "finding", lambda: Finding("components", State.OK, ""))
    with pytest.raises(CommandError, match="有 1 项要先做"):
        call_command("check_upgrade", stdout=StringIO())
    Backup.objects.create(made_at=timezone.now(), file="a.tar", size=1, rows=1)
    out = StringIO()
    call_command("check_upgrade", stdout=out)
    assert out.getvalue().splitlines()[-1] == "可以更新。"


@pytest.mark.django_db
def test_a_restore_that_the_version_before_has_not_finished_is_told(settings: Settings, folder: Path) -> None:
    settings.VAR_DIR = folder
    assert found("restore").state is State.OK
    (folder / "restoring").mkdir()
    (folder / "restoring/key").touch()
    assert found("restore") == Finding(
        "restore", State.FAILED, "上一版的恢复中断了，这一版接不上：先换回旧版，再运行一次 restore。"
    )
