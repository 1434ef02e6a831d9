"""One site with four workers, on SQLite or on a PostgreSQL of its own, whose processes the tests kill."""

import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings

from tests.conftest import CI
from tests.faults.cluster import Cluster, programs
from tests.server import Site, free_port

OPENING = 187  # the old site's counts for each article
ARTICLES = f"""
from django.contrib.auth.models import User
from articles import projections
from articles.models import Article, ArticleHits, Section
section = Section(name="演讲", segment="yanjiang")
section.save()
Section(name="致辞", segment="zhici").save()
owner = User.objects.create_user("writer")
for number in range(40):
    Article(title=f"第{{number}}篇", section=section, owner=owner, status="published").save()
projections.write(Article.objects.values_list("pk", flat=True))
ArticleHits.objects.update(opening={OPENING}, total={OPENING})
"""

# As `manage.py collectstatic` does, but for compressing them, which takes longer than a test.
STATIC = """
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
collect = Command()
collect.storage = ManifestStaticFilesStorage()
call_command(collect, interactive=False, verbosity=0)
"""


@dataclass
class Redis:
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no", "--dir", "/tmp"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while self.say("PING") != b"+PONG\r\n":
            assert time.monotonic() < end
            time.sleep(0.02)

    def say(self, command: str) -> bytes:
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=5)) as connection:
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(100)
        except OSError:
            return b""

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()


@dataclass
class Stage:
    """The site, its database server and Redis, and queries of its database."""

    site: Site
    cluster: Cluster | None
    redis: Redis | None
    article: int = 0

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database, or change it."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return [tuple(row) for row in rows]

    def connect(self) -> Any:
        if self.cluster:
            return psycopg2.connect(self.cluster.url)
        return sqlite3.connect(self.site.database_url.removeprefix("sqlite:///"), timeout=30)

    def counts(self) -> tuple[int, int]:
        """Roll up, see that it all adds up, and return the article's reads and repeats."""
        self.site.run("roll_up_hits")
        assert "全部相符" in self.site.run("check_hits")
        counts = f"SELECT SUM(reads), SUM(repeats) FROM articles_articleday WHERE article_id = {self.article}"
        reads, repeats = self.query(counts)[0]
        assert self.query(f"SELECT total FROM articles_articlehits WHERE article_id = {self.article}") == [
            (OPENING + (reads or 0),)
        ]
        return int(reads or 0), int(repeats or 0)

    def lost(self, events: set[str]) -> set[str]:
        """Return those of the events that were not counted: sums may hide them behind views that nobody was told of."""
        remembered = {str(uuid.UUID(str(event))) for (event,) in self.query("SELECT event FROM articles_seenevent")}
        return events - remembered

    def kill_database(self) -> None:
        """Kill the database and start it again: on SQLite that is everybody who has it open."""
        if self.cluster:
            self.cluster.kill()
            self.cluster.start()
        else:
            self.site.stop()
            self.site.start()


def needed(what: str) -> None:
    """Skip, saying so; under CI it must be there."""
    if CI:
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"NOT TESTED by killing processes: no {what} here")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("site")
    cluster = None
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        found = programs()
        if not found:
            needed("PostgreSQL's initdb")
        cluster = Cluster(Path(str(found)))
    redis = Redis() if shutil.which("redis-server") else None
    site = Site(cluster.url if cluster else f"sqlite:///{folder}/db.sqlite3", folder)
    try:
        if cluster:
            cluster.make()
        if redis:
            redis.start()
            # The limit is so low that each hit asks Redis: below a sixtieth of the limit a process counts by itself.
            site.extra |= {"REDIS_URL": f"redis://127.0.0.1:{redis.port}/0", "HITS_PER_MINUTE": "60"}
        static = site.manage("shell", "-v0", "-c", STATIC)
        site.run("migrate", "-v0")
        site.run("shell", "-v0", "-c", ARTICLES)
        assert static.communicate()[1] == ""
        site.start()
        yield Stage(site, cluster, redis)
    finally:
        site.stop()
        if redis and redis.process:
            redis.signal(signal.SIGKILL)
        if cluster:
            cluster.remove()


_next_article = iter(range(1, 41))


@pytest.fixture
def stage(running: Stage) -> Stage:
    """The site, answering, with an article that no other test has used."""
    running.article = next(_next_article)
    if running.site.get("/healthz") is None:
        running.site.stop()
        running.site.start()
    return running


@pytest.fixture
def redis(stage: Stage) -> Redis:
    if not stage.redis:
        needed("redis-server")
    assert stage.redis
    return stage.redis


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> dict[str, int]:
    """The number of kills of a process or server, and the least number of views to send."""
    if request.config.getoption("--full"):
        return {"workers": 50, "database": 10, "views": 20_000}
    return {"workers": 10, "database": 3, "views": 500}
