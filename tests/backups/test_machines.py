"""Several machines of a site, with one PostgreSQL and the same uploads, do not get in each other's way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.backups.sites import Own
from yanjiang.backups import checking, staging
from yanjiang.backups.locks import BusyError, held
from yanjiang.backups.manifest import NOWHERE

pytestmark = pytest.mark.django_db

Move = Callable[[], None]


@pytest.fixture
def go_elsewhere(settings: Settings, tmp_path: Path) -> Move:
    """Go on at another machine, which has a folder of its own. The file of SQLite has one machine alone."""

    def move() -> None:
        if connection.vendor == "postgresql":
            settings.VAR_DIR = tmp_path / "another machine"
            settings.VAR_DIR.mkdir()

    return move


def test_one_backup_restore_or_check_runs_at_a_time(site: Own, go_elsewhere: Move) -> None:
    file = site.back_up()
    with held(), held("check-backup"):
        go_elsewhere()
        with pytest.raises(BusyError, match="另一个备份或恢复正在进行"):
            site.back_up("second.tar", where=NOWHERE)
        with pytest.raises(BusyError):
            site.restore(file, replace=True)
        with pytest.raises(BusyError):
            checking.check(file, folder=None, tell=print)
    assert site.back_up("second.tar").exists()


def test_no_backup_begins_while_a_restore_exchanges_the_uploads(
    site: Own, go_elsewhere: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.upload("a.jpg")
    file = site.back_up()
    real = staging.finish

    def back_up_meanwhile() -> int:
        go_elsewhere()
        with pytest.raises(BusyError):
            site.back_up("second.tar")
        return real()

    monkeypatch.setattr(staging, "finish", back_up_meanwhile)
    site.restore(file, replace=True)
    assert not (site.folder / "second.tar").exists()
