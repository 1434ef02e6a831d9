"""Backups contain the log, and the commands about them stand in it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tests.backups.conftest import migrating, own, places_are_copied, schema
from tests.backups.sites import Sites
from tests.staff_log.entries import make_entry, told
from yanjiang.backups.management.commands import check_backup
from yanjiang.staff_log.models import Entry

__all__ = ["migrating", "own", "places_are_copied", "schema"]  # fixtures

pytestmark = pytest.mark.django_db


def test_a_restored_site_has_the_log_of_the_backup_still_guarded(own: Sites, tmp_path: Path) -> None:
    own()
    make_entry(title="开场白")
    file = tmp_path / "backup.tar"
    call_command("backup", str(file), "--without-uploads", verbosity=0)
    assert told()[1:] == [("备份", "备份", "backup.tar", "")]
    own("new")
    call_command("restore", str(file), verbosity=0)
    titles = [(kind, title) for kind, _subject, title, _details in told()]
    assert titles == [("修改", "开场白"), ("恢复", "backup.tar")]
    assert Entry.objects.get(kind="restore").browser == "命令行"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM staff_log_entry")


def test_a_check_of_a_backup_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = SimpleNamespace(rows=1, uploads=SimpleNamespace(files=0))
    monkeypatch.setattr(check_backup, "check", lambda *_args, **_options: manifest)
    call_command("check_backup", str(tmp_path / "backup.tar"), verbosity=0)
    assert told() == [("备份", "备份", "backup.tar", "检查备份，完好")]


def test_new_code_backs_up_a_database_that_has_no_log_yet(own: Sites, tmp_path: Path) -> None:
    own()
    for name in ("0001_staff_log", "0002_guard"):
        MigrationRecorder(connection).record_unapplied("staff_log", name)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE staff_log_entry")
    call_command("backup", str(tmp_path / "backup.tar"), "--without-uploads", verbosity=0)
    assert (tmp_path / "backup.tar").is_file()
