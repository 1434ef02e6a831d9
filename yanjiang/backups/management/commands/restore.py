"""manage.py restore FILE: put the site of a backup in the place of this one."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from yanjiang.backups import bookkeeping, restoring
from yanjiang.backups.archive import ArchiveError
from yanjiang.backups.loading import UnfitError
from yanjiang.backups.locks import BusyError
from yanjiang.backups.places import PlaceError
from yanjiang.backups.staging import UnfinishedError
from yanjiang.lib import failures
from yanjiang.staff_log.models import Entry


class Command(BaseCommand):
    help = (
        "从备份恢复整个网站；SQLite 的备份可以恢复到 PostgreSQL，反过来也行。全部查过以后才换，中断了网站还是原来的。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="备份的文件")
        parser.add_argument("--uploads", type=Path, metavar="文件夹", help="备份时用 --to 的：上传的文件所在的文件夹")
        parser.add_argument("--replace", action="store_true", help="网站里已有内容也恢复；原来的内容会没有")

    def handle(self, *, file: Path, uploads: Path | None, replace: bool, **options: Any) -> None:
        start = time.monotonic()
        try:
            manifest = restoring.restore(
                file, at=timezone.now(), replace=replace, folder=uploads, tell=self.stdout.write
            )
        except (ArchiveError, UnfitError, PlaceError, BusyError, UnfinishedError, restoring.HasContentError) as problem:
            raise CommandError(str(problem)) from problem
        except (OSError, DatabaseError) as problem:
            raise CommandError(f"没有恢复，网站还是原来的：{failures.in_words(problem)}。") from problem
        # The restored site begins its log with this: its rows are those of the backup.
        told = f"备份是{manifest.moment} 的"
        bookkeeping.log(Entry.Kind.RESTORE, file, told)
        self.stdout.write(
            f"恢复好了：{manifest.rows} 行，{manifest.uploads.files} 个文件，用时 {time.monotonic() - start:.1f} 秒。"
            "网站现在就能看，所有人要重新登录。"
        )
        self.stdout.write("接着建搜索索引；中断了就运行 rebuild_search。")
        articles = restoring.build_search(self.stdout.write)
        self.stdout.write(f"{articles} 篇文章都能搜到了，一共用时 {time.monotonic() - start:.1f} 秒。")
