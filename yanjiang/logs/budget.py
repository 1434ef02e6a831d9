"""Bounds how many mails of errors leave this machine, over all its processes: by a locked file in VAR_DIR."""

import fcntl
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

INTERVAL = timedelta(hours=1)
MOST = 10  # mails in an interval, and one of each kind
KINDS = 200  # that are remembered


class Budget:
    """Which kinds of errors were told when, and how many were kept back since."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def claim(self, kind: str, at: float) -> int | None:
        """Return None if no mail may be sent now, or how many of this kind were kept back before this one.

        `at` is in seconds since 1970. Raises OSError if the file cannot be written.
        """
        with self._file.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
            file.seek(0)
            told = _read(file.read())
            answer = _claimed(told, kind, at)
            file.seek(0)
            file.truncate()
            file.write(json.dumps(dict(sorted(told.items(), key=lambda one: one[1]["at"])[-KINDS:])))
        return answer


def _claimed(told: dict[str, dict[str, float]], kind: str, at: float) -> int | None:
    start = at - INTERVAL.total_seconds()
    lately = sum(one["at"] > start for one in told.values())
    known = told.setdefault(kind, {"at": 0.0, "kept_back": 0})
    if known["at"] > start or lately >= MOST:
        known["kept_back"] += 1
        return None
    kept_back = int(known["kept_back"])
    told[kind] = {"at": at, "kept_back": 0}
    return kept_back


def _read(text: str) -> dict[str, dict[str, float]]:
    """Read the file. A file that a full disk cut short counts as none."""
    try:
        told: dict[str, Any] = json.loads(text or "{}")
        return {kind: {"at": float(one["at"]), "kept_back": int(one["kept_back"])} for kind, one in told.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
