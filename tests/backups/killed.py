"""Run `manage.py restore` and kill it at a named moment: python -m tests.backups.killed MOMENT FILE SCHEMA."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from tests.backups.sites import Schema  # noqa: E402
from yanjiang.backups import loading, places, restoring, staging  # noqa: E402

# Moment -> what is called there, in the order of a restore.
MOMENTS: dict[str, tuple[Any, str]] = {
    "loading": (loading, "_compare"),
    "before files are added": (staging, "add"),
    "before the switch": (places.backend(), "take_over"),
    "after the switch": (staging, "finish"),
    "while old files are put aside": (staging, "_put_aside"),
    "before the folder is removed": (staging, "remove"),
    "search": (restoring, "build_search"),
}


def die(*_words: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    moment, file, tables = sys.argv[1:]
    schema = Schema(Path(tables))
    setattr(loading, "_migrate_to", lambda _manifest: schema.copy())  # noqa: B010
    setattr(*MOMENTS[moment], die)
    call_command("restore", file, "--replace")
