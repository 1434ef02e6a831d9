"""One run of an import: take the lock, open the dump, load it, write the report, build the search index."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.utils import timezone

from articles.dedecms import report, sinks
from articles.dedecms.dump import Dump, open_dump
from articles.dedecms.dump_files import readable_name
from articles.dedecms.folder import REPORTS, import_folder, lock
from articles.dedecms.load.site import import_site
from articles.dedecms.reading import Progress
from articles.dedecms.tally import Kind
from articles.old_urls.inbox import clear_inbox
from articles.projections import bulk
from yanjiang.lib import failures
from yanjiang.lib.stored import UploadsAwayError


@dataclass(frozen=True)
class Options:
    """The source of a run, and its options."""

    path: Path  # of the backup
    uploads: Path | None = None
    host: str = ""
    prefix: str | None = None  # of the tables, where the backup has several sites
    dry: bool = False
    report: Path | None = None


@dataclass(frozen=True)
class Imported:
    """The result of a run: the report as data, the paths of its files, and durations."""

    summary: dict[str, Any]
    report: Path
    data: Path
    dry: bool
    indexed: int  # articles that the search index lacked
    seconds: float  # from the start to the end of loading
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


class StoppedError(Exception):
    """The storage of the uploads went away, and another run goes on."""


def import_backup(options: Options, *, progress: Progress) -> Imported:
    """Import the rows that are not here yet. Raises DumpError, OtherSiteError, BusyError or StoppedError."""
    with lock():
        for left in import_folder().glob(".work-*"):
            shutil.rmtree(left)  # left by a run that was killed
        try:
            return _import(options, progress, timezone.now())
        except UploadsAwayError as problem:
            away = failures.in_words(problem)
            raise StoppedError(f"{away}，导入停下了。已导入的内容都在，再导入一次就会接着做") from problem


def _import(options: Options, progress: Progress, start: datetime) -> Imported:
    progress("检查备份", 0, 0)  # the whole backup is checked before anything is read
    dump = open_dump(options.path, prefix=options.prefix, work=import_folder())
    summary, page, data = _load(dump, options, progress, start)
    indexed, loaded = 0, timezone.now()
    if not options.dry:
        progress("整理未找到的地址", 0, 0)
        clear_inbox()
        loaded = timezone.now()
        indexed = _index(progress)
    seconds, index_seconds = (loaded - start).total_seconds(), (timezone.now() - loaded).total_seconds()
    return Imported(summary, page, data, options.dry, indexed, seconds, index_seconds)


def _load(dump: Dump, options: Options, progress: Progress, start: datetime) -> tuple[dict[str, Any], Path, Path]:
    """Load the dump, and write the report. Return its summary and its files, HTML and JSON."""
    target = (
        options.report
        or import_folder() / REPORTS / f"{start.astimezone():%Y%m%d-%H%M%S}-{readable_name(options.path.stem)}"
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        _comments(target, dry=options.dry) as comments,
        import_site(
            dump,
            sinks=sinks.registered(),
            now=start,
            uploads=options.uploads,
            host=options.host,
            dry=options.dry,
            work=import_folder(),
            comments=comments,
            progress=progress,
        ) as loaded,
    ):
        page, data = report.write(
            loaded.tally,
            target,
            site=str(loaded.origin),
            source=readable_name(str(options.path)),
            charset=loaded.origin.charset,
            dry=options.dry,
            finished=timezone.now(),
        )
        return report.summary(loaded.tally), page, data


@contextmanager
def _comments(target: Path, *, dry: bool) -> Iterator[IO[str] | None]:
    """Open the file for comments, one JSON object a line. It is deleted if there are none."""
    if dry:
        yield None
        return
    file = target.with_name(f"{target.stem}-comments.jsonl")
    with file.open("w", encoding="utf-8") as out:
        yield out
    if not file.stat().st_size:
        file.unlink()


def _index(progress: Progress) -> int:
    """Write pairs and search index of articles that lack them, and return how many the index lacked."""
    for what, build in (("整理相关文章", bulk.build_pairs), ("建立搜索索引", bulk.build_search)):
        progress(what, 0, 0)
        indexed = build(partial(progress, what))
    if indexed:
        _analyze()
    return indexed


def _analyze() -> None:
    """Update the database's statistics, which the query planner uses."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")  # read only a sample, because it blocks other writers
        cursor.execute("ANALYZE")
