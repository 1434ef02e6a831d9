"""manage.py check_backup FILE: restore a backup into an empty place, compare everything, and remove the place."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from yanjiang.backups import bookkeeping
from yanjiang.backups.archive import ArchiveError
from yanjiang.backups.checking import check
from yanjiang.backups.loading import UnfitError
from yanjiang.backups.locks import BusyError
from yanjiang.backups.places import PlaceError
from yanjiang.lib import failures
from yanjiang.staff_log.models import Entry


class Command(BaseCommand):
    help = "检查一份备份：恢复到一个空的地方，每张表、每个文件都和校验码比一遍，再删掉。网站不受影响。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="备份的文件")
        parser.add_argument("--uploads", type=Path, metavar="文件夹", help="备份时用 --to 的：上传的文件所在的文件夹")

    def handle(self, *, file: Path, uploads: Path | None, **options: Any) -> None:
        start = time.monotonic()
        try:
            manifest = check(file, folder=uploads, tell=self.stdout.write)
        except (ArchiveError, UnfitError, PlaceError, BusyError) as problem:
            raise CommandError(str(problem)) from problem
        except (OSError, DatabaseError) as problem:
            raise CommandError(f"没有查成：{failures.in_words(problem)}。") from problem
        bookkeeping.log(Entry.Kind.BACKUP, file, "检查备份，完好")
        self.stdout.write(
            f"备份是好的：{manifest.rows} 行，{manifest.uploads.files} 个文件，用时 {time.monotonic() - start:.1f} 秒。"
        )
