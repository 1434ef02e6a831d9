"""A backup is restored whole, over nothing or over another site, and never by halves."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from articles.models import Article, ContentChange, SearchEntry, Tag
from tests.backups.sites import Own, Sites, sums
from tests.builders import make_article, make_section
from tests.rows import RowMaker
from yanjiang.backups import checking, making, places, restoring, schema
from yanjiang.backups.archive import ArchiveError, Reader
from yanjiang.backups.loading import UnfitError
from yanjiang.backups.manifest import BESIDE, NOWHERE
from yanjiang.backups.models import Restore
from yanjiang.backups.values import OTHER, PLAIN
from yanjiang.sitewide import cache

pytestmark = pytest.mark.django_db


def fill_every_table() -> None:
    """Models of a state of the migrations have no code of ours that would make more of a row."""
    loader = MigrationLoader(connection)
    for model in loader.project_state(loader.graph.leaf_nodes()).apps.get_models(include_auto_created=True):
        if not model._base_manager.exists():
            RowMaker().add(model)  # some numbers have bounds, so each table begins with small ones


def make_site(title: str = "开口的第一句话") -> Article:
    return make_article(title, section=make_section(), tags=["口才"])


def test_every_row_of_every_table_comes_back(own: Sites) -> None:
    site = own()
    fill_every_table()
    first = site.back_up()
    assert all(rows for rows, _sha256, _counted in sums(first).values())
    second = own("new")
    second.restore(first)
    assert sums(second.back_up()) == sums(first)


def test_a_backup_is_loaded_into_a_file_that_its_owner_alone_reads(own: Sites) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files to itself")
    own()
    with places.backend().empty("restoring") as place:
        place.connection.ensure_connection()
        assert Path(place.where).stat().st_mode & 0o777 == 0o600
        place.connection.close()


def test_a_restored_site_is_read_and_searched(own: Sites) -> None:
    site = own()
    article = make_site()
    file = site.back_up()
    own("new").restore(file)
    told: list[str] = []
    assert restoring.build_search(told.append) == 1
    assert told == ["搜索索引：1 / 1 篇"]
    assert Article.objects.get().title == "开口的第一句话"
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["口才"]
    assert SearchEntry.objects.get().article_id == article.pk


def test_ids_go_on_where_they_were(own: Sites) -> None:
    site = own()
    make_site()
    gone = Tag.objects.create(name="没人用的")
    gone.delete()
    file, deleted = site.back_up(), Tag.objects.order_by("pk").last()
    own("new").restore(file)
    assert deleted
    assert Tag.objects.create(name="新的").pk > deleted.pk + 1


def test_a_site_with_content_is_not_replaced_unless_told(own: Sites) -> None:
    file = own().back_up()
    site = own("other")
    make_site("不要丢")
    with pytest.raises(restoring.HasContentError, match=r"文章 1、栏目 1、用户 1.*--replace"):
        site.restore(file)
    assert Article.objects.get().title == "不要丢"
    site.restore(file, replace=True)
    assert not Article.objects.exists()


def test_uploads_alone_are_content(own: Sites) -> None:
    file = own().back_up()
    site = own("other")
    site.upload("pictures/a.jpg")
    with pytest.raises(restoring.HasContentError, match="上传的文件"):
        site.restore(file)


def test_logins_are_not_in_a_backup(own: Sites) -> None:
    site = own()
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    file = site.back_up()
    assert b"django_session/" not in file.read_bytes()
    site.restore(file, replace=True)
    assert not Session.objects.exists()


def test_every_process_learns_that_the_site_is_another(site: Own) -> None:
    make_site()
    cache.changed()
    file = site.back_up()
    ContentChange.objects.note()
    seen, token = ContentChange.objects.token(), cache.token()
    site.restore(file, replace=True)
    assert ContentChange.objects.token()[0] > seen[0]  # type: ignore[operator]
    assert cache.token() not in (token, None)


def test_the_restored_uploads_are_those_of_the_backup(own: Sites) -> None:
    site = own()
    site.upload("pictures/a.jpg", b"old a")
    site.upload("图片/b.jpg", b"b")
    file = site.back_up()
    site.upload("pictures/a.jpg", b"new a")
    site.upload("pictures/c.jpg", b"c")
    told: list[str] = []
    site.restore(file, replace=True, tell=told.append)
    assert site.files() == {"pictures/a.jpg": b"old a", "图片/b.jpg": b"b"}
    assert site.replaced() == {"pictures/a.jpg": b"new a", "pictures/c.jpg": b"c"}
    aside = Restore.objects.get().key.hex
    assert told[-1] == f"原来网站的 2 个文件不在备份里，移到了上传文件夹里的 .replaced/{aside}。"
    assert site.internal() == [".replaced"]


def test_a_backup_without_uploads_leaves_those_of_the_site(site: Own) -> None:
    site.upload("a.jpg", b"old")
    file = site.back_up(where=NOWHERE)
    site.upload("b.jpg")
    site.restore(file, replace=True)
    assert site.files() == {"a.jpg": b"old", "b.jpg": b"picture"}


def test_uploads_are_copied_to_a_folder_once(own: Sites, tmp_path: Path) -> None:
    site, folder = own(), tmp_path / "copies"
    site.upload("a/one.jpg", b"one")
    first = site.back_up("first.tar", where=BESIDE, folder=folder)
    number = (folder / "a/one.jpg").stat().st_ino
    site.upload("a/two.jpg", b"two")
    second = site.back_up("second.tar", where=BESIDE, folder=folder)
    assert (folder / "a/one.jpg").stat().st_ino == number
    assert (folder / "a/two.jpg").read_bytes() == b"two"
    assert b"uploads/a/one.jpg\0" not in second.read_bytes()
    own("new").restore(second, folder=folder)
    site.choose()
    site.restore(first, folder=folder, replace=True)
    assert site.files() == {"a/one.jpg": b"one"}


def test_an_upload_that_changed_keeps_its_copy_for_older_backups(site: Own, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    site.upload("a.jpg", b"before")
    first = site.back_up("first.tar", where=BESIDE, folder=folder)
    (site.media / "a.jpg").unlink()
    site.upload("a.jpg", b"afterwards")
    site.back_up("second.tar", where=BESIDE, folder=folder)
    assert (folder / "a.jpg").read_bytes() == b"afterwards"
    site.restore(first, folder=folder, replace=True)
    assert site.files() == {"a.jpg": b"before"}


def test_a_copy_that_is_damaged_or_gone_is_told(site: Own, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    site.upload("a.jpg", b"before")
    file = site.back_up(where=BESIDE, folder=folder)
    with pytest.raises(UnfitError, match="用 --uploads 写明"):
        site.restore(file, replace=True)
    (folder / "a.jpg").write_bytes(b"befire")
    with pytest.raises(ArchiveError, match=r"a\.jpg”的校验码不对"):
        site.restore(file, replace=True, folder=folder)
    (folder / "a.jpg").unlink()
    with pytest.raises(ArchiveError, match=r"读不到“a\.jpg”"):
        checking.check(file, folder=folder, tell=lambda _text: None)
    assert site.files() == {"a.jpg": b"before"}
    assert site.internal() == []


def test_a_damaged_backup_changes_nothing(site: Own) -> None:
    make_site()
    site.upload("a.jpg")
    file = site.back_up()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="有字节变了"):
        site.restore(file, replace=True)
    assert Article.objects.count() == 1
    assert not Restore.objects.exists()


def test_a_check_leaves_the_site_as_it_is(site: Own) -> None:
    make_site()
    file, before = site.back_up(), ContentChange.objects.token()
    told: list[str] = []
    assert checking.check(file, folder=None, tell=told.append).rows > 0
    assert told[-1] == "数据库装好了，每张表的校验码都对。"
    assert ContentChange.objects.token() == before
    assert sorted(path.name for path in site.folder.iterdir() if "check" in path.name) == [".check-backup.lock"]


def test_rows_that_contradict_each_other_are_not_restored(site: Own) -> None:
    make_site()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE articles_articlehits DISABLE TRIGGER ALL")
        cursor.execute("UPDATE articles_articlehits SET article_id = 987654")
    file = site.back_up()
    with pytest.raises(UnfitError, match="数据库不收"):
        site.restore(file, replace=True)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("migrations", [["articles", "9999_later"]], "更新的版本"),
        ("format", 2, "格式比这里的代码新"),
        ("tables", [], "备份里的表和它的版本不符"),
        ("uploads", {}, "说明读不懂"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    site: Own, monkeypatch: pytest.MonkeyPatch, name: str, value: object, message: str
) -> None:
    make_site()
    file = site.back_up()
    content = json.loads(Reader.checked(file).manifest())
    monkeypatch.setattr(Reader, "manifest", lambda _reader: json.dumps({**content, name: value}).encode())
    with pytest.raises((ArchiveError, UnfitError), match=message):
        site.restore(file, replace=True)
    assert Article.objects.count() == 1


def test_a_backup_is_not_written_where_it_could_be_downloaded_or_over_another(site: Own) -> None:
    site.upload("a.jpg")
    (site.folder / "a.tar").touch()
    with pytest.raises(making.BackupError, match="不能放在上传文件夹里"):
        making.back_up(site.media / "b.tar", at=timezone.now(), tell=print)
    with pytest.raises(making.BackupError, match="已经存在"):
        making.back_up(site.folder / "a.tar", at=timezone.now(), tell=print)
    with pytest.raises(making.BackupError, match="没有"):
        making.back_up(site.folder / "nowhere" / "b.tar", at=timezone.now(), tell=print)


def test_only_its_owner_reads_a_backup(site: Own) -> None:
    assert site.back_up().stat().st_mode & 0o777 == 0o600


def test_a_table_that_is_kept_names_none_that_is_left_out() -> None:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in schema.LEFT_OUT:
            related: list[Any] = [field.related_model for field in model._meta.local_concrete_fields]
            named = {other._meta.db_table for other in related if other}
            assert not named & schema.LEFT_OUT, model


def test_every_kind_of_field_has_a_neutral_form() -> None:
    tables = schema.tables(sorted(schema.known()))
    assert {"articles_article", "auth_user"} <= {table.name for table in tables}
    assert {kind for table in tables for _name, kind in table.columns} <= PLAIN | OTHER
