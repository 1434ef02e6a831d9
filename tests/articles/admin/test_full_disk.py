"""When the disk fills up while an article is saved, the form comes back with the typed text."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Attachment
from tests.articles.admin.forms import errors, typed
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db


def test_nothing_is_saved_and_nothing_typed_is_lost(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_editor())
    article = make_article("原来的标题")
    url = f"/admin/articles/article/{article.pk}/change/"
    upload = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x")}
    fields = typed(client, url, title="改过的标题", **upload, **{"attachments-0-position": 0})
    save: Any = FileSystemStorage._save  # type: ignore[attr-defined]

    def filling(storage: FileSystemStorage, name: str, content: Any) -> str:
        save(storage, name, content)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", filling)
    response = client.post(url, fields)
    assert "服务器的磁盘已满" in errors(response)
    assert "改过的标题" in response.content.decode()
    assert "“讲话稿.pdf”没有传上去" in response.content.decode()
    assert (Article.objects.get().title, Attachment.objects.count()) == ("原来的标题", 0)
    assert [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    "said",
    [
        "database or disk is full",
        'could not extend file "base/5/16384": No space left on device\nHINT:  Check free disk space.',
    ],
)
def test_a_database_that_has_no_room_gives_back_what_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    client.force_login(make_editor())
    article = make_article("原来的标题")
    url = f"/admin/articles/article/{article.pk}/change/"
    fields = typed(client, url, title="改过的标题", body="<p>新的正文</p>", _publish="发布修改")

    def full(*_args: Any, **_options: Any) -> None:
        raise OperationalError(said)

    monkeypatch.setattr(Article, "save", full)
    response = client.post(url, fields)
    assert "服务器的磁盘已满" in errors(response)
    assert all(text in response.content.decode() for text in ("改过的标题", "新的正文"))
    assert Article.objects.get().title == "原来的标题"
