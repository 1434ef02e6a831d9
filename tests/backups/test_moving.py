"""`manage.py move_uploads` copies what is missing, checks all of it, and goes on where it was killed."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.objects import Bucket
from yanjiang.lib import uploads_url
from yanjiang.lib.object_storage import WholeObjectStorage
from yanjiang.lib.storage import FolderFile, WholeFileStorage
from yanjiang.staff_log.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Ends the process at the third object that is written.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from yanjiang.lib.object_storage import WholeObjectStorage
real, written = WholeObjectStorage.write, []
def write(*words, **named):
    if len(written) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    written.append(words)
    return real(*words, **named)
WholeObjectStorage.write = write
from yanjiang.backups import moving
moving.AT_ONCE = 1
call_command("move_uploads", to="s3")
"""


@pytest.fixture
def folder(settings: Settings, bucket: Bucket, tmp_path: Path) -> Path:
    """The folder of the uploads, which UPLOADS_URL does not name."""
    settings.UPLOADS_URL, settings.VAR_DIR = bucket.url, tmp_path
    for number in range(4):
        upload(settings, f"图片/{number}.jpg", f"picture {number}".encode())
    return Path(settings.MEDIA_ROOT)


def upload(settings: Settings, name: str, content: bytes) -> None:
    file = Path(settings.MEDIA_ROOT) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in WholeFileStorage(location=folder).names()}


def move(to: str, **options: Any) -> str:
    out = StringIO()
    call_command("move_uploads", to=to, stdout=out, **options)
    return out.getvalue()


def test_everything_is_copied_and_nothing_deleted(folder: Path, bucket: Bucket) -> None:
    before = contents(folder)
    told = move("s3")
    assert bucket.files() == contents(folder) == before
    assert "已核对 4 / 4 个，复制了 4 个。" in told
    assert "复制 4 个（36 B），原来就有 0 个，都核对过。" in told
    row = Entry.objects.latest("pk")
    assert (row.title, row.details[:6]) == ("上传的文件复制到S3", "复制 4 个")


def test_a_second_run_copies_what_is_new(folder: Path, bucket: Bucket, settings: Settings) -> None:
    move("s3")
    upload(settings, "new.jpg", b"new")
    bucket.client.put_object(Bucket=bucket.name, Key="site/of-the-running-site.jpg", Body=b"newer")
    told = move("s3")
    assert "复制 1 个（3 B），原来就有 4 个" in told
    assert "S3里另有 1 个文件" in told
    assert bucket.files()["of-the-running-site.jpg"] == b"newer"


def test_a_killed_run_is_finished_by_the_next(folder: Path, bucket: Bucket, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=project.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(tmp_path),
            "UPLOADS_URL": bucket.url,
            "DJANGO_SETTINGS_MODULE": "yanjiang.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(bucket.files()) == 2
    assert "复制 2 个（18 B），原来就有 2 个" in move("s3")
    assert bucket.files() == contents(folder)


def test_the_way_back_keeps_the_times_and_deletes_when_told(folder: Path, bucket: Bucket, settings: Settings) -> None:
    before = contents(folder)
    os.utime(folder / "图片/0.jpg", ns=(1_700_000_000_123_456_789,) * 2)
    move("s3")
    move("s3", delete=True)
    assert contents(folder) == {}
    move("folder")
    assert "原来的已经删掉" in move("folder", delete=True)
    assert (contents(folder), bucket.files()) == (before, {})
    assert (folder / "图片/0.jpg").stat().st_mtime_ns == 1_700_000_000_123_456_789


def test_a_file_of_another_content_is_told_and_left(folder: Path, bucket: Bucket) -> None:
    bucket.client.put_object(Bucket=bucket.name, Key="site/图片/1.jpg", Body=b"picture x")
    with pytest.raises(CommandError, match="有 1 个文件没有复制"):
        move("s3")
    with pytest.raises(CommandError, match="有 1 个文件没有删掉"):
        move("s3", delete=True)
    assert bucket.files()["图片/1.jpg"] == b"picture x"
    assert contents(folder) == {"图片/1.jpg": b"picture 1"}


def test_a_name_that_s3_cannot_have_is_told_and_left(folder: Path, bucket: Bucket, settings: Settings) -> None:
    upload(settings, os.fsdecode("讲稿.doc".encode("gbk")), b"speech")
    with pytest.raises(CommandError, match="有 1 个文件没有复制"):
        move("s3")
    assert len(bucket.files()) == 4


def test_what_lies_beside_the_uploads_is_not_moved(folder: Path, bucket: Bucket, settings: Settings) -> None:
    upload(settings, ".replaced/a.jpg", b"a")
    move("s3")
    assert ".replaced/a.jpg" not in bucket.files()


def test_a_picture_that_was_deleted_after_the_switch_is_not_copied_again(
    folder: Path, bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    move("s3")
    WholeObjectStorage(**uploads_url.storage(bucket.url)["OPTIONS"]).delete("图片/2.jpg")
    with pytest.raises(CommandError, match="有 1 个文件没有删掉"):
        call_command("move_uploads", to="s3", delete=True)
    told = capsys.readouterr().out
    assert "那边没有，可能是网站换过去以后删的，没有动：1 个。" in told
    assert "'图片/2.jpg'" in told
    assert "图片/2.jpg" not in bucket.files()
    assert contents(folder) == {"图片/2.jpg": b"picture 2"}


def test_a_picture_that_the_site_deletes_meanwhile_is_no_failure(
    folder: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = WholeFileStorage.stored

    def and_deleted(self: WholeFileStorage, name: str) -> FolderFile:
        found = stored(self, name)
        if name == "图片/2.jpg":
            self.remove(name)
        return found

    monkeypatch.setattr(WholeFileStorage, "stored", and_deleted)
    assert "复制 3 个" in move("s3")
    assert "图片/2.jpg" not in bucket.files()


def test_names_that_a_folder_cannot_have_are_told_and_the_others_copied(
    folder: Path, bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "a/b.jpg", "x" * 255 + "/c.jpg", "z.jpg"):
        bucket.client.put_object(Bucket=bucket.name, Key=f"site/{name}", Body=b"of S3")
    with pytest.raises(CommandError, match="有 1 个文件没有复制"):
        call_command("move_uploads", to="folder")
    assert "读不了，或者那边写不进（" in capsys.readouterr().out
    assert contents(folder)["z.jpg"] == b"of S3"


def test_without_an_address_it_says_where_to_read(settings: Settings) -> None:
    settings.UPLOADS_URL = ""
    with pytest.raises(CommandError, match="没有 UPLOADS_URL"):
        move("s3")


def test_a_bucket_that_does_not_answer_ends_it(folder: Path, settings: Settings) -> None:
    settings.UPLOADS_URL = "s3://key:secret@127.0.0.1:1/bucket?scheme=http"
    with pytest.raises(CommandError, match="再运行一次就接着做：存放文件的服务器没有回答"):
        move("s3")
