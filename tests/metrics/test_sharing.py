"""The counts of several workers are added up, and a new server begins at zero."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest import MonkeyPatch
from pytest_django import Settings

from yanjiang.metrics import sharing, tally

ROOT = Path(__file__).resolve().parents[2]
# A worker beside this process: it counts, writes its file, and ends.
WORKER = """
import django, pathlib, sys
django.setup()
from yanjiang.metrics import sharing, tally
sharing.IN_MEMORY = pathlib.Path(sys.argv[1])
sharing.begin()
tally.count(tally.SEARCHES, "yes")
tally.request("/", 200, "kept", 0.0002)
sharing.total()
"""


@pytest.fixture
def worker(settings: Settings, monkeypatch: MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Make this process a worker of a server. Returns the folder for the servers' folders."""
    settings.METRICS_TOKEN = "a-token-that-nobody-guesses"
    folder = tmp_path / "shm"
    folder.mkdir()
    monkeypatch.setattr(sharing, "IN_MEMORY", folder)
    tally.clear()
    yield folder
    sharing._Process.file = None
    tally.clear()


def run_another(base: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yanjiang.settings",
        "METRICS_TOKEN": "a-token-that-nobody-guesses",
    }
    subprocess.run([sys.executable, "-c", WORKER, str(base)], cwd=ROOT, env=environment, check=True)


def as_if_started_by_us(monkeypatch: MonkeyPatch) -> None:
    """The worker of the other process has this process as its parent."""
    monkeypatch.setattr(os, "getppid", os.getpid)


def test_the_counts_of_all_workers_are_added_up(worker: Path, monkeypatch: MonkeyPatch) -> None:
    as_if_started_by_us(monkeypatch)
    sharing.begin()
    for _ in range(2):
        tally.count(tally.SEARCHES, "yes")
    tally.request("/", 200, "kept", 0.004)
    run_another(worker)
    run_another(worker)
    total = sharing.total()
    assert total.counts == {(tally.SEARCHES, "yes"): 4}
    assert total.requests["home", 200, "kept"][:3] == [2, 0, 1]


def test_the_folder_of_a_server_that_ended_is_removed(worker: Path) -> None:
    ended = worker / f"yanjiang-metrics-{os.getuid()}-1-0"
    ended.mkdir()
    (ended / "1-1.json").write_text("{}")
    sharing.begin()
    assert not ended.exists()
    assert len(list(worker.iterdir())) == 1
    assert next(worker.iterdir()).stat().st_mode & 0o777 == 0o700


def test_a_site_without_a_token_shares_nothing(worker: Path, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    sharing.begin()
    assert list(worker.iterdir()) == []
