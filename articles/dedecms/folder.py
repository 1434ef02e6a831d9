"""The folder of backups to import and of reports, with the lock that lets one import run at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import IO

from django.conf import settings

REPORTS = "reports"
TRIES, PAUSE = 20, 0.05  # of an import that begins: the lock is asked for that often, with pauses of seconds between


class BusyError(Exception):
    """Another import is running."""


def import_folder() -> Path:
    """Return the folder. It is made if it is missing."""
    folder: Path = settings.VAR_DIR / "import"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def choices() -> list[str]:
    """Return the names of all visible files and folders in it, except that of the reports."""
    found = (path for path in import_folder().iterdir() if not path.is_symlink() and not path.name.startswith("."))
    return sorted(path.name for path in found if path.name != REPORTS)


@contextmanager
def lock() -> Iterator[None]:
    """Hold the lock of imports, because two at once would import the same rows. Raises BusyError.

    The system releases the lock when a process is killed.
    """
    with (import_folder() / ".lock").open("w") as file:
        # `is_locked()` holds the lock for a moment, so one failure does not mean that an import runs.
        for _ in range(TRIES):
            if _hold(file, fcntl.LOCK_EX):
                break
            sleep(PAUSE)
        else:
            raise BusyError("另一个导入正在进行，请等它结束。")
        yield


def is_locked() -> bool:
    """Tell whether an import runs now, from the admin or from the command line."""
    with (import_folder() / ".lock").open("w") as file:
        return not _hold(file, fcntl.LOCK_SH)


def _hold(file: IO[str], kind: int) -> bool:
    """Take the lock until the file is closed, if that is possible at once; tell whether it was."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
