"""Adds up the counts of all workers of one server, by a file of each in a folder in memory.

A worker writes its counts once a second. The files by which prometheus-client itself adds up processes take 7 µs for
each request in place of 1.5, and a full disk ends the process that writes them.
"""

import json
import os
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from django.conf import settings

from yanjiang.metrics import tally
from yanjiang.metrics.tally import Tally

EVERY = 1.0  # seconds: a worker that is killed takes the counts of so long with it
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (the folder inside is this user's alone)
PREFIX = "yanjiang-metrics"

_writing = Lock()


class _Process:
    """The file of this process. Commands have none: they answer nobody, and end before they could be asked."""

    file: Path | None = None


def begin() -> None:
    """Share the counts of this worker from now on. Called once, when a server's worker starts."""
    if not settings.METRICS_TOKEN or _Process.file:
        return
    parent = os.getppid()
    folder = _base() / f"{PREFIX}-{os.getuid()}-{parent}-{_started(parent)}"
    _remove_those_of_servers_that_ended()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    # A process number may come again: its start makes the name unique.
    _Process.file = folder / f"{os.getpid()}-{_started(os.getpid())}.json"
    Thread(target=_write_each_second, args=[_Process.file], name="metrics", daemon=True).start()


def total() -> Tally:
    """Return the counts of all workers, those that have ended included. This worker's are counted to this moment."""
    if not _Process.file:
        return tally.own()
    _write(_Process.file)
    added = Tally()
    for file in _Process.file.parent.glob("*.json"):
        added.add(_read(file))
    return added


def _base() -> Path:
    return IN_MEMORY if IN_MEMORY.is_dir() else settings.VAR_DIR


def _started(pid: int) -> str:
    """Return the time at which a process started, in ticks since the boot (Linux, proc(5)); "" if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _remove_those_of_servers_that_ended() -> None:
    for folder in _base().glob(f"{PREFIX}-{os.getuid()}-*-*"):
        pid, started = folder.name.rsplit("-", 2)[1:]
        if not started or _started(int(pid)) != started:
            shutil.rmtree(folder, ignore_errors=True)


def _write_each_second(file: Path) -> None:
    while _Process.file == file:
        with suppress(OSError):  # no room: the next second tries again
            _write(file)
        sleep(EVERY)


def _write(file: Path) -> None:
    """Write whole or not at all: another worker may be reading. One thread at a time, so that the newest stays."""
    with _writing:
        own = tally.own()
        told = {
            "requests": [[*key, cells] for key, cells in own.requests.items()],
            "counts": [[*key, number] for key, number in own.counts.items()],
        }
        new = file.with_suffix(".new")
        new.write_text(json.dumps(told))
        new.replace(file)


def _read(file: Path) -> Tally:
    told = json.loads(file.read_text())
    return Tally(
        {(kind, status, page_cache): cells for kind, status, page_cache, cells in told["requests"]},
        Counter({(name, label): number for name, label, number in told["counts"]}),
    )
