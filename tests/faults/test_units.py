"""The unit files stop all processes that they started, except an import that was started in the admin."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.articles.dedecms.backups import write_backup
from tests.articles.dedecms.imports import site as old_site
from tests.faults.conftest import Stage
from tests.faults.editor import SESSION, Admin, Editor
from tests.units import UnitSite, ended, process_of, unit

CHOICE = {"folder": "jiuzhan", "uploads": "", "host": "", "prefix": ""}


@pytest.fixture
def site(running: Stage) -> Iterator[UnitSite]:
    """The site on the database of the others, started as the unit says."""
    started = UnitSite(running.site.database_url, running.site.folder, extra=running.site.extra)
    try:
        started.start()
        yield started
    finally:
        started.stop()


def test_the_units_read_as_systemd_reads_them() -> None:
    service = unit("yanjiang.service")["Service"]
    jobs = ("hits", "daily", "backup", "failed@")
    for found in (service, *(unit(f"yanjiang-{job}.service")["Service"] for job in jobs)):
        assert (found["User"], found["WorkingDirectory"]) == ("yanjiang", "/srv/yanjiang")
        assert found["EnvironmentFile"] == "-/srv/yanjiang/.env"
        assert found["ExecStart"].startswith("/srv/yanjiang/.venv/bin/")
        assert (found["ProtectSystem"], found["ReadWritePaths"]) == ("strict", "/srv/yanjiang/var")
    assert service["Restart"] == "always"
    # systemd waits longer than granian does for its workers.
    words = service["ExecStart"].split()
    assert int(service["TimeoutStopSec"]) > int(words[words.index("--workers-kill-timeout") + 1].rstrip("s"))
    assert unit("yanjiang.service")["Install"]["WantedBy"] == "multi-user.target"
    for timer in ("hits", "daily", "backup"):
        assert unit(f"yanjiang-{timer}.timer")["Install"]["WantedBy"] == "timers.target"
    assert unit("yanjiang-hits.timer")["Timer"]["OnCalendar"] == "minutely"


def test_a_unit_that_fails_is_told_by_mail() -> None:
    for name in ("yanjiang", "yanjiang-hits", "yanjiang-daily", "yanjiang-backup"):
        assert unit(f"{name}.service")["Unit"]["OnFailure"] == "yanjiang-failed@%n.service"
    told = unit("yanjiang-failed@.service")
    assert told["Service"]["ExecStart"].endswith("/python manage.py tell_failure %i")
    assert "OnFailure" not in told["Unit"]


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["asked to end", "killed"])
def test_no_worker_outlives_the_first_process(site: UnitSite, number: signal.Signals) -> None:
    workers = site.worker_pids()
    assert len(workers) == 2
    site.ends(number)
    assert ended(workers, seconds=2)
    assert site.get("/healthz") is None
    site.start()
    assert not set(site.worker_pids()) & set(workers)
    assert site.get("/healthz") == 200


@pytest.mark.faults
def test_an_import_that_was_started_in_the_admin_lives_on(site: UnitSite) -> None:
    write_backup(site.folder / "import" / "jiuzhan", old_site())
    editor = Editor(site)

    def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int | None, bytes]:
        return site.ask(method, path, body or None, **{name.replace("-", "_"): headers[name] for name in headers})

    def state() -> Any:
        return editor.do("from articles.dedecms.models import ImportRun\ntold = ImportRun.objects.latest('pk').state")

    try:
        admin = Admin(ask, editor.do(SESSION), f"http://127.0.0.1:{site.port}")
        assert admin.post("/admin/dedecms/importrun/add/", CHOICE) == 302
        importing = process_of("manage.py import_dedecms .*jiuzhan")
        assert importing
        os.kill(importing, signal.SIGSTOP)  # it is at work while the site is started anew
        site.ends(signal.SIGKILL)
        site.start()
        assert state() in ("waiting", "running")
        os.kill(importing, signal.SIGCONT)
        end = time.monotonic() + 60
        while state() in ("waiting", "running"):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert state() == "checked"
    finally:
        editor.end()
