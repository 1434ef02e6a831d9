"""manage.py import_dedecms PATH: import an old site."""

import os
import time
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from articles.dedecms import runs
from articles.dedecms.dump import DumpError
from articles.dedecms.folder import BusyError
from articles.dedecms.importing import Imported, Options, StoppedError, import_backup
from articles.dedecms.load.origin import OtherSiteError
from articles.dedecms.models import ImportRun
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

WIDTH = 30  # of the bar, in characters
EVERY = 0.2  # seconds between two updates of the bar


class Command(BaseCommand):
    help = "导入一个 DedeCMS 网站。可以中断，再次运行会继续；已导入的内容和在本站的修改不会被覆盖。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="备份所在的文件夹，或一个 .sql、.gz、.zip 文件")
        parser.add_argument("--uploads", type=Path, metavar="DIR", help="旧站的 uploads 文件夹")
        parser.add_argument("--old-host", default="", metavar="HOST", help="旧站的域名；默认取备份里的设置")
        parser.add_argument("--prefix", metavar="PREFIX", help="旧站数据表的前缀，例如 dede_；备份里有几个网站时要给出")
        parser.add_argument("--dry-run", action="store_true", help="只检查和报告，不写入任何内容")
        parser.add_argument("--run", type=int, help=SUPPRESS)  # the id of a run that was started in the admin
        parser.add_argument("--report", type=Path, metavar="FILE", help="报告的文件名；默认放在 var/import/reports 里")

    def handle(
        self,
        *,
        path: Path,
        uploads: Path | None,
        old_host: str,
        prefix: str | None,
        dry_run: bool,
        report: Path | None,
        run: int | None,
        **options: Any,
    ) -> None:
        _refuse_other_user()
        if uploads and not uploads.is_dir():
            raise CommandError(f"没有这个文件夹：{uploads}")
        chosen = Options(path=path, uploads=uploads, host=old_host, prefix=prefix, dry=dry_run, report=report)
        bar = ProgressBar(self.stderr)
        with _logged(chosen, run):
            imported = self._import(chosen, run, bar)
        self.stdout.write(imported.in_words)

    def _import(self, chosen: Options, run: int | None, bar: "ProgressBar") -> Imported:
        try:
            return runs.work(run, chosen) if run else import_backup(chosen, progress=bar.show)
        except (DumpError, OtherSiteError, BusyError, StoppedError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("已中断。已导入的内容都在；再运行一次同样的命令就会继续。") from None
        finally:
            bar.close()


@contextmanager
def _logged(chosen: Options, run: int | None) -> Iterator[None]:
    """Log the beginning and the end of an import. The admin has logged the beginning of a run that it started."""
    known = ImportRun.objects.filter(pk=run).select_related("started_by").first() if run else None
    origin, what = Origin(known.started_by if known else None), "试运行" if chosen.dry else "导入"

    def tell(details: str) -> None:
        record(origin, Entry.Kind.IMPORT, subject="旧站导入", title=chosen.path.name, details=details)

    if known is None:
        tell(f"开始{what}")
    try:
        yield
    except BaseException:
        tell(f"{what}没有完成")
        raise
    tell(f"{what}完成")


def _refuse_other_user() -> None:
    """Refuse to leave files that the site's own user cannot write later. Raises CommandError."""
    folder = settings.VAR_DIR
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        name = folder.owner()
        raise CommandError(f"{folder} 属于用户 {name}，请由他运行：runuser -u {name} -- .venv/bin/python manage.py …")


class ProgressBar:
    """A progress bar, shown only on a terminal."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out, self._last, self._step = out, 0.0, ""

    def show(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._out.isatty() or (now - self._last < EVERY and step == self._step and done != total):
            return
        if self._step not in ("", step):
            self._out.write("")
        self._last, self._step = now, step
        full = WIDTH * done // total if total else 0
        bar = f"[{'█' * full}{'·' * (WIDTH - full)}] {done}/{total}" if total else f"{done or ''}"
        self._out.write(f"\r{step} {bar}", ending="")
        self._out.flush()

    def close(self) -> None:
        if self._step:
            self._out.write("")
