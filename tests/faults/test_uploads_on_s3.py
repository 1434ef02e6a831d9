"""Uploads on S3 behind nginx, with the files and the steps of yanjiang/deploy."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests import objects
from tests.drawings import drawing
from tests.nginx import HOST, Nginx
from tests.nginx import running as running_nginx
from tests.objects import Bucket
from tests.server import Site, free_port

pytestmark = pytest.mark.faults

MAKE = """
from io import BytesIO
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from articles import projections
from articles.models import Article, Attachment, Section
from tests.drawings import drawing
from yanjiang.pictures.library import keep
section = Section(name="演讲", segment="yanjiang")
section.save()
owner = User.objects.create_user("writer")
article = Article(title="有附件的", section=section, owner=owner, status="published")
article.save()
projections.write([article.pk])
attachment = Attachment.objects.create(article=article, file=ContentFile(b"%PDF-1.4 x", "a.pdf"), name="讲话稿")
print(keep(BytesIO(drawing())).url, attachment.file.url)
"""


@dataclass
class Front:
    site: Site
    storage: ThreadedMotoServer
    nginx: Nginx
    bucket: Bucket
    picture: str
    attachment: str

    def asked(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return self.nginx.fetch("GET", path, headers)


@pytest.fixture(scope="module")
def storage() -> Iterator[ThreadedMotoServer]:
    """S3-compatible storage that can be stopped and started again."""
    with objects.running(port=free_port()) as server:
        yield server


@pytest.fixture(scope="module")
def front(storage: ThreadedMotoServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    bucket, folder = objects.make_bucket(storage), tmp_path_factory.mktemp("site")
    extra = {"UPLOADS_URL": bucket.url, "SITE_URL": f"http://{HOST}", "ALLOWED_HOSTS": f"127.0.0.1,{HOST}"}
    site = Site(f"sqlite:///{folder}/db.sqlite3", folder, workers=1, extra=extra)
    site.run("migrate", "-v0")
    picture, attachment = site.run("shell", "-v0", "-c", MAKE).split()
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), folder, portal=site.port, on_s3=True)
    try:
        site.start()
        with running_nginx(nginx):
            yield Front(site, storage, nginx, bucket, picture, attachment)
    finally:
        site.stop()


def test_a_picture_is_fetched_once_and_kept(front: Front) -> None:
    front.bucket.client.put_object(Bucket=front.bucket.name, Key="site/pictures/once.jpg", Body=drawing())
    first, second = front.asked("/uploads/pictures/once.jpg"), front.asked("/uploads/pictures/once.jpg")
    assert (first[0], first[1]["x-cache"], second[1]["x-cache"]) == (200, "MISS", "HIT")
    assert first[2] == second[2] == drawing()
    for name in ("content-type", "cache-control", "etag", "last-modified", "content-security-policy"):
        assert second[1][name] == first[1][name]
    assert second[1]["cache-control"] == "public, max-age=31536000, immutable"
    assert front.asked("/uploads/pictures/once.jpg", **{"If-None-Match": second[1]["etag"]})[0] == 304


def test_a_part_is_sent_before_and_after_the_whole_is_kept(front: Front) -> None:
    content = bytes(range(256)) * 20_000
    front.bucket.client.put_object(Bucket=front.bucket.name, Key="site/soft/a.zip", Body=content)
    for _ in range(2):
        status, headers, part = front.asked("/uploads/soft/a.zip", Range="bytes=1000-2999")
        assert (status, headers["content-range"]) == (206, f"bytes 1000-2999/{len(content)}")
        assert part == content[1000:3000]
    assert front.asked("/uploads/soft/a.zip")[2] == content


def test_an_attachment_is_never_kept_and_comes_in_parts_too(front: Front) -> None:
    for _ in range(2):
        status, headers, content = front.asked(front.attachment)
        assert (status, content) == (200, b"%PDF-1.4 x")
        assert (headers["cache-control"], headers.get("x-cache")) == ("no-cache", None)
    assert front.asked(front.attachment, Range="bytes=1-3")[2] == b"PDF"


def test_what_lies_beside_the_uploads_is_not_found(front: Front) -> None:
    front.bucket.client.put_object(Bucket=front.bucket.name, Key="site/.replaced/a.jpg", Body=b"secret")
    front.bucket.client.put_object(Bucket=front.bucket.name, Key="site/.checking/a.jpg", Body=b"secret")
    names = (".replaced/a.jpg", "x/../.replaced/a.jpg", "%2ereplaced/a.jpg", ".checking/a.jpg")
    for path in (f"/uploads/{name}" for name in names):
        assert front.asked(path)[0] == 404
        assert front.site.ask("GET", path)[0] == 404


def test_a_reader_who_leaves_in_the_middle_keeps_nothing(front: Front) -> None:
    content = bytes(8_000_000)
    front.bucket.client.put_object(Bucket=front.bucket.name, Key="site/soft/long.zip", Body=content)
    for _ in range(40):  # more than there are threads
        with objects.reader(front.site.port, "/uploads/soft/long.zip") as reading:
            assert reading.read(1000) == content[:1000]
    assert front.site.ask("GET", "/uploads/soft/long.zip") == (200, content)


def test_kept_pictures_stay_while_the_storage_is_away(front: Front) -> None:
    front.asked(front.picture)
    front.site.stop()
    try:
        assert front.asked(front.picture)[0] == 200
    finally:
        front.site.start()


def test_a_deleted_file_is_gone_when_it_was_kept_for_its_time(front: Front, tmp_path: Path) -> None:
    url, key = "/uploads/pictures/regretted.jpg", "site/pictures/regretted.jpg"
    front.bucket.client.put_object(Bucket=front.bucket.name, Key=key, Body=drawing())
    with running_nginx(Nginx(tmp_path, front.site.folder, portal=front.site.port, on_s3=True, kept="1s")) as nginx:
        assert nginx.fetch("GET", url, {"Range": "bytes=0-9"})[0] == 206
        assert nginx.fetch("GET", url)[1]["x-cache"] in ("HIT", "REVALIDATED")
        front.storage.stop()
        time.sleep(1.5)
        try:
            status, headers, content = nginx.fetch("GET", url)
            assert (status, headers["x-cache"], content) == (200, "STALE", drawing())
        finally:
            front.storage.start()
        front.bucket.client.delete_object(Bucket=front.bucket.name, Key=key)
        end = time.monotonic() + 30
        while nginx.fetch("GET", url)[0] != 404:  # the portal asks again after some seconds
            assert time.monotonic() < end
            time.sleep(0.2)
        front.storage.stop()
        try:
            assert nginx.fetch("GET", url)[0] == 404
        finally:
            front.storage.start()


def test_nobody_fills_the_cache_with_files_that_there_are_not(front: Front) -> None:
    for _ in range(2):
        status, headers, _content = front.asked("/uploads/pictures/never.jpg")
        assert (status, headers["x-cache"]) == (404, "MISS")
