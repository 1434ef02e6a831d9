"""Public pages from a streaming standby: what was just published or withdrawn is seen, and its death by nobody."""

import itertools
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.articles.admin.forms import typed
from tests.faults.conftest import Stage
from tests.faults.editor import SESSION, Admin, Editor
from tests.faults.standby import Standby, within
from tests.server import Site, free_port

pytestmark = pytest.mark.faults

SEARCH = "/search/?q=%E7%AC%AC"  # its pages are never kept
MARK = re.compile("</?mark>")
KINDS = ("/", "/yanjiang/", "/tags/", SEARCH, "/feed/", "/sitemap.xml", "/sitemap.txt", "/sitemap-articles-0.xml")


@pytest.fixture(scope="module")
def standby(running: Stage) -> Iterator[Standby]:
    if not running.cluster:
        pytest.skip("SQLite has no standby")
    standby = Standby(running.cluster.bin, primary=running.cluster)
    try:
        standby.make()
        yield standby
    finally:
        standby.remove()


@pytest.fixture(scope="module")
def site(running: Stage, standby: Standby) -> Iterator[Site]:
    """The site again, in one process, with pages from the standby."""
    site = replace(
        running.site, workers=1, log="replica.log", port=free_port(), process=None,
        extra={**running.site.extra, "DATABASE_REPLICA_URL": standby.url},
    )  # fmt: skip
    site.start()
    try:
        yield site
    finally:
        site.stop()


@pytest.fixture(autouse=True)
def in_step(stage: Stage, standby: Standby) -> None:
    standby.catch_up()


@pytest.fixture(scope="module")
def editor(site: Site) -> Iterator[Editor]:
    """Another process of the portal, which writes on the primary."""
    editor = Editor(site)
    yield editor
    editor.end()


@pytest.fixture
def paused(in_step: None, standby: Standby) -> Iterator[None]:
    """The standby applies nothing of what happens in the test."""
    standby.pause()
    yield
    standby.resume()


@pytest.fixture(scope="module")
def admin(site: Site, editor: Editor) -> Admin:
    def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int | None, bytes]:
        return site.ask(method, path, body or None, **{name.replace("-", "_"): headers[name] for name in headers})

    return Admin(ask, editor.do(SESSION), f"http://127.0.0.1:{site.port}")


def save(editor: Editor, article: int, **values: str) -> None:
    lines = [f"article.{name} = {value!r}" for name, value in values.items()]
    code = ["from articles.models import Article", f"article = Article.objects.get(pk={article})", *lines]
    editor.do("\n".join([*code, "article.save()"]))


def shows(site: Site, path: str, words: str) -> bool:
    status, page = site.ask("GET", path)
    assert status == 200, status
    return words in MARK.sub("", page.decode())


def asks_the_standby(site: Site, standby: Standby, path: str = SEARCH) -> bool:
    before = standby.statements()
    assert site.get(path) == 200
    return standby.statements() > before


@pytest.mark.parametrize("path", [*KINDS, "/articles/{pk}/"])
def test_each_kind_of_public_page_is_made_from_the_standby(
    stage: Stage, standby: Standby, site: Site, editor: Editor, path: str
) -> None:
    numbers = itertools.count(1)

    def is_made_there() -> bool:
        save(editor, stage.article, title=f"第{next(numbers)}次使每一页重新生成")
        # The process reads a state at the beginning of a second. Where others write all the time, the standby has
        # everything of this state some moments later.
        time.sleep(1.05 - time.time() % 1)
        assert site.get("/sitemap/") == 200
        time.sleep(0.4)
        return asks_the_standby(site, standby, path.format(pk=stage.article))

    # Not always at once: what reading alone writes into the log, PostgreSQL may send some seconds later.
    within(60, is_made_there)


def test_beacons_and_the_admin_ask_the_primary(stage: Stage, standby: Standby, site: Site, admin: Admin) -> None:
    within(30, lambda: asks_the_standby(site, standby))
    before, in_use = standby.statements(), 0
    while in_use < 3:
        assert site.report(stage.article) == 200
        assert "第" in admin.get("/admin/articles/article/").content.decode()
        assert site.get("/a/nothing.html") == 404
        assert standby.statements() == before
        in_use += asks_the_standby(site, standby)  # so it would have answered them too
        before = standby.statements()


