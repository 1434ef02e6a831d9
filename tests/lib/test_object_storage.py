"""Uploads on S3: whole or absent, bound to their transaction, and never overwritten."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from pytest_django import Settings

from articles.models import Article, Attachment
from tests import objects
from tests.builders import make_article
from tests.drawings import drawing
from tests.objects import Bucket
from tests.server import free_port
from yanjiang.lib.stored import UploadsAwayError, kept, uploads
from yanjiang.pictures.library import keep
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def attach(article: Article, name: str) -> Attachment:
    return Attachment.objects.create(article=article, file=ContentFile(b"%PDF-1.4", name), name=name)


def fail() -> None:
    raise ZeroDivisionError


def test_a_file_is_saved_read_and_deleted(bucket: Bucket) -> None:
    name = default_storage.save("图片/a b.jpg", ContentFile(b"picture"))
    assert bucket.files() == {"图片/a b.jpg": b"picture"}
    assert (default_storage.exists(name), default_storage.size(name)) == (True, 7)
    with default_storage.open(name) as file:
        assert b"".join(file.chunks()) == b"picture"
    default_storage.delete(name)
    assert (bucket.files(), default_storage.exists(name)) == ({}, False)
    for missing in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            missing(name)


def test_its_address_is_the_site_s_own(bucket: Bucket) -> None:
    assert default_storage.url("图片/a b.jpg") == "/uploads/%E5%9B%BE%E7%89%87/a%20b.jpg"


def test_a_file_goes_with_its_transaction(bucket: Bucket) -> None:
    article = make_article()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        attach(article, "a.pdf")
        assert len(bucket.files()) == 1
        fail()
    assert bucket.files() == {}
    attach(article, "a.pdf")
    assert list(bucket.files().values()) == [b"%PDF-1.4"]


def test_a_picture_goes_with_all_its_renditions(bucket: Bucket) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(BytesIO(drawing()))
        assert len(bucket.files()) > 1
        fail()
    assert (bucket.files(), Picture.objects.count()) == ({}, 0)


def test_no_file_is_written_over_another(bucket: Bucket) -> None:
    default_storage.save("a.jpg", ContentFile(b"first"))
    second = default_storage.save("a.jpg", ContentFile(b"second"))
    assert second != "a.jpg"
    assert bucket.files() == {"a.jpg": b"first", second: b"second"}


@pytest.mark.parametrize("name", ["../a.jpg", "a/../../b.jpg", "/etc/passwd"])
def test_no_name_leads_out_of_the_prefix(bucket: Bucket, name: str) -> None:
    bucket.client.put_object(Bucket=bucket.name, Key="a.jpg", Body=b"of another site")
    with pytest.raises((SuspiciousOperation, FileNotFoundError)):
        default_storage.open(name)


def test_a_part_of_a_name_that_minio_refuses_is_not_asked_for(bucket: Bucket) -> None:
    name = "演" * 86 + "/a.jpg"  # 258 bytes
    bucket.client.put_object(Bucket=bucket.name, Key=f"site/{name}", Body=b"picture")
    assert not default_storage.exists(name)
    assert not default_storage.exists("a/" * 300 + "b.jpg")


def test_a_file_that_cannot_be_read_twice_is_stored(bucket: Bucket) -> None:
    class Once(BytesIO):
        def seekable(self) -> bool:
            return False

    uploads().write("a.bin", Once(b"12345"))
    assert bucket.files() == {"a.bin": b"12345"}


def test_a_deletion_during_a_backup_leaves_the_file_to_it(bucket: Bucket) -> None:
    for name in ("before.pdf", "meanwhile.pdf"):
        default_storage.save(f"a/{name}", ContentFile(name.encode()))
    default_storage.delete("a/before.pdf")
    with uploads().backing_up() as key:
        default_storage.delete("a/meanwhile.pdf")
        assert list(uploads().names()) == []
        assert list(uploads().names(kept(key))) == ["a/meanwhile.pdf"]
        with pytest.raises(FileNotFoundError):
            uploads().served(f"{kept(key)}/a/meanwhile.pdf")
    assert bucket.files() == {}


def test_more_files_than_a_page_of_the_listing_are_named(bucket: Bucket) -> None:
    names = [f"a/{number:04}.txt" for number in range(1_005)]
    for name in names:
        bucket.client.put_object(Bucket=bucket.name, Key=f"site/{name}", Body=b"")
    bucket.client.put_object(Bucket=bucket.name, Key="site-of-another/b.txt", Body=b"")
    assert list(uploads().names()) == names
    assert list(uploads().names("a")) == [name.removeprefix("a/") for name in names]


def test_a_copy_keeps_the_time_and_the_sum(bucket: Bucket) -> None:
    uploads().write("a.txt", BytesIO(b"text"), changed_ns=1_700_000_000_123_456_789)
    uploads().copy("a.txt", "b.txt")
    one, other = uploads().stored("a.txt"), uploads().stored("b.txt")
    assert other.changed_ns == one.changed_ns == 1_700_000_000_123_456_789
    assert other.digest() == one.digest()
    assert uploads().is_same("a.txt", "b.txt")


def test_an_object_of_another_program_is_read_as_well(bucket: Bucket) -> None:
    bucket.client.put_object(Bucket=bucket.name, Key="site/a.txt", Body=b"text")
    uploads().write("b.txt", BytesIO(b"text"))
    assert uploads().is_same("a.txt", "b.txt")
    assert uploads().stored("a.txt").changed_ns > 0


def test_storage_that_does_not_answer_is_asked_once_for_all(
    bucket: Bucket, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yanjiang.lib.s3.monotonic", lambda: 1000.0)
    gone = replace(bucket, port=free_port())
    settings.STORAGES = {**settings.STORAGES, "default": gone.setting}
    with pytest.raises(UploadsAwayError, match="Could not connect"):
        default_storage.exists("a.txt")
    with objects.running(port=gone.port):
        with pytest.raises(UploadsAwayError, match="a moment ago"):
            default_storage.exists("a.txt")
        monkeypatch.setattr("yanjiang.lib.s3.monotonic", lambda: 1005.1)
        assert not default_storage.exists("a.txt")
        assert not default_storage.exists("a.txt")


def test_a_bucket_that_is_not_there_is_told(bucket: Bucket, settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": replace(bucket, name="nobody-s").setting}
    with pytest.raises(UploadsAwayError, match="NoSuchBucket"):
        default_storage.save("a.txt", ContentFile(b"text"))
