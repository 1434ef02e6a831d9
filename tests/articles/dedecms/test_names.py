"""File names written by a Chinese Windows: bytes of GBK, which Python represents by lone surrogates."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from articles.dedecms.dump_files import readable_name
from tests.articles.dedecms.backups import write_backup
from tests.articles.dedecms.forbidden import forbid
from tests.articles.dedecms.imports import do_import, issues, site


def gbk(name: str) -> str:
    return os.fsdecode(name.encode("gbk"))


def test_a_name_reads_as_it_was_written_folder_by_folder() -> None:
    assert readable_name(f"/var/旧站/{gbk('课件')}/{gbk('演讲.swf')}") == "/var/旧站/课件/演讲.swf"


@pytest.mark.django_db(transaction=True)
def test_a_name_in_gbk_stops_no_import_and_is_told_as_it_reads(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    (uploads / gbk("禁区")).mkdir(parents=True)
    (uploads / gbk("课件.exe")).write_bytes(b"MZ")
    (uploads / gbk("讲稿.doc")).write_bytes(b"\xd0\xcf\x11\xe0")
    forbid(monkeypatch, uploads / gbk("禁区"))
    folder = write_backup(backup.with_name(gbk("备份")), site())
    (folder / gbk("说明.htm")).write_text("")
    imported = do_import(folder, uploads=uploads, report=None)
    assert [text.partition("：")[0] for text in issues(imported, "LEFT_FILE")] == ["课件.exe", f"{uploads}/禁区"]
    assert issues(imported, "UNREAD") == ["说明.htm：不是备份的一部分"]
    assert imported.report.stem.endswith("-备份")
    assert default_storage.exists(gbk("讲稿.doc"))
