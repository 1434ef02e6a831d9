"""Work ahead in a thread, or in a process that never outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from yanjiang.lib.ahead import WORTH_A_PROCESS, worker

KILLED = """
import os, signal
from yanjiang.lib.ahead import WORTH_A_PROCESS, worker
with worker(WORTH_A_PROCESS) as ahead:
    print(ahead.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
WITHIN = 20  # seconds


def title_field() -> str:
    from articles.models import Article

    return str(Article._meta.get_field("title").verbose_name)


def test_little_is_done_in_this_process() -> None:
    with worker(WORTH_A_PROCESS - 1) as ahead:
        assert ahead.submit(os.getpid).result() == os.getpid()


def test_much_is_done_in_another_that_knows_the_models() -> None:
    with worker(WORTH_A_PROCESS) as ahead:
        assert ahead.submit(os.getpid).result() != os.getpid()
        assert ahead.submit(title_field).result() == "标题"


def test_an_interruption_of_the_waiting_thread_leaves_the_work_to_be_finished() -> None:
    with worker(WORTH_A_PROCESS) as ahead:
        os.kill(ahead.submit(os.getpid).result(), signal.SIGINT)
        assert ahead.submit(title_field).result() == "标题"


def test_a_killed_process_leaves_no_worker() -> None:
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", KILLED], cwd=root, stdout=subprocess.PIPE, text=True) as killed:
        pid = int(killed.stdout.readline())  # type: ignore[union-attr]
    assert killed.returncode == -signal.SIGKILL
    until = time.monotonic() + WITHIN
    while _is_running(pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # a zombie: it has ended, and nobody has waited for it
