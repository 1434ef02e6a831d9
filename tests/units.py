"""Start the site as its unit file says, without systemd."""

import os
import re
import shlex
import signal
import sys
import time
from configparser import ConfigParser
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.server import ROOT, Site

UNITS = ROOT / "yanjiang" / "deploy"


def unit(name: str) -> ConfigParser:
    """Read a unit file. Its comments are lines of their own."""
    found = ConfigParser(interpolation=None, comment_prefixes=("#", ";"), strict=True)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string((UNITS / name).read_text())
    return found


@dataclass
class UnitSite(Site):
    """A site that is started and stopped as yanjiang.service says, on a separate port."""

    workers: int = 2
    log: str = "unit.log"

    @property
    def service(self) -> dict[str, str]:
        return dict(unit("yanjiang.service")["Service"])

    @property
    def environment(self) -> dict[str, str]:
        own = dict(word.partition("=")[::2] for word in shlex.split(self.service.get("Environment", "")))
        return {**own, **super().environment}

    @property
    def command(self) -> list[str]:
        words = shlex.split(self.service["ExecStart"])
        assert words[0].startswith("/srv/yanjiang/.venv/bin/")
        assert words[words.index("--port") + 1] == "8000"
        assert words[words.index("--workers") + 1] == str(self.workers)
        words[0] = str(Path(sys.executable).with_name(Path(words[0]).name))
        words[words.index("--port") + 1] = str(self.port)
        return words

    def ends(self, number: signal.Signals) -> None:
        """Stop the site by a signal to the processes that KillMode names, as systemd does, and wait."""
        assert self.process
        everybody = descendants(self.process.pid)
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        self.process = None
        if self.service["KillMode"] != "process":
            for pid in everybody:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> set[int]:
    """Return the processes that a process started, and those that they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    found, new = set[int](), {pid}
    while new := {child for child, parent in parents.items() if parent in new} - found:
        found |= new
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def ended(pids: list[int], *, seconds: float) -> bool:
    """Wait until these processes have ended, not longer than that."""
    end = time.monotonic() + seconds
    while any(map(is_alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(is_alive, pids))


def process_of(words: str) -> int | None:
    """Return the number of a process whose command has these words."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if re.search(words, command.read_bytes().replace(b"\0", b" ").decode(errors="replace")):
                return int(command.parent.name)
    return None
