"""manage.py backup FILE: back up the whole site while it runs."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from yanjiang.backups import bookkeeping, rotation, sizes
from yanjiang.backups.locks import BusyError
from yanjiang.backups.making import BackupError, back_up
from yanjiang.backups.manifest import BESIDE, INSIDE, NOWHERE
from yanjiang.lib import failures
from yanjiang.staff_log.models import Entry

REMEMBERED = timedelta(days=7)  # in which a loss of uploads is told


class Command(BaseCommand):
    help = "把整个网站备份成一个文件：数据库、上传的文件和每一项的校验码。网站照常运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="写到哪里；写一个文件夹，就按时间起名放在里面")
        uploads = parser.add_mutually_exclusive_group()
        uploads.add_argument("--without-uploads", action="store_true", help="不备份上传的文件")
        uploads.add_argument(
            "--to", type=Path, metavar="文件夹", help="上传的文件不放进备份，复制到这个文件夹；以前复制过的不再复制"
        )
        parser.add_argument(
            "--rotate",
            action="store_true",
            help="备份做好以后，文件夹里的旧备份只留 7 天每天一份、5 周每周一份、12 个月每月一份",
        )

    def handle(self, *, file: Path, without_uploads: bool, to: Path | None, rotate: bool, **options: Any) -> None:
        start, at = time.monotonic(), timezone.now()
        if rotate and not file.is_dir():
            raise CommandError("--rotate 要写一个文件夹：旧备份都在里面。")
        target = file / rotation.name_at(at) if file.is_dir() else file
        where = NOWHERE if without_uploads else BESIDE if to else INSIDE
        try:
            manifest = back_up(target, at=at, where=where, folder=to, tell=self.stdout.write)
        except (BackupError, BusyError) as problem:
            raise CommandError(str(problem)) from problem
        except (OSError, DatabaseError) as problem:
            raise CommandError(f"备份没有做成：{failures.in_words(problem)}。") from problem
        bookkeeping.log(Entry.Kind.BACKUP, target)
        uploads = manifest.uploads
        if where == NOWHERE:
            self.stdout.write("上传的文件没有备份。")
        else:
            self.stdout.write(f"上传的文件：{uploads.files} 个，{sizes.told(uploads.bytes)}。")
        size, seconds = sizes.told(target.stat().st_size), time.monotonic() - start
        self.stdout.write(f"备份好了：{target}，{size}，用时 {seconds:.1f} 秒。")
        if where != NOWHERE:
            _look_for_losses(uploads.files, at)
        for gone in rotation.rotate(file) if rotate else ():
            self.stdout.write(f"删掉了旧备份 {gone.name}。")


def _look_for_losses(files: int, at: datetime) -> None:
    """Keep older backups if half of the uploads are gone. Raises CommandError, which the unit tells ADMINS."""
    most = bookkeeping.most_uploads(since=at - REMEMBERED)
    if files * 2 < most:
        raise CommandError(
            f"备份做好了，可是上传的文件只有 {files} 个，一周里最多的一次备份有 {most} 个：看看是不是丢了。"
            "旧的备份都没有删。"
        )
