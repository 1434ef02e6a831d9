"""A site whose database names files that are not there is told so: a disk may not be mounted after a restart."""

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.models import Attachment
from tests.builders import make_article, make_picture
from tests.objects import Bucket
from yanjiang.lib.stored import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> str:
    """A site with its uploads in a folder, or on S3."""
    if request.param == "s3":
        bucket: Bucket = request.getfixturevalue("bucket")
        settings.STORAGES = {**settings.STORAGES, "default": bucket.setting}
    else:
        settings.MEDIA_ROOT = tmp_path / "uploads"
    return str(request.param)


def told(client: Client) -> dict[str, Any]:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()["checks"]["uploads"]
    return found


def make_uploads() -> list[str]:
    """Make two pictures and an attachment with their files. Return the names of the files."""
    files = [f"pictures/2026/01/{make_picture(name=name).digest}" for name in ("a-1200x800.jpg", "b-1200x800.jpg")]
    for name in files:
        uploads().write(name, BytesIO(b"picture"))
    attachment = Attachment(article=make_article(), name="讲稿.pdf")
    attachment.file.save("a.pdf", ContentFile(b"%PDF-1.4"))
    return [*files, str(attachment.file.name)]


@pytest.mark.usefixtures("storage")
def test_files_that_are_there_are_well(client: Client) -> None:
    assert told(client)["state"] == "ok"  # a new site has none
    make_uploads()
    assert told(client)["state"] == "ok"


def test_a_storage_that_has_none_of_the_files_is_told_with_what_to_look_at(client: Client, storage: str) -> None:
    for name in make_uploads():
        uploads().remove(name)
    found = told(client)
    assert found["state"] == "degraded"
    assert found["words"].startswith("上传的文件不见了，最新的 3 个一个也不在：")
    assert ("UPLOADS_URL" if storage == "s3" else "磁盘挂上了没有") in found["words"]


@pytest.mark.usefixtures("storage")
def test_one_file_that_is_missing_is_named(client: Client) -> None:
    first, *_others = make_uploads()
    uploads().remove(first)
    found = told(client)
    assert (found["state"], first in found["words"]) == ("degraded", True)
    assert found["words"].startswith("最新的 3 个上传的文件里少了 1 个")


def test_a_folder_that_is_gone_is_told_by_the_command(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    make_uploads()
    settings.MEDIA_ROOT = tmp_path / "not-mounted"
    out = StringIO()
    call_command("check_site", "--inside", stdout=out)
    assert "\n留意  上传的文件不见了，" in out.getvalue()


def test_only_a_few_files_are_asked_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("yanjiang.lib.storage.WholeFileStorage.exists", lambda _storage, name: asked.append(name))
    for number in range(12):
        make_picture(name=f"{number:016}-1200x800.jpg")
    told(client)
    assert asked == [f"pictures/2026/01/{number:016}-1200x800.jpg" for number in (11, 10, 9)]
