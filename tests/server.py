"""The site as in production: granian with workers on a separate port and database, to be killed by tests."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running site. `start()` it before, `stop()` it after."""

    database_url: str
    folder: Path
    workers: int = 4
    target: str = "yanjiang.rsgi:application"
    log: str = "server.log"
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.folder),
            "TRUSTED_PROXIES": "127.0.0.1",
            "HITS_PER_MINUTE": "1000000",
            "THREADS": "24",
            **self.extra,
        }

    @property
    def command(self) -> list[str]:
        words = ["--interface", "rsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws", self.target]
        respawn = ["--respawn-failed-workers", "--respawn-interval", "0.1"]
        return [sys.executable, "-m", "granian", "--workers", str(self.workers), *respawn, *words]

    def manage(self, *words: str, **extra: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**self.environment, **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, timeout: float = 300, **extra: str) -> str:
        """Run a command of manage.py to its end. Return its output."""
        process = self.manage(*words, **extra)
        out, errors = process.communicate(timeout=timeout)
        assert process.returncode == 0, errors
        return out

    def start(self) -> None:
        (self.folder / "static").mkdir(exist_ok=True)
        with (self.folder / self.log).open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()
        # A test that kills the only listening worker would leave none to answer.
        end = time.monotonic() + 60
        while self._listening() < self.workers:
            assert time.monotonic() < end, (self.folder / self.log).read_text()[-2000:]
            time.sleep(0.02)

    def wait(self, seconds: float = 60) -> None:
        """Wait until it answers."""
        end = time.monotonic() + seconds
        while self.get("/healthz") != 200:
            assert time.monotonic() < end, (self.folder / self.log).read_text()[-2000:]
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill all of it at once, as a power cut would."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def worker_pids(self) -> list[int]:
        """Return the workers that live, the oldest first."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [pid for _, pid in sorted((_started(int(pid)), int(pid)) for pid in children if _serves(int(pid)))]

    def kill_worker(self) -> None:
        """Kill the oldest worker: granian gives up if the one that it started last dies within 5.5 s."""
        os.kill(self.worker_pids()[0], signal.SIGKILL)

    def _listening(self) -> int:
        """Return how many processes listen: each worker has a socket of its own (proc(5), /proc/net/tcp)."""
        sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(own.endswith(f":{self.port:04X}") and state == "0A" for _, own, _, state, *_ in sockets)

    def get(self, path: str) -> int | None:
        """Return the status of an answer, None if there is none."""
        return self.ask("GET", path)[0]

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> tuple[int | None, bytes]:
        """Return status and body of an answer, None and nothing if there is none. X_Name is the header X-Name."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            try:
                connection.request(method, path, body, {"User-Agent": AGENT, **names})
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                return None, b""

    def hit(self, article: int, *, event: str = "", address: str = "203.0.113.1", **headers: str) -> int | None:
        """Report a view; return the status, None if there was no answer."""
        body = json.dumps({"event": event or str(uuid.uuid4())})
        return self.ask("POST", f"/hits/{article}/", body, X_Forwarded_For=address, **headers)[0]

    def report(self, article: int, *, event: str = "", **headers: str) -> int:
        """Report a view as the page does: the same event again, for 10 s, while nothing answers as a worker died."""
        event, end = event or str(uuid.uuid4()), time.monotonic() + 10
        while (status := self.hit(article, event=event, **headers)) is None:
            assert time.monotonic() < end, "no answer"
            time.sleep(0.05)
        return status


def _serves(pid: int) -> bool:
    """Tell whether a process is a worker that lives, and not multiprocessing's keeper of semaphores."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return bool(command) and b"resource_tracker" not in command  # the dead that nobody collected yet have none


def _started(pid: int) -> int:
    """Return when a process started, in ticks of the clock (proc(5), /proc/pid/stat, field 22)."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
