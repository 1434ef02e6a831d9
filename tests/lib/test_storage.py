"""Files and transactions: a rollback leaves no file behind."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Attachment
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor
from tests.drawings import drawing
from yanjiang.lib import stored
from yanjiang.pictures.library import keep
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


def kept(uploads: Path) -> list[str]:
    return sorted(file.suffix for file in uploads.rglob("*") if file.is_file())


def attach(article: Article, name: str) -> Attachment:
    return Attachment.objects.create(article=article, file=ContentFile(b"%PDF-1.4", name), name=name)


def fail() -> None:
    raise ZeroDivisionError


def test_a_file_goes_with_its_transaction(uploads: Path) -> None:
    article = make_article()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        attach(article, "a.pdf")
        fail()
    assert kept(uploads) == []
    with transaction.atomic():
        attach(article, "a.pdf")
    attach(article, "b.zip")
    assert kept(uploads) == [".pdf", ".zip"]


def test_a_picture_goes_with_all_its_renditions(uploads: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(BytesIO(drawing()))
        assert len(kept(uploads)) > 1
        fail()
    assert (kept(uploads), Picture.objects.count()) == ([], 0)


def test_a_savepoint_takes_its_own_files_alone(uploads: Path) -> None:
    article = make_article()
    with transaction.atomic():
        attach(article, "a.pdf")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            attach(article, "b.zip")
            fail()
        assert kept(uploads) == [".pdf"]
        attach(article, "c.docx")
    assert kept(uploads) == [".docx", ".pdf"]


def test_a_transaction_that_cannot_be_committed_leaves_none(uploads: Path) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():  # there is no such article, which the commit notices
        Attachment.objects.create(article_id=999, file=ContentFile(b"%PDF-1.4", "a.pdf"), name="a")
    assert kept(uploads) == []


def test_a_replaced_file_stays_where_its_replacement_is_rolled_back(uploads: Path) -> None:
    attachment = attach(make_article(), "a.pdf")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        attachment.file = ContentFile(b"PK", "b.zip")
        attachment.save()
        fail()
    assert kept(uploads) == [".pdf"]


def test_a_file_stays_where_its_row_cannot_be_deleted(uploads: Path) -> None:
    gone = attach(make_article(), "a.pdf")

    def refuse(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith("DELETE"):
            fail()
        return execute(sql, *arguments)

    with pytest.raises(ZeroDivisionError), connection.execute_wrapper(refuse):
        gone.delete()
    assert kept(uploads) == [".pdf"]
    gone.delete()
    assert kept(uploads) == []


def test_a_file_that_cannot_be_removed_takes_no_other_along(uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    gone = attach(article, "a.pdf")

    def refusing(storage: Any, name: str) -> None:
        raise PermissionError(name)

    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.delete", refusing)
    with transaction.atomic():
        gone.delete()
        attach(article, "b.zip")
    monkeypatch.undo()
    assert kept(uploads) == [".pdf", ".zip"]


def test_a_form_whose_saving_fails_behind_its_attachment_leaves_no_file(
    uploads: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_editor())
    client.raise_request_exception = False
    article = make_article("原来的标题")
    url = f"/admin/articles/article/{article.pk}/change/"
    chosen = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x")}
    fields = typed(client, url, title="改过的标题", _save="保存", **chosen, **{"attachments-0-position": 0})
    attached: list[str] = []

    def failing(*_: Any, **__: Any) -> None:
        attached.extend(kept(uploads))
        fail()

    monkeypatch.setattr("django.contrib.admin.models.LogEntryManager.log_actions", failing)
    assert client.post(url, fields).status_code == 500
    assert (attached, kept(uploads)) == ([".pdf"], [])
    assert Article.objects.get().title == "原来的标题"


def test_a_deletion_keeps_the_file_for_a_backup_that_runs(uploads: Path) -> None:
    for name in ("a/b/before.pdf", "a/b/meanwhile.pdf"):
        default_storage.save(name, ContentFile(b"%PDF-1.4"))
    default_storage.delete("a/b/before.pdf")
    with stored.uploads().backing_up() as key:
        default_storage.delete("a/b/meanwhile.pdf")
        assert list(stored.uploads().names()) == []
        assert (uploads / stored.kept(key) / "a/b/meanwhile.pdf").read_bytes() == b"%PDF-1.4"
    assert not list(uploads.glob(".backing-up/*"))


def test_two_machines_back_up_at_once(uploads: Path) -> None:
    default_storage.save("a.pdf", ContentFile(b"%PDF-1.4"))
    with stored.uploads().backing_up() as first:
        with stored.uploads().backing_up() as second:
            default_storage.delete("a.pdf")
            assert list(stored.uploads().names(stored.kept(second))) == ["a.pdf"]
        assert list(stored.uploads().names(stored.kept(first))) == ["a.pdf"]


def test_what_a_killed_backup_has_left_is_discarded_by_a_later_one(uploads: Path) -> None:
    killed, ended = uploads / ".backing-up/killed", uploads / ".backing-up/ended/files"
    (killed / "files").mkdir(parents=True)
    running = uploads / ".backing-up/killed.running"
    running.touch()
    ended.mkdir(parents=True)
    default_storage.save("a.pdf", ContentFile(b"%PDF-1.4"))
    default_storage.delete("a.pdf")
    assert (killed / "files/a.pdf").exists()
    assert not list(ended.iterdir())
    os.utime(running, (1, 1))
    with stored.uploads().backing_up() as key:
        assert [file.name for file in (uploads / ".backing-up").iterdir()] == [f"{key}.running"]


def test_a_backup_that_begins_is_not_discarded_by_another(uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def while_another_begins(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", real)
        with stored.uploads().backing_up():
            return real(part, target)

    default_storage.save("a.pdf", ContentFile(b"%PDF-1.4"))
    monkeypatch.setattr(Path, "replace", while_another_begins)
    with stored.uploads().backing_up() as key:
        default_storage.delete("a.pdf")
        assert (uploads / stored.kept(key) / "a.pdf").read_bytes() == b"%PDF-1.4"


def test_a_file_that_cannot_be_kept_for_a_backup_is_removed_all_the_same(
    uploads: Path, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.save("a.pdf", ContentFile(b"%PDF-1.4"))
    with stored.uploads().backing_up() as key:
        (uploads / ".backing-up" / key).write_text("no folder")
        default_storage.delete("a.pdf")
    assert list(stored.uploads().names()) == []
    assert "A deleted file was not kept for the backup that runs: a.pdf" in caplog.text


def test_a_deletion_during_a_backup_copies_where_links_are_impossible(
    uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: Path) -> None:
        raise PermissionError

    default_storage.save("a.pdf", ContentFile(b"%PDF-1.4"))
    monkeypatch.setattr("os.link", refuse)
    with stored.uploads().backing_up() as key:
        default_storage.delete("a.pdf")
        assert (uploads / stored.kept(key) / "a.pdf").read_bytes() == b"%PDF-1.4"
