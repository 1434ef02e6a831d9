"""A PostgreSQL of the test's own, to be killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.server import free_port

# The server's defaults are unfavourable on purpose: commits do not wait for the disk, and the time zone is another.
# Without vacuum, deleted rows leave no room for new ones, so a limit on the size of files is reached at once.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
synchronous_commit = off
timezone = 'America/New_York'
max_connections = 200
shared_buffers = 32MB
restart_after_crash = off
autovacuum = off
"""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass
class Cluster:
    bin: Path
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="yanjiang-cluster-")))
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def own(self) -> None:
        """Give the folder to the user that PostgreSQL runs as. It refuses to run as root."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")

    def make(self) -> None:
        self.own()
        # Small files of the log, so that a limit on the size of files does not meet these first.
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--wal-segsize=1", "-N")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{CONFIGURATION}port = {self.port}\nunix_socket_directories = ''\n")
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log", "start")

    def pids(self) -> list[int]:
        """Return the server's process and all of its children."""
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]

    def kill(self) -> None:
        """Kill all processes at once, so that everything held only in memory is lost."""
        killed = self.pids()
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 30
        while any(_is_alive(pid) for pid in killed):
            assert time.monotonic() < end
            time.sleep(0.01)
        # Where nobody collects the dead, their numbers look alive to the next server.
        (self.data / "postmaster.pid").unlink()

    def limit_files(self, size: int) -> None:
        """Let no file of the server grow beyond that size; -1 for any."""
        # As the server's own user: not even root may everywhere.
        for pid in self.pids():
            subprocess.run(
                [*_as_postgres(), "prlimit", "--pid", str(pid), f"--fsize={size if size >= 0 else 'unlimited'}:"],
                cwd="/",
                stderr=subprocess.DEVNULL,  # some end meanwhile
            )

    def remove(self) -> None:
        with contextlib.suppress(OSError):
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [*_as_postgres(), self.bin / program, *words],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr


def _as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
