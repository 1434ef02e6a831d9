"""Imports that are started in the admin: a process of its own does the work and says in its row how far it is."""

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
from articles.dedecms.load.origin import OtherSiteError
from articles.models import ImportRun
from yanjiang.home.moving import BusyError, Move, Moved, import_folder, is_moving

EVERY = 1.0  # seconds between two writes of the progress
BEGINS_WITHIN = timedelta(minutes=1)
NOT_SITES = ("reports",)

logger = logging.getLogger(__name__)


def choices() -> list[str]:
    """Return the names of what lies in the folder of imports, but for what is ours."""
    found = (path for path in import_folder().iterdir() if not path.is_symlink() and not path.name.startswith("."))
    return sorted(path.name for path in found if path.name not in NOT_SITES)


def start(run: ImportRun, *, dry: bool) -> None:
    """Start a run's process, dry or for good."""
    run.is_dry, run.state, run.step, run.done, run.total = dry, ImportRun.State.WAITING, "", 0, 0
    run.message, run.alive_at = "", timezone.now()
    run.save()
    # What was typed may begin with a dash: name and value are one word.
    words = ["import_dedecms", str(import_folder() / run.folder), f"--old-host={run.host}", f"--run={run.pk}"]
    if run.uploads:
        words.append(f"--uploads={import_folder() / run.uploads}")
    if run.prefix:
        words.append(f"--prefix={run.prefix}")
    words += ["--dry-run"] if dry else []
    transaction.on_commit(lambda: _begin(words))  # the process reads and writes the row


def is_under_way(run: ImportRun, at: datetime) -> bool:
    """Tell whether a process works on it or will in a moment; one that was killed holds no lock."""
    if run.state == ImportRun.State.RUNNING:
        return is_moving()
    return run.state == ImportRun.State.WAITING and run.alive_at is not None and at - run.alive_at < BEGINS_WITHIN


def work(pk: int, move: Move) -> Moved:
    """Do the work of a run, in its process. What stops it is written into its row, and raised."""
    teller = _Teller(pk)
    try:
        moved = move.run(progress=teller.tell)
    except (DumpError, OtherSiteError, BusyError) as problem:
        teller.write(state=ImportRun.State.FAILED, message=f"{str(problem).rstrip('。')}。")
        raise
    except BaseException:
        logger.exception("The import run %s ended early", pk)
        teller.write(
            state=ImportRun.State.FAILED, message="导入意外停止，详情在服务器的日志里。已导入的内容都在，可以继续。"
        )
        raise
    teller.write(
        state=ImportRun.State.CHECKED if move.dry else ImportRun.State.DONE,
        report={**moved.summary, "files_written": [str(moved.report), str(moved.data)]},
    )
    return moved


class _Teller:
    """Writes a run's progress into its row, not more often than somebody could read it."""

    def __init__(self, pk: int) -> None:
        self._run, self._last = ImportRun.objects.filter(pk=pk), 0.0

    def tell(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= EVERY or done == total:
            self._last = now
            self.write(state=ImportRun.State.RUNNING, step=step, done=done, total=total)

    def write(self, **values: Any) -> None:
        self._run.update(**values, alive_at=timezone.now())


def _begin(words: list[str]) -> None:
    process = _spawn(words)
    threading.Thread(
        target=process.wait, daemon=True
    ).start()  # who is never waited for stays in the table of processes


def _spawn(words: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *words]
    with (import_folder() / ".log").open("ab") as log:
        # A session of its own: the server that started it may end before it.
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
