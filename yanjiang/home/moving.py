"""One import from end to end: the lock, the dump, the load, the report, the search index behind it."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles.dedecms import report
from articles.dedecms.accounts import Kind
from articles.dedecms.dump import open_dump
from articles.dedecms.load.site import import_site
from articles.dedecms.sources import shown
from articles.fallback import clear_inbox
from articles.projections import bulk
from yanjiang.home.moving_in import Furnishings

Progress = Callable[[str, int, int], None]  # step, done, total (0 where nobody knows)


class BusyError(Exception):
    """Another import is running."""


@dataclass(frozen=True)
class Moved:
    """What came of it: the report as data, and where it was written."""

    summary: dict[str, Any]
    report: Path
    data: Path
    dry: bool
    indexed: int  # articles that the search index had not had
    seconds: float  # until all was loaded
    index_seconds: float

    @property
    def in_words(self) -> str:
        damaged = self.summary["damaged"]
        warning = f"注意：备份不完整，有 {damaged} 处读不到，见报告里的“{Kind.DAMAGED.value}”。\n" if damaged else ""
        verb = "试运行完毕，将新增" if self.dry else "导入完毕，新增"
        closes = "每张表的行数都对得上" if self.summary["closes"] else "有的表行数对不上"
        return (
            f"{warning}{verb} {self.summary['added']} 行，隔离 {self.summary['quarantined']} 行，{closes}；"
            f"用时 {self.seconds:.0f} 秒{self._index_in_words}。\n报告：{self.report}\n      {self.data}"
        )

    @property
    def _index_in_words(self) -> str:
        return f"，为 {self.indexed} 篇建立搜索索引又用 {self.index_seconds:.0f} 秒" if self.indexed else ""


@dataclass(frozen=True)
class Move:
    """What to import, and how."""

    path: Path
    uploads: Path | None = None
    host: str = ""
    prefix: str | None = None  # of the tables, where the backup has several sites
    dry: bool = False
    report: Path | None = None

    def run(self, *, progress: Progress) -> Moved:
        """Import what is not here yet. Raises DumpError, OtherSiteError or BusyError, with a message for people."""
        with _alone():
            for left in import_folder().glob(".work-*"):
                shutil.rmtree(left)  # of an import that was killed
            return self._run(progress, timezone.now())

    def _run(self, progress: Progress, start: datetime) -> Moved:
        progress("检查备份", 0, 0)  # the whole of it, before anything is read
        dump = open_dump(self.path, prefix=self.prefix, work=import_folder())
        target = (
            self.report or import_folder() / "reports" / f"{start.astimezone():%Y%m%d-%H%M%S}-{shown(self.path.stem)}"
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            _comments(target, dry=self.dry) as comments,
            import_site(
                dump,
                sinks=Furnishings(dry=self.dry),
                now=start,
                uploads=self.uploads,
                host=self.host,
                dry=self.dry,
                work=import_folder(),
                comments=comments,
                progress=progress,
            ) as imported,
        ):
            about = {
                "site": str(imported.origin),
                "source": shown(str(self.path)),
                "charset": imported.origin.charset,
                "dry": self.dry,
                "finished": timezone.now(),
            }
            page, data = report.write(imported.accounts, target, **about)
            summary = report.summary(imported.accounts)
        if not self.dry:
            progress("整理未找到的地址", 0, 0)
            clear_inbox()
        loaded = timezone.now()
        indexed = 0 if self.dry else _index(progress)
        if indexed:
            _analyze()
        seconds, index_seconds = (loaded - start).total_seconds(), (timezone.now() - loaded).total_seconds()
        return Moved(summary, page, data, self.dry, indexed, seconds, index_seconds)


def import_folder() -> Path:
    """Return the folder where old sites are put for the admin, and reports are kept."""
    folder: Path = settings.VAR_DIR / "import"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_moving() -> bool:
    """Tell whether an import runs now, by whatever way it was started."""
    try:
        with _alone():
            return False
    except BusyError:
        return True


def _index(progress: Progress) -> int:
    for what, build in (("整理相关文章", bulk.build_pairs), ("建立搜索索引", bulk.build_search)):
        progress(what, 0, 0)
        indexed = build(partial(progress, what))
    return indexed


@contextmanager
def _comments(target: Path, *, dry: bool) -> Iterator[IO[str] | None]:
    """Open the file that comments go to, a JSON object a line; it is gone again where there are none."""
    if dry:
        yield None
        return
    file = target.with_name(f"{target.stem}-comments.jsonl")
    with file.open("w", encoding="utf-8") as out:
        yield out
    if not file.stat().st_size:
        file.unlink()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one import run at a time: two would both take what is not here yet. A killed process leaves no lock."""
    with (import_folder() / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("另一个导入正在进行，请等它结束。") from error
        yield


def _analyze() -> None:
    """Let the database look at what it now holds: it plans its queries by that."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")  # a sample: others who write wait for it
        cursor.execute("ANALYZE")
