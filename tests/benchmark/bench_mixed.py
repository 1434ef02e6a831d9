"""Run readers, searches, two editors and an import at once. Measure times, errors, memory, and lost views.

    DATABASE_URL=postgres://… python -m tests.benchmark.bench_mixed [--minutes 10] [--articles 5000]

It prints a table. The portal runs as its unit file says, in two processes, with the Redis of REDIS_URL. A database
beside that of DATABASE_URL is filled once and kept; each run works on a copy of it. An editor saves once a second.
"""

import argparse
import itertools
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import psycopg2

from tests.articles.admin.forms import typed
from tests.benchmark.bench_import import make_backup
from tests.benchmark.memory import memory
from tests.faults.editor import SESSION, Admin, Editor
from tests.units import UnitSite

READERS, SEARCHERS, EDITORS = 6, 1, 2
A_PAUSE = 1.0  # seconds, between two searches of one visitor, and two saves of one editor
IMPORTED = 300  # articles a minute of the run
A_MOMENT = 0.1
PARTS = 5  # of the run, after each of which memory is looked at
PAGES = """
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from articles.models import Article, Section, Tag
articles = Article.objects.published().order_by("pk").values_list("pk", "title")
sections = [section.get_absolute_url() for section in Section.objects.without_tree_fields()]
tags = [iri_to_uri(tag.get_absolute_url()) for tag in Tag.objects.in_use(timezone.now()).order_by("pk")[:100]]
told = [list(articles), ["/", *sections, *(f"{url}?page=2" for url in sections), *tags]]
"""
LOST = "SELECT count(*) FROM unnest(%s::uuid[]) AS sent WHERE sent NOT IN (SELECT event FROM articles_seenevent)"
EXPECTED = {"save": 302}  # else 200

Answer = tuple[int | None, bytes]  # status and body, None and nothing where there was none