@pytest.mark.usefixtures("paused")
def test_another_process_shows_within_a_second_what_was_published(stage: Stage, site: Site, editor: Editor) -> None:
    path = f"/articles/{stage.article}/"
    assert shows(site, path, "篇")
    save(editor, stage.article, title="刚刚发布的题目")
    time.sleep(1)
    for page in (path, "/search/?q=%E5%88%9A%E5%88%9A%E5%8F%91%E5%B8%83"):
        assert shows(site, page, "刚刚发布的题目")


def test_the_old_text_never_comes_back(stage: Stage, standby: Standby, site: Site, editor: Editor) -> None:
    path, told = f"/articles/{stage.article}/", []
    for number in range(4):
        standby.pause()
        assert shows(site, path, "")
        save(editor, stage.article, title=f"第{number}次改的题目")
        time.sleep(1)
        told += [shows(site, path, f"第{number}次改的题目") for _ in range(5)]
        standby.resume()
        told += [shows(site, path, f"第{number}次改的题目") for _ in range(5)]
        save(editor, stage.article % 40 + 1, keywords="")  # all pages are made anew
        time.sleep(1)
        told += [shows(site, path, f"第{number}次改的题目") for _ in range(5)]
    assert told == [True] * 60


@pytest.mark.usefixtures("paused")
def test_the_process_that_published_shows_it_at_once(stage: Stage, site: Site, admin: Admin) -> None:
    form = f"/admin/articles/article/{stage.article}/change/"
    assert admin.post(form, typed(cast(Any, admin), form, title="马上看到的题目", _publish="发布修改")) == 302
    assert shows(site, f"/articles/{stage.article}/", "马上看到的题目")


@pytest.mark.usefixtures("paused")
def test_what_is_withdrawn_is_gone_within_a_second(stage: Stage, site: Site, editor: Editor) -> None:
    save(editor, stage.article, title="就要撤下的题目")
    time.sleep(1)
    found = "/search/?q=%E5%B0%B1%E8%A6%81%E6%92%A4%E4%B8%8B"
    assert shows(site, found, "就要撤下的题目")
    save(editor, stage.article, status="trash")
    time.sleep(1)
    assert site.get(f"/articles/{stage.article}/") == 410
    assert not shows(site, found, "就要撤下的题目")


def test_no_reader_notices_that_the_standby_dies(stage: Stage, standby: Standby, site: Site) -> None:
    within(30, lambda: asks_the_standby(site, standby))
    log = site.folder / site.log
    start = log.stat().st_size
    with reading(site) as statuses:
        within(20, lambda: len(statuses) > 30)
        standby.kill()
        within(60, lambda: len(statuses) > 200)
        standby.start()
        within(30, lambda: asks_the_standby(site, standby))
    assert set(statuses) == {200}
    told = log.read_bytes()[start:].decode()
    # Each outage is told once. On a busy machine the standby may be away more than once.
    words = re.findall("The replica (does not answer|answers again)", told)
    assert words == ["does not answer", "answers again"] * max(1, len(words) // 2)
    assert "Traceback" not in told


def test_no_reader_waits_for_a_standby_that_hangs(stage: Stage, standby: Standby, site: Site) -> None:
    within(30, lambda: asks_the_standby(site, standby))
    stopped = standby.pids()
    with reading(site) as statuses:
        within(20, lambda: len(statuses) > 30)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        within(60, lambda: len(statuses) > 100)
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        within(30, lambda: asks_the_standby(site, standby))
    assert set(statuses) == {200}


@contextmanager
def reading(site: Site) -> Iterator[list[int | None]]:
    """Read pages that are never kept until the block ends. Yields the statuses of the answers."""
    statuses: list[int | None] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            statuses.extend(site.get(path) for path in (SEARCH, "/sitemap-articles-0.xml"))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()
