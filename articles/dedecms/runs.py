"""Runs that are started in the admin. The process of a run does its work, and writes its progress into its row."""

import logging
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.dedecms.dump import DumpError
from articles.dedecms.folder import BusyError, import_folder, is_locked
from articles.dedecms.importing import Imported, Options, StoppedError, import_backup
from articles.dedecms.load.origin import OtherSiteError
from articles.dedecms.models import ImportRun

EVERY = 1.0  # seconds between two writes of the progress
BEGINS_WITHIN = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def start(run: ImportRun, *, dry: bool) -> None:
    """Start the process of a run, either a dry run or the import."""
    run.is_dry, run.state, run.step, run.done, run.total = dry, ImportRun.State.WAITING, "", 0, 0
    run.message, run.alive_at = "", timezone.now()
    run.save()
    # Name and value are one argument, because a typed value may begin with a dash.
    words = ["import_dedecms", str(import_folder() / run.folder), f"--old-host={run.host}", f"--run={run.pk}"]
    if run.uploads:
        words.append(f"--uploads={import_folder() / run.uploads}")
    if run.prefix:
        words.append(f"--prefix={run.prefix}")
    words += ["--dry-run"] if dry else []
    transaction.on_commit(lambda: _begin(words))  # the process reads and writes the row


def is_under_way(run: ImportRun, at: datetime) -> bool:
    """Tell whether a process works on the run, or will in a moment. A killed process holds no lock."""
    if run.state == ImportRun.State.RUNNING:
        return is_locked()
    return run.state == ImportRun.State.WAITING and run.alive_at is not None and at - run.alive_at < BEGINS_WITHIN


def work(pk: int, options: Options) -> Imported:
    """Do the work of a run in its process. An error is written into its row, and raised again."""
    row = _Row(pk)
    try:
        imported = import_backup(options, progress=row.show)
    except (DumpError, OtherSiteError, BusyError, StoppedError) as problem:
        row.write(state=ImportRun.State.FAILED, message=f"{str(problem).rstrip('。')}。")
        raise
    except BaseException:
        logger.exception("The import run %s ended early", pk)
        row.write(
            state=ImportRun.State.FAILED, message="导入意外停止，详情在服务器的日志里。已导入的内容都在，可以继续。"
        )
        raise
    row.write(
        state=ImportRun.State.CHECKED if options.dry else ImportRun.State.DONE,
        report={**imported.summary, "files_written": [str(imported.report), str(imported.data)]},
    )
    return imported


class _Row:
    """The row of a run. Its progress is written at most once every `EVERY` seconds."""

    def __init__(self, pk: int) -> None:
        self._run, self._last = ImportRun.objects.filter(pk=pk), 0.0

    def show(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= EVERY or done == total:
            self._last = now
            self.write(state=ImportRun.State.RUNNING, step=step, done=done, total=total)

    def write(self, **values: Any) -> None:
        self._run.update(**values, alive_at=timezone.now())


def _begin(words: list[str]) -> None:
    process = _spawn(words)
    # The finished process would stay a zombie without wait().
    threading.Thread(target=process.wait, daemon=True).start()


def _spawn(words: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *words]
    with (import_folder() / ".log").open("ab") as log:
        # The process has its own session, because the server that started it may end first.
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
