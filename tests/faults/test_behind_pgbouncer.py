"""The portal behind pgbouncer with the shipped file: each transaction gets another of three sessions."""

import configparser
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.articles.admin.forms import typed
from tests.conftest import answers
from tests.faults.cluster import Cluster
from tests.faults.conftest import Stage, needed
from tests.faults.editor import SESSION, Admin
from tests.faults.load import readers
from tests.server import ROOT, Site, free_port

pytestmark = pytest.mark.faults

PAGES = ("/", "/yanjiang/", "/search/?q=%E8%87%B4%E8%BE%9E", "/feed/", "/sitemap.xml", "/tags/")


@dataclass
class Pool:
    cluster: Cluster
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="yanjiang-pool-")))
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/yanjiang"

    def start(self) -> None:
        file = self.folder / "pgbouncer.ini"
        with file.open("w") as opened:
            self._configuration().write(opened)
        (self.folder / "users").write_text('"postgres" ""\n')
        user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
        for path in (self.folder, *self.folder.iterdir()):
            if user:
                shutil.chown(path, user)
        log = self.folder / "log"
        with log.open("ab") as opened:
            self.process = subprocess.Popen(["pgbouncer", str(file)], user=user, stdout=opened, stderr=opened)
        end = time.monotonic() + 20
        while not answers(self.url, self.port):
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.02)

    def _configuration(self) -> configparser.ConfigParser:
        """Return the shipped file with addresses, users and a number of sessions of the test's own."""
        shipped = configparser.ConfigParser()
        shipped.read(ROOT / "yanjiang" / "deploy" / "pgbouncer.ini")
        shipped["databases"] = {"yanjiang": f"host=127.0.0.1 port={self.cluster.port} dbname=postgres"}
        own = {"listen_addr": "127.0.0.1", "listen_port": self.port, "unix_socket_dir": "", "default_pool_size": 3}
        shipped["pgbouncer"].update({name: str(value) for name, value in own.items()})
        shipped["pgbouncer"].update({"auth_type": "trust", "auth_file": str(self.folder / "users")})
        return shipped

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def pool(running: Stage) -> Iterator[Pool]:
    if not running.cluster:
        pytest.skip("a pool stands in front of PostgreSQL")
    if not shutil.which("pgbouncer"):
        needed("pgbouncer")
    pool = Pool(running.cluster)
    try:
        pool.start()
        yield pool
    finally:
        pool.remove()


@pytest.fixture(scope="module")
def pooled(running: Stage, pool: Pool) -> Iterator[Site]:
    """The site again, with two workers behind the pool."""
    site = replace(
        running.site, database_url=pool.url, workers=2, log="pooled.log", port=free_port(), process=None,
        extra={**running.site.extra, "PAGE_CACHE_MB": "1"},
    )  # fmt: skip
    site.start()
    try:
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module")
def admin(pooled: Site) -> Admin:
    def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int | None, bytes]:
        return pooled.ask(method, path, body or None, **{name.replace("-", "_"): headers[name] for name in headers})

    session = pooled.run("shell", "-v0", "-c", f"{SESSION}\nprint(told)").split()[-1]
    return Admin(ask, session, f"http://127.0.0.1:{pooled.port}")


def seen(site: Site, path: str, words: str) -> bool:
    """Tell whether each of six answers, which both workers give, has the words."""
    return all(words in site.ask("GET", path)[1].decode() for _ in range(6))


def test_pages_are_read_and_hits_are_counted(stage: Stage, pooled: Site) -> None:
    with readers(pooled, stage.article, views=200) as told:
        statuses = {page: {pooled.get(page) for _ in range(6)} for page in PAGES}
    assert statuses == {page: {200} for page in PAGES}
    assert told.statuses == {200}
    assert pooled.run("roll_up_hits")
    assert stage.counts() == (told.sent, 0)


def test_an_editor_publishes_and_readers_see_it(stage: Stage, pooled: Site, admin: Admin) -> None:
    form = f"/admin/articles/article/{stage.article}/change/"
    assert admin.post(form, typed(cast(Any, admin), form, title="连接池后面的一篇", _publish="发布修改")) == 302
    end = time.monotonic() + 30
    while not seen(pooled, f"/articles/{stage.article}/", "连接池后面的一篇"):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert "连接池后面的一篇" in admin.get("/admin/articles/article/").content.decode()


def test_commands_run_and_a_restore_asks_for_the_database_itself(pooled: Site, tmp_path: Path) -> None:
    assert pooled.run("migrate", "--check") == ""
    assert pooled.run("check_projections")
    assert pooled.run("backup", str(tmp_path / "site.tar"), "--without-uploads")
    refused = pooled.manage("check_backup", str(tmp_path / "site.tar"))
    assert "要直接连数据库" in refused.communicate()[1]
    assert refused.returncode == 1


def test_the_site_goes_on_after_the_pool_was_killed(stage: Stage, pooled: Site, pool: Pool) -> None:
    pool.kill()
    with readers(pooled, stage.article) as told:
        pool.start()
        told.wait_for(50)
    reads, _repeats = stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert stage.lost(told.events) == set()
    assert {pooled.get(page) for page in PAGES} == {200}
