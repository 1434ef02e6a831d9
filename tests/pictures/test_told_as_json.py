"""The editor's script gets JSON, whatever goes wrong."""

from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from tests.builders import make_author, make_user
from tests.drawings import drawing
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

PASTE, FETCH = "/admin/pictures/picture/upload/", "/admin/pictures/picture/fetch/"


def paste(client: Client, **headers: Any) -> tuple[int, str]:
    upload = SimpleUploadedFile("a.jpg", drawing())
    answer = client.post(PASTE, {"upload": upload}, headers=headers)
    return answer.status_code, answer.json()["error"]["message"]


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(make_author())
    return client


def test_a_full_disk_is_told(author: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_options: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    status, said = paste(author)
    assert (status, "磁盘可能满了" in said) == (503, True)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("problem", [OperationalError("database or disk is full"), RuntimeError("whatever")])
def test_a_fault_of_ours_is_told(author: Client, monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def fails(*_args: Any, **_fields: Any) -> None:
        raise problem

    monkeypatch.setattr(Picture, "save", fails)
    author.raise_request_exception = False
    status, said = paste(author)
    assert (status, "图片没有存上" in said) == (503, True)


def test_an_expired_login_and_a_lacking_right_are_told(client: Client) -> None:
    assert paste(client) == (403, "登录已经过期，图片没有存上。请在新窗口重新登录，再回来插入图片。")
    client.force_login(make_user("plain", is_superuser=False))
    status, said = paste(Client(enforce_csrf_checks=True))
    assert (status, "过期" in said) == (403, True)


def test_too_much_is_told(author: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = author.post(FETCH, {"url": "http://example.com/a-long-address.jpg"})
    assert answer.status_code in (400, 413)
    assert "提交" in answer.json()["error"]["message"]
