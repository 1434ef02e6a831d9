"""The files of a deleted row go, later where the storage cannot remove them now."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from articles.models import Article
from tests.builders import make_article, shanghai
from tests.drawings import drawing
from tests.objects import Bucket
from tests.test_uploads_on_s3 import attach, go_away
from yanjiang.lib.stored import uploads
from yanjiang.pictures.library import keep
from yanjiang.sent import removals
from yanjiang.sent.models import FileToRemove

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that the folder does not let go."""
    names: set[str] = set()
    real = default_storage.delete

    def delete(_storage: Any, name: str) -> None:
        if name in names:
            raise PermissionError(name)
        real(name)

    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.delete", delete)
    return names


def test_files_that_are_deleted_while_the_storage_is_away_go_later(bucket: Bucket, settings: Settings) -> None:
    article, picture = make_article(), keep(BytesIO(drawing()))
    attach(article)
    there = settings.STORAGES
    go_away(bucket, settings)
    picture.delete()
    Article.objects.all().delete()
    call_command("roll_up_hits")
    settings.STORAGES = there
    assert len(bucket.files()) == FileToRemove.objects.count() > 2
    call_command("roll_up_hits")
    assert (bucket.files(), FileToRemove.objects.exists()) == ({}, False)


def test_one_file_that_stays_keeps_no_rendition(refused: set[str]) -> None:
    picture = keep(BytesIO(drawing()))
    name = str(picture.file)
    refused.add(name)
    picture.delete()
    assert list(uploads().names()) == [name]
    removals.tidy(shanghai("2026-03-02 12:00"))
    assert FileToRemove.objects.get().tried_at == shanghai("2026-03-02 12:00")
    refused.clear()
    removals.tidy(shanghai("2026-03-03 12:00"))
    assert list(uploads().names()) == []


def test_a_file_that_is_refused_holds_up_no_other(refused: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removals, "MOST", 1)
    refused.update({"a.pdf", "b.pdf"})
    with transaction.atomic():
        removals.remove_after_commit(["a.pdf", "b.pdf"])
    refused.discard("b.pdf")
    for minute in (1, 2):
        removals.tidy(shanghai(f"2099-03-02 12:0{minute}"))
    assert [row.name for row in FileToRemove.objects.all()] == ["a.pdf"]
