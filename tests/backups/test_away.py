"""Storage that goes away in the middle spoils no backup, and the words about a restore stay true."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django import Settings

from articles.models import Article
from tests import objects
from tests.backups.sites import Own, Sites
from tests.builders import make_article
from tests.server import free_port
from yanjiang.backups import making, restoring
from yanjiang.backups.archive import Reader
from yanjiang.backups.manifest import NOWHERE
from yanjiang.backups.places import PlaceError
from yanjiang.lib.stored import UploadsAwayError

pytestmark = pytest.mark.django_db


def refuse(*_words: Any, **_named: Any) -> None:
    raise UploadsAwayError("does not answer")


@pytest.fixture
def away(own: Sites, object_server: Any, settings: Settings) -> Own:
    """A site whose uploads are on S3 that nobody reaches."""
    return own("site", replace(objects.make_bucket(object_server), port=free_port()))


def test_the_rows_are_backed_up_while_the_uploads_are_away(away: Own) -> None:
    make_article("开口的第一句话")
    assert Reader.checked(away.back_up(where=NOWHERE)).manifest()
    with pytest.raises(CommandError, match=r"^备份没有做成：存放文件的服务器没有回答"):
        call_command("backup", str(away.folder / "whole.tar"))


def test_a_backup_says_that_the_database_does_not_answer(site: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def stand_still() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(making, "snapshot", stand_still)
    with pytest.raises(CommandError, match=r"^备份没有做成：数据库正忙，过一会儿再运行（database is locked）。$"):
        call_command("backup", str(site.folder / "whole.tar"))


def test_a_finished_backup_stays_though_its_folder_cannot_be_removed(
    site: Own, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.upload("a.jpg")
    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.discard", refuse)
    file = site.back_up()
    assert Reader.checked(file).manifest()
    assert "a later backup removes it" in caplog.text


@pytest.fixture
def other(own: Sites) -> tuple[Own, Path]:
    """A site with a file, and the backup of another one."""
    source = own("source")
    make_article("新的")
    source.upload("a.jpg", b"new")
    file = source.back_up()
    site = own("site")
    make_article("旧的")
    site.upload("a.jpg", b"old")
    return site, file


def test_a_restore_that_cannot_exchange_the_uploads_says_so_and_goes_on_later(
    other: tuple[Own, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, file = other
    with monkeypatch.context() as patch:
        patch.setattr("yanjiang.lib.storage.WholeFileStorage.move", refuse)
        for _again in range(2):
            with pytest.raises(CommandError, match=r"^数据库已经换成备份里的，上传的文件没有换完：存放文件的"):
                call_command("restore", str(file), "--replace")
    assert Article.objects.get().title == "新的"
    with pytest.raises(CommandError, match="这个网站里已有内容"):
        call_command("restore", str(file))
    assert "上一次恢复在换好数据库以后中断了，已经做完。" in capsys.readouterr().out
    assert (site.files(), site.replaced()) == ({"a.jpg": b"new"}, {"a.jpg": b"old"})


def test_a_restore_tells_its_cause_though_nothing_can_be_undone(
    other: tuple[Own, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: Any, **_named: Any) -> None:
        monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.stored", refuse)
        raise PlaceError("没有地方")

    monkeypatch.setattr(restoring, "load", fail)
    with pytest.raises(CommandError, match=r"^没有地方$"):
        call_command("restore", str(other[1]), "--replace")
    assert Article.objects.get().title == "旧的"


def test_a_check_tells_its_result_though_nothing_can_be_removed(
    other: tuple[Own, Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.discard", refuse)
    call_command("check_backup", str(other[1]))
    assert "the next check removes it" in caplog.text
