"""Uploads on S3 are backed up while the site deletes, and restored into a bucket or into a folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import Article
from tests import objects
from tests.backups.killed import MOMENTS
from tests.backups.sites import Own, Sites, sums
from tests.backups.test_kills import NEW, OLD, killed
from tests.backups.test_older_backups import let_a_later_migration_use_uploads
from tests.builders import make_article
from tests.objects import Bucket
from yanjiang.backups import checking, making, staging
from yanjiang.backups.manifest import BESIDE
from yanjiang.backups.snapshot import snapshot

pytestmark = pytest.mark.django_db

MakeBucket = Callable[[], Bucket]


@pytest.fixture
def buckets(object_server: Any) -> MakeBucket:
    return lambda: objects.make_bucket(object_server)


def test_a_backup_goes_from_s3_into_a_folder_and_back(own: Sites, buckets: MakeBucket) -> None:
    site = own("site", buckets())
    make_article("开口的第一句话")
    site.upload("图片/a.jpg", b"a")
    site.upload("pictures/b.jpg", b"b" * 3_000_000)
    first = site.back_up()
    folder = own("folder")
    folder.restore(first)
    assert folder.files() == {"图片/a.jpg": b"a", "pictures/b.jpg": b"b" * 3_000_000}
    second = folder.back_up()
    again = own("again", buckets())
    again.restore(second)
    assert again.files() == {"图片/a.jpg": b"a", "pictures/b.jpg": b"b" * 3_000_000}
    assert sums(again.back_up()) == sums(first)
    assert Article.objects.get().title == "开口的第一句话"
    assert again.internal() == []


def test_migrations_since_a_backup_work_on_its_uploads(
    own: Sites, buckets: MakeBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = own("site", buckets())
    site.upload("a.jpg", b"backed up")
    file = site.back_up()
    let_a_later_migration_use_uploads(monkeypatch)
    checking.check(file, folder=None, tell=lambda _told: None)
    assert (set(site.files()), site.internal()) == ({"a.jpg"}, [])
    new = own("new", buckets())
    new.restore(file)
    assert new.files() == {"a.jpg": b"backed up", "made.jpg": b"backed up"}


def test_what_is_made_and_deleted_meanwhile_is_in_the_backup(
    own: Sites, buckets: MakeBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = own("site", buckets())
    site.upload("a.jpg", b"a")
    site.upload("c.jpg", b"c")
    real = snapshot

    @contextmanager
    def slow() -> Iterator[None]:
        default_storage.save("b.jpg", ContentFile(b"b"))
        with real():
            default_storage.delete("a.jpg")
            default_storage.delete("b.jpg")
            yield

    monkeypatch.setattr(making, "snapshot", slow)
    file = site.back_up()
    assert site.files() == {"c.jpg": b"c"}
    assert site.internal() == []
    restored = own("new", buckets())
    restored.restore(file)
    assert restored.files() == {"a.jpg": b"a", "b.jpg": b"b", "c.jpg": b"c"}


def test_a_restore_puts_the_old_files_aside(own: Sites, buckets: MakeBucket) -> None:
    site = own("site", buckets())
    site.upload("a.jpg", b"old a")
    site.upload("b.jpg", b"b")
    file = site.back_up()
    site.upload("a.jpg", b"new a")
    site.upload("c.jpg", b"c")
    site.restore(file, replace=True)
    assert site.files() == {"a.jpg": b"old a", "b.jpg": b"b"}
    assert site.replaced() == {"a.jpg": b"new a", "c.jpg": b"c"}


def test_uploads_are_copied_to_a_folder_once(own: Sites, buckets: MakeBucket, tmp_path: Path) -> None:
    site, folder = own("site", buckets()), tmp_path / "copies"
    site.upload("a/one.jpg", b"one")
    site.back_up("first.tar", where=BESIDE, folder=folder)
    number = (folder / "a/one.jpg").stat().st_ino
    site.upload("a/two.jpg", b"two")
    second = site.back_up("second.tar", where=BESIDE, folder=folder)
    assert (folder / "a/one.jpg").stat().st_ino == number
    assert checking.check(second, folder=folder, tell=lambda _text: None).uploads.files == 2
    own("new", buckets()).restore(second, folder=folder)
    assert own.last.files() == {"a/one.jpg": b"one", "a/two.jpg": b"two"}


@pytest.fixture
def two(own: Sites, buckets: MakeBucket) -> tuple[Own, Path]:
    """A site on S3 with two uploads, and the backup of another one."""
    source = own("source", buckets())
    make_article("新的")
    for name, content in NEW.items():
        source.upload(name, content)
    file = source.back_up()
    site = own("site", buckets())
    make_article("旧的")
    for name, content in OLD.items():
        site.upload(name, content)
    return site, file


@pytest.mark.faults
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_restore_leaves_a_whole_site(moment: str, two: tuple[Own, Path], own: Sites) -> None:
    site, file = two
    killed(moment, file, site, own.schema.file)
    is_old = list(MOMENTS).index(moment) <= list(MOMENTS).index("before the switch")
    assert Article.objects.get().title == ("旧的" if is_old else "新的")
    assert not is_old or OLD.items() <= site.files().items()
    staging.settle()
    assert site.files() == (OLD if is_old else NEW)
    assert set(site.internal()) <= {".replaced"}
    site.restore(file, replace=True)
    assert (site.files(), site.internal()) == (NEW, [".replaced"])
