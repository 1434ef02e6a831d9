"""A backup is one moment of a site that is written to, and keeps nobody from writing."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from articles.models import Synonym
from tests.backups.sites import Own, Sites
from tests.backups.test_kills import url
from yanjiang.backups import making
from yanjiang.backups.snapshot import snapshot
from yanjiang.home.models import FriendLink

pytestmark = pytest.mark.django_db

# Writes a row to each of two tables in one transaction, as often as it can, and a file before each. After twenty others
# the rows and then the file are deleted, as the site does it, by its storage.
WRITER = """
import sys
from pathlib import Path
from django.conf import settings
url, folder = sys.argv[1], Path(sys.argv[2])
settings.configure()
from yanjiang.lib.storage import WholeFileStorage
storage = WholeFileStorage(location=folder)
folder.mkdir(parents=True, exist_ok=True)
if url.startswith("sqlite"):
    import sqlite3
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)
else:
    import psycopg2
    connection = psycopg2.connect(url)
for number in range(1_000_000):
    (folder / f"{number}.jpg").write_bytes(b"picture")
    cursor = connection.cursor()
    cursor.execute(f"INSERT INTO articles_synonym (word, synonym, both_ways) VALUES ('{number}', '-', TRUE)")
    cursor.execute(f"INSERT INTO home_friendlink (name, url, position, is_active) VALUES ('{number}', '/', 0, TRUE)")
    connection.commit()
    if number >= 20:
        old = number - 20
        cursor.execute(f"DELETE FROM articles_synonym WHERE word = '{old}'")
        cursor.execute(f"DELETE FROM home_friendlink WHERE name = '{old}'")
        connection.commit()
        storage.delete(f"{old}.jpg")
"""


@contextmanager
def writing(site: Own) -> Iterator[None]:
    """Let another process write, from before the block to its end.

    It shares the uploads and the database with the site and nothing else, as another machine does.
    """
    process = subprocess.Popen([sys.executable, "-c", WRITER, url(), str(site.media)])
    end = time.monotonic() + 60
    try:
        while Synonym.objects.count() < 20:
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.02)
        yield
        assert process.poll() is None  # nobody has kept it from writing
    finally:
        process.kill()
        process.wait()


def test_a_backup_is_of_one_moment_while_another_process_writes(own: Sites) -> None:
    site = own()
    with writing(site):
        first = Synonym.objects.order_by("-pk").values_list("pk", flat=True)[0]
        files = [site.back_up(f"{number}.tar") for number in range(3)]
        last = Synonym.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert last > first
    for file in files:
        restored = own(file.stem)
        restored.restore(file)
        words = set(Synonym.objects.values_list("word", flat=True))
        assert words == set(FriendLink.objects.values_list("name", flat=True))
        assert words
        assert {f"{word}.jpg" for word in words} <= set(restored.files())


def test_uploads_that_are_made_and_deleted_meanwhile_are_in_the_backup(
    own: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = own()
    real = snapshot

    @contextmanager
    def slow() -> Iterator[None]:
        default_storage.save("a.jpg", ContentFile(b"a"))  # after the first look at the uploads
        with real():
            default_storage.delete("a.jpg")  # after the snapshot, before the second
            yield

    monkeypatch.setattr(making, "snapshot", slow)
    restored = own("new")
    site.choose()
    file = site.back_up()
    assert site.files() == {}
    restored.choose()
    restored.restore(file)
    assert restored.files() == {"a.jpg": b"a"}


def test_uploads_that_are_deleted_meanwhile_are_in_the_backup(own: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    site = own()
    site.upload("a.jpg", b"a")
    real = snapshot

    @contextmanager
    def slow() -> Iterator[None]:
        with real():
            yield
            (site.media / "a.jpg").unlink()  # after the snapshot, before the file is read

    monkeypatch.setattr(making, "snapshot", slow)
    restored = own("new")
    site.choose()
    file = site.back_up()
    restored.choose()
    restored.restore(file)
    assert restored.files() == {"a.jpg": b"a"}


def test_where_links_are_impossible_the_files_themselves_are_read(site: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    site.upload("a.jpg", b"a")
    assert b"uploads/a.jpg" in site.back_up().read_bytes()


def test_a_backup_that_cannot_be_finished_leaves_nothing(site: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_words: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        site.back_up()
    assert not list(site.folder.glob("*.tar*"))
    assert connection.is_usable()
