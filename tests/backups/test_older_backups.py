"""A backup of an older version is restored, and the migrations since then find its rows and its uploads."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import Article
from tests.backups.sites import Sites
from tests.backups.test_restoring import fill_every_table
from tests.builders import make_article
from yanjiang.backups import checking, loading, schema

pytestmark = pytest.mark.django_db


def let_a_later_migration_use_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the code have a migration that the backup lacks. It copies a.jpg to made.jpg."""

    def migrate(*_words: Any, **_options: Any) -> None:
        if default_storage.exists("a.jpg"):
            with default_storage.open("a.jpg") as found:
                default_storage.save("made.jpg", found)
        else:
            default_storage.save("made.jpg", ContentFile(b"nothing"))

    monkeypatch.setattr(schema, "known", lambda: {*schema.applied(), ("articles", "9999_later")})
    monkeypatch.setattr(loading, "call_command", migrate)


def test_migrations_since_a_backup_work_on_its_uploads(own: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check leaves no file of theirs among those of the site.

    The models of the backup's state have their columns in another order than the code that made it.
    """
    site = own()
    fill_every_table()
    make_article("开口的第一句话", tags=["开场白"])
    site.upload("a.jpg", b"backed up")
    file = site.back_up()
    let_a_later_migration_use_uploads(monkeypatch)
    checking.check(file, folder=None, tell=lambda _told: None)
    assert set(site.files()) == {"a.jpg"}
    new = own("new")
    new.restore(file)
    assert new.files() == {"a.jpg": b"backed up", "made.jpg": b"backed up"}
    assert [tag.name for tag in Article.objects.get(title="开口的第一句话").tags.all()] == ["开场白"]
