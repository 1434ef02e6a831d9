"""Storage that goes away in the middle spoils no backup, and the words about a restore stay true."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles.models import Article
from tests import objects
from tests.backups.sites import Own, Sites
from tests.builders import make_article
from tests.objects import Bucket
from tests.server import free_port
from yanjiang.backups import making
from yanjiang.backups.archive import Reader
from yanjiang.backups.manifest import NOWHERE
from yanjiang.lib.stored import Uploads, UploadsAwayError

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
    with pytest.raises(CommandError, match="^备份没有做成：存放图片和附件的服务器没有回答"):
        call_command("backup", str(away.folder / "whole.tar"))


def test_a_finished_backup_stays_though_its_folder_cannot_be_removed(
    site: Own, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.upload("a.jpg")
    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.discard", refuse)
    file = site.back_up()
    assert Reader.checked(file).manifest()
    assert "a later backup removes it" in caplog.text
