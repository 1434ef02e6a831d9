"""Restores a backup: loads it beside the site, checks it, and then puts it in the site's place."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Max

from articles.models import ContentChange
from articles.projections import bulk
from yanjiang.backups import locks, places, schema, staging, standing_in
from yanjiang.backups.archive import Reader, refuse_others
from yanjiang.backups.loading import Tell, load, manifest_of
from yanjiang.backups.manifest import NOWHERE, Manifest
from yanjiang.backups.models import Restore
from yanjiang.lib.stored import uploads
from yanjiang.sitewide import cache

# Models of content. A new site has no row of them.
CONTENT = (
    "articles.Article", "articles.Section", "pictures.Picture", "consultants.Consultant", "consultants.Hotline",
    "home.Page", "auth.User",
)  # fmt: skip
TOLD_EVERY = 1000  # articles


class HasContentError(Exception):
    """The site has content that a restore would replace. The message names it, in Chinese."""


def restore(file: Path, *, at: datetime, replace: bool, folder: Path | None, tell: Tell) -> Manifest:
    """Put the site of a backup in the place of this one. A kill leaves this one as it is until the switch.

    Raises ArchiveError, UnfitError, PlaceError, HasContentError and BusyError, and changes nothing then. Raises
    UnfinishedError after the switch.
    """
    refuse_others(file)
    with locks.held():
        if settled := staging.settle():
            tell(settled)
        held = list(_content())
        if held and not replace:
            raise HasContentError(
                f"这个网站里已有内容（{'、'.join(held)}），恢复会把它们换掉。真要换，请加 --replace。"
            )
        reader = Reader.checked(file)
        manifest = manifest_of(reader, folder)
        tell(f"备份完整，是{manifest.moment} 的。")
        _replace(reader, manifest, Restore(at=at, made_at=manifest.made_at, file=str(file)), folder, tell)
    return manifest


def _content() -> Iterator[str]:
    tables = connection.introspection.table_names()
    for label in CONTENT:
        model = apps.get_model(label)
        number = model._base_manager.count() if model._meta.db_table in tables else 0
        if number:
            yield f"{model._meta.verbose_name} {number}"
    if next(uploads().names(), ""):
        yield "上传的文件"


def _replace(reader: Reader, manifest: Manifest, row: Restore, folder: Path | None, tell: Tell) -> None:
    with_uploads = manifest.uploads.where != NOWHERE
    staging.begin(row.key, with_uploads=with_uploads)
    last_change = _last_change()
    try:
        with places.backend().empty("restoring") as place:
            with standing_in.default(place.connection):
                files = staging.FILES if with_uploads else None
                load(reader, manifest, folder=folder, put=staging.put, files=files, tell=tell)
                _mark(row, last_change)
            staging.add()
            places.backend().take_over(place)
    except BaseException:
        with suppress(DatabaseError, OSError):  # the next restore asks again
            staging.settle()
        raise
    if moved := staging.finish():
        tell(f"原来网站的 {moved} 个文件不在备份里，移到了上传文件夹里的 .replaced/{row.key.hex}。")


def _last_change() -> int:
    """Return the highest id of a change of the site's content."""
    if ContentChange._meta.db_table not in connection.introspection.table_names():
        return 0
    return ContentChange.objects.aggregate(last=Max("pk"))["last"] or 0


def _mark(row: Restore, last_change: int) -> None:
    """Write what tells every process that the site is another now: tokens that it never had, and the restore's row."""
    places.backend().count_from(schema.table_of(ContentChange), last_change)
    ContentChange.objects.note()
    cache.changed()
    row.save(force_insert=True)


def build_search(tell: Tell) -> int:
    """Make the search index of a restored site, while visitors read it. Return the number of articles."""

    def progress(done: int, total: int) -> None:
        if done % TOLD_EVERY == 0 or done == total:
            tell(f"搜索索引：{done} / {total} 篇")

    return bulk.build_search(progress)
