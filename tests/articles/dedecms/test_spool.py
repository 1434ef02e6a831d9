"""A dump that is packed, or in GBK, is unpacked and decoded once, into a file that leaves nothing behind."""

import errno
import gzip
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from articles.dedecms.dump import DumpError, Row, open_dump
from tests.articles.dedecms.imports import do_import
from tests.dedecms_site import DATA
from tests.dedecms_writers import packed_gz, packed_zip

SQL = ("mysqldump_gbk.sql", "phpmyadmin_gbk.sql", "navicat_utf8.sql")


def copy(name: str, folder: Path, *, packed: str) -> Path:
    """Return a separate copy of the dump for a test, packed or not."""
    path = folder / name
    path.write_bytes((DATA / name).read_bytes())
    if packed == "gz":
        return packed_gz(path)
    return packed_zip(path, folder / "site.zip") if packed == "zip" else path


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    ("name", "packed"),
    [*((name, packed) for name in SQL for packed in ("gz", "zip")), ("mysqldump_gbk.sql", ""), ("navicat_gbk.sql", "")],
)
def test_a_dump_is_unpacked_and_decoded_once_however_many_tables_are_read(
    tmp_path: Path, name: str, packed: str
) -> None:
    """The dump is deleted after the first read, so a second read would fail."""
    path = copy(name, tmp_path, packed=packed)
    dump = open_dump(path)
    path.unlink()
    wanted = open_dump(DATA / name)
    for table in wanted.tables:
        found = [(row.values, row.line) for row in dump.rows(table) if isinstance(row, Row)]
        assert found == [(row.values, row.line) for row in wanted.rows(table) if isinstance(row, Row)]


def test_a_plain_dump_in_utf_8_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    assert open_dump(DATA / "mysqldump_utf8.sql", work=tmp_path).counts["archives"]
    assert open_dump(packed_zip(DATA / "backup_gbk", tmp_path / "site.zip")).counts["archives"]


def test_the_copy_has_no_name_and_is_closed_with_the_dump(tmp_path: Path) -> None:
    work, before = tmp_path / "work", descriptors()
    work.mkdir()
    dump = open_dump(DATA / "mysqldump_gbk.sql", work=work)
    assert list(dump.rows("archives"))
    assert list(work.iterdir()) == []
    assert descriptors() == before + 1
    del dump
    assert descriptors() == before


def test_a_dump_that_is_refused_as_it_is_copied_leaves_nothing(tmp_path: Path) -> None:
    work, before = tmp_path / "work", descriptors()
    work.mkdir()
    (tmp_path / "site.sql.gz").write_bytes(gzip.compress(bytes(64 * 1024 * 1024)))
    with pytest.raises(DumpError, match="大得不正常"):
        open_dump(tmp_path / "site.sql.gz", work=work)
    assert list(work.iterdir()) == []
    assert descriptors() == before


def test_a_disk_without_room_for_the_copy_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(DumpError, match=r"无法把 mysqldump_gbk\.sql 解开到临时文件（No space left on device）"):
        open_dump(DATA / "mysqldump_gbk.sql", work=tmp_path)


@pytest.mark.django_db
def test_an_import_has_its_copy_where_its_other_work_lies(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's folder of temporary files is at times a piece of memory."""
    places, make = [], tempfile.TemporaryFile

    def watched(**options: Any) -> Any:
        places.append(options["dir"])
        return make(**options)

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    do_import(DATA / "mysqldump_gbk.sql", dry=True, report=backup / "report")
    assert places == [backup.parent / "var/import"]