@dataclass
class Told:
    """The requests, answers and measurements so far."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    memories: dict[int, list[int]] = field(default_factory=dict)  # of each process, in KB
    imported: float = 0.0  # seconds
    stood_still: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self, site: UnitSite, kind: str, method: str, path: str, body: str | bytes | None, **headers: str
    ) -> Answer:
        """Send a request, and record its time and whether its status is the expected one."""
        start = time.monotonic()
        status, content = site.ask(method, path, body, **headers)
        with self.lock:
            self.seconds.setdefault(kind, []).append(time.monotonic() - start)
            if status != EXPECTED.get(kind, 200):
                self.errors.setdefault(kind, []).append(f"{method} {path}: {status}")
        return status, content


@dataclass
class Public:
    """The visitors, and the pages to visit."""

    site: UnitSite
    told: Told
    articles: list[tuple[int, str]]
    lists: list[str]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def read(self) -> None:
        """Read an article, which its beacon tells, or now and then a list."""
        if random.random() < 0.2:
            self._ask("list", "GET", random.choice(self.lists))
            return
        pk, _title = random.choice(self.articles)
        self._ask("article", "GET", f"/articles/{pk}/")
        event, number = str(uuid.uuid4()), next(self.numbers)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        if self._ask("beacon", "POST", f"/hits/{pk}/", f'{{"event": "{event}"}}', X_Forwarded_For=address) == 200:
            self.told.events.append(event)

    def search(self) -> None:
        _pk, title = random.choice(self.articles)
        self._ask("search", "GET", f"/search/?q={quote(title[:2])}")
        time.sleep(A_PAUSE)

    def _ask(self, kind: str, method: str, path: str, body: str | None = None, **headers: str) -> int | None:
        return self.told.ask(self.site, kind, method, path, body, **headers)[0]


@dataclass
class Writer:
    """An editor, who saves one article after the other."""

    site: UnitSite
    told: Told
    session: str
    articles: Iterator[tuple[int, str]]

    def save(self) -> None:
        pk, title = next(self.articles)
        admin = Admin(self._ask, self.session, f"http://127.0.0.1:{self.site.port}")
        form = f"/admin/articles/article/{pk}/change/"
        fields = typed(cast(Any, admin), form, title=f"{title[:20]}{random.randrange(1000)}")
        fields["body"] = f"{fields['body'][0]}<p>编辑又添了一句话。</p>"
        admin.post(form, {**fields, "_save": "保存"})
        time.sleep(A_PAUSE)

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        return self.told.ask(self.site, "form" if method == "GET" else "save", method, path, body, **headers)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--articles", type=int, default=5_000)
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")  # forms are encoded with Django's client
    server = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL names no PostgreSQL server")
    with tempfile.TemporaryDirectory() as folder, _copy(server, _filled(server, chosen.articles, folder)) as url:
        site = _site(url, folder)
        site.run("migrate", "-v0")  # the kept database may be older than the code
        site.run("collectstatic", "--noinput", "-v0")
        make_backup(Path(folder) / "backup", int(IMPORTED * chosen.minutes))
        site.start()
        try:
            told = _run(site, chosen.minutes * 60)
        finally:
            site.stop()
        _print(told)
        site.run("roll_up_hits")
        _say(site.run("check_hits").strip())
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(LOST, [told.events])
            (lost,) = cursor.fetchone() or (0,)
        _say(f"beacons answered {len(told.events)}, of these not counted {lost}")
        _print_log((Path(folder) / site.log).read_text())


def _site(url: str, folder: str) -> UnitSite:
    redis = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
    return UnitSite(url, Path(folder), extra={"REDIS_URL": redis, "THREADS": "16"})


def _filled(server: str, articles: int, folder: str) -> str:
    """Return the name of the database with so many articles; fill it where there is none."""
    name = f"bench_mixed_{articles}"
    if _execute(server, "SELECT 1 FROM pg_database WHERE datname = %s", name) is None:
        _execute(server, f"CREATE DATABASE {name}")
        site = _site(urlsplit(server)._replace(path=f"/{name}").geturl(), folder)
        site.run("migrate", "-v0")
        site.run("fill", "--articles", str(articles), timeout=20_000)
    return name


@contextmanager
def _copy(server: str, name: str) -> Iterator[str]:
    """Copy a database; the copy is dropped at the end of the block."""
    copy = f"{name}_{os.getpid()}"
    _execute(server, f"CREATE DATABASE {copy} TEMPLATE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{copy}").geturl()
    finally:
        _execute(server, f"DROP DATABASE {copy} WITH (FORCE)")


def _execute(server: str, statement: str, *values: str) -> tuple[Any, ...] | None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def _run(site: UnitSite, seconds: float) -> Told:
    """Run all of them for that long."""
    told, editor = Told(), Editor(site)
    articles, lists = editor.do(PAGES)
    sessions = [editor.do(SESSION) for _ in range(EDITORS)]
    editor.end()
    public = Public(site, told, articles, lists)
    writers = [
        Writer(site, told, session, itertools.cycle(articles[number::EDITORS]))
        for number, session in enumerate(sessions)
    ]
    work = [public.read] * READERS + [public.search] * SEARCHERS + [writer.save for writer in writers]
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(len(work) + 2) as pool:
        importing, stood_still = pool.submit(_import, site), pool.submit(_longest_pause, end)
        doing = [pool.submit(_until, end, one) for one in work]
        for part in range(PARTS):
            time.sleep(max(0, end - seconds * (PARTS - 1 - part) / PARTS - time.monotonic()))
            for pid in site.worker_pids():
                told.memories.setdefault(pid, []).append(memory(pid))
        for one in doing:
            one.result()
        told.imported, told.stood_still = importing.result(), stood_still.result()
    return told


def _until(end: float, do: Callable[[], None]) -> None:
    while time.monotonic() < end:
        do()


def _longest_pause(end: float) -> float:
    """Return for how many seconds this process slept longer than it asked to: a virtual machine may stand still."""
    longest = 0.0
    while (slept := time.monotonic()) < end:
        time.sleep(A_MOMENT)
        longest = max(longest, time.monotonic() - slept - A_MOMENT)
    return longest


def _import(site: UnitSite) -> float:
    start = time.monotonic()
    site.run("import_dedecms", str(site.folder / "backup"), timeout=3600)
    return time.monotonic() - start


def _print(told: Told) -> None:
    _say(f"{'':10} {'requests':>9} {'errors':>7} {'p50 ms':>7} {'p99 ms':>7} {'max ms':>7}")
    for kind, seconds in sorted(told.seconds.items()):
        half, most = statistics.median(seconds), statistics.quantiles(seconds, n=100, method="inclusive")[98]
        times = " ".join(f"{one * 1000:7.0f}" for one in (half, most, max(seconds)))
        _say(f"{kind:10} {len(seconds):9} {len(told.errors.get(kind, [])):7} {times}")
    for error in itertools.islice(itertools.chain.from_iterable(told.errors.values()), 10):
        _say(error)
    _say(f"the import took {told.imported:.0f} s, and the machine stood still for {told.stood_still:.1f} s at most")
    for number, sizes in enumerate(told.memories.values(), 1):
        _say(f"process {number}: {', '.join(str(size // 1024) for size in sizes)} MB, after each fifth")


def _print_log(log: str) -> None:
    """Print the errors in the server's log, once for each kind."""
    ends = Counter(re.findall(r"^Traceback .*\n(?:[ \n].*\n?)*(.*)", log, re.MULTILINE))
    for end, times in ends.items():
        _say(f"in the log, {times} times: {end}")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
