"""The commands about backups tell first what an operator can put right at once, and name the clock of a time."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.backups.sites import Own
from tests.builders import make_article, shanghai
from yanjiang.backups import making
from yanjiang.backups.manifest import BESIDE
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db


def test_a_file_that_is_missing_or_no_backup_is_told_before_the_content_of_the_site(site: Own) -> None:
    make_article()
    missing, other = site.folder / "nope.tar", site.folder / "other.tar"
    other.write_bytes(b"x" * 5_000)
    for command in ("restore", "check_backup"):
        with pytest.raises(CommandError, match=rf"：没有这个文件或文件夹：{missing}。$"):
            call_command(command, str(missing))
        with pytest.raises(CommandError, match="这不是本站的备份文件"):
            call_command(command, str(other))
    with pytest.raises(CommandError, match="请加 --replace"):
        call_command("restore", str(site.back_up()))


def test_a_folder_of_uploads_that_is_missing_or_another_one_is_told(site: Own, tmp_path: Path) -> None:
    site.upload("a.jpg")
    file, wrong = site.back_up(where=BESIDE, folder=tmp_path / "copies"), tmp_path / "wrong"
    with pytest.raises(CommandError, match=rf"^没有 {wrong} 这个文件夹：--uploads 要写"):
        call_command("check_backup", str(file), "--uploads", str(wrong))
    wrong.mkdir()
    with pytest.raises(CommandError, match=rf"^{wrong} 里读不到“a\.jpg”：--uploads 写对了没有"):
        call_command("check_backup", str(file), "--uploads", str(wrong))
    with pytest.raises(CommandError, match=r"^没有 .*nowhere 这个文件夹"):
        call_command("check_backup", str(site.back_up("inside.tar")), "--uploads", str(tmp_path / "nowhere"))


def test_the_time_of_a_backup_is_told_in_the_clock_of_its_name(site: Own, capsys: pytest.CaptureFixture[str]) -> None:
    file = site.folder / "whole.tar"
    making.back_up(file, at=shanghai("2026-12-01 06:34"), tell=lambda _text: None)
    call_command("check_backup", str(file))
    call_command("restore", str(file), "--replace")
    told = capsys.readouterr().out
    assert told.count("备份完整，是北京时间 2026-12-01 06:34:00 的。") == 2
    assert Entry.objects.get(kind="restore").details == "备份是北京时间 2026-12-01 06:34:00 的"
