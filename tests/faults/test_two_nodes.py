"""Two nodes of two processes on one database, one Redis and one bucket of uploads, behind nginx."""

import json
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import objects
from tests.articles.admin.forms import typed
from tests.drawings import drawing
from tests.faults.conftest import Redis, Stage
from tests.faults.editor import SESSION, Admin
from tests.faults.load import Told, readers
from tests.nginx import HOST, Nginx
from tests.nginx import running as running_nginx
from tests.objects import Bucket
from tests.server import Site
from yanjiang.backups import parts
from yanjiang.backups.archive import Reader
from yanjiang.backups.manifest import Manifest

pytestmark = pytest.mark.faults

# The running version can live with a migration that does this.
MIGRATION = "ALTER TABLE articles_article ADD COLUMN rank_of_later integer DEFAULT 0 NOT NULL"
UNDONE = "ALTER TABLE articles_article DROP COLUMN rank_of_later"
# Adds attachments to an article, each with its file, and deletes the tenth before.
WRITER = """
from django.core.files.base import ContentFile
from articles.models import Article, Attachment
article = Article.objects.order_by("pk").first()
for number in range(100_000):
    if number == 20:
        print("writing", flush=True)
    Attachment.objects.create(article=article, file=ContentFile(b"%PDF-1.4 x", "a.pdf"), name=f"written {number}")
    Attachment.objects.filter(name=f"written {number - 10}").delete()
"""


@dataclass
class Nodes:
    first: Site
    second: Site
    nginx: Nginx
    stage: Stage
    session: str  # of a superuser
    bucket: Bucket

    @property
    def article(self) -> str:
        return f"/articles/{self.stage.article}/"

    def readers(self) -> AbstractContextManager[Told]:
        """Let readers read the article on both nodes in turns."""
        return readers(self.first, self.stage.article, other=self.second)

    def status(self, path: str) -> int:
        return self.nginx.fetch("GET", path)[0]

    def admin(self, by: Site) -> Admin:
        return Admin(_ask(by), self.session, f"http://127.0.0.1:{by.port}")

    def publish(self, title: str, *, by: Site) -> None:
        """Save a title by the form of the admin, on one of the nodes."""
        admin = self.admin(by)
        form = f"/admin/articles/article/{self.stage.article}/change/"
        assert admin.post(form, typed(cast(Any, admin), form, title=title, _publish="发布修改")) == 302


def _ask(site: Site) -> Any:
    def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int | None, bytes]:
        return site.ask(method, path, body or None, **{name.replace("-", "_"): headers[name] for name in headers})

    return ask


@pytest.fixture(scope="module")
def both(running: Stage, object_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    if not running.cluster:
        pytest.skip("a site of SQLite is one node")
    own = {"SITE_URL": f"http://{HOST}", "ALLOWED_HOSTS": f"127.0.0.1,{HOST}", "SECRET_KEY": "of both nodes" * 5}
    bucket = objects.make_bucket(object_server)
    own["UPLOADS_URL"] = bucket.url
    sites = []
    for name in ("first", "second"):
        folder = tmp_path_factory.mktemp(name)
        (folder / "static").symlink_to(running.site.folder / "static")
        extra = {**running.site.extra, **own}
        sites.append(Site(running.site.database_url, folder, workers=2, extra=extra))
    first, second = sites
    nginx = Nginx(
        tmp_path_factory.mktemp("nginx"), running.site.folder, portal=first.port, others=[second.port], on_s3=True
    )
    session = first.run("shell", "-v0", "-c", f"{SESSION}\nprint(told)").split()[-1]
    nodes = Nodes(first, second, nginx, running, session, bucket)
    try:
        for site in sites:
            site.start()
        with running_nginx(nginx):
            yield nodes
    finally:
        for site in sites:
            site.stop()


@pytest.fixture
def nodes(both: Nodes, stage: Stage) -> Nodes:
    """Both nodes, answering, whatever the test before has done to them."""
    for site in (both.first, both.second):
        if site.get("/healthz") is None:
            site.stop()
            site.start()
    return both


def pages(nodes: Nodes, path: str) -> set[str]:
    """Return the page as each of the four processes gives it, asked often enough for all of them."""
    return {site.ask("GET", path)[1].decode() for site in (nodes.first, nodes.second) for _ in range(8)}


def test_what_one_node_publishes_the_other_shows_a_second_later(nodes: Nodes) -> None:
    assert all("两台机器的第一版" not in page for page in pages(nodes, nodes.article))
    nodes.publish("两台机器的第一版", by=nodes.first)
    time.sleep(1.1)  # a process looks for changes once a second
    assert all("两台机器的第一版" in page for page in pages(nodes, nodes.article))
    nodes.publish("两台机器的第二版", by=nodes.second)
    time.sleep(1.1)
    assert all("两台机器的第二版" in page for page in pages(nodes, nodes.article))


def test_views_on_both_nodes_add_up_and_one_event_counts_once(nodes: Nodes) -> None:
    event = str(uuid.uuid4())
    with nodes.readers() as told:
        assert {site.hit(nodes.stage.article, event=event) for site in (nodes.first, nodes.second)} == {200}
        told.wait_for(100)
    assert told.statuses == {200}
    assert nodes.stage.counts() == (told.sent + 1, 0)


def test_a_picture_that_one_node_stores_the_other_sends(nodes: Nodes) -> None:
    upload = SimpleUploadedFile("a.jpg", drawing(size=(400, 300)))
    assert nodes.admin(nodes.first).post("/admin/pictures/picture/add/", {"upload": upload, "alt": "听众"}) == 302
    ((name, size),) = nodes.stage.query("SELECT file, size FROM pictures_picture WHERE alt = '听众'")
    status, content = nodes.second.ask("GET", f"/uploads/{name}")
    assert (status, len(content)) == (200, size)
    assert nodes.first.ask("GET", f"/uploads/{name}") == (200, content)
    assert nodes.nginx.fetch("GET", f"/uploads/{name}")[2] == content
    rendition = f"/uploads/{name.removesuffix('.jpg')}.320w.webp"
    assert nodes.second.ask("GET", rendition)[0] == 200


def test_a_backup_on_one_node_has_every_file_while_the_other_writes_and_deletes(nodes: Nodes, tmp_path: Path) -> None:
    writer = nodes.first.manage("shell", "-v0", "-c", WRITER)
    try:
        assert writer.stdout
        assert writer.stdout.readline() == "writing\n"
        nodes.second.run("backup", str(tmp_path / "site.tar"))
        assert writer.poll() is None  # nobody has kept it from writing
    finally:
        writer.kill()
        writer.communicate()
    reader = Reader.checked(tmp_path / "site.tar")
    files = {line.name.removeprefix("uploads/") for line in reader.sums() if line.name.startswith("uploads/")}
    # Other tests of this database had their uploads in a folder.
    rows = rows_of(reader, "articles_attachment")
    wanted = {row["file"] for row in rows if row["name"].startswith("written")}
    assert wanted
    assert wanted <= files
    assert "备份是好的" in nodes.second.run("check_backup", str(tmp_path / "site.tar"))


def rows_of(reader: Reader, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of a backup, by the names of their columns."""
    (note,) = [note for note in Manifest.load(reader.manifest()).tables if note.name == table]
    names = [name for name, _kind in note.columns]
    found = []
    for member in reader.members(lambda _line: BytesIO()):
        if parts.table_of(member.name) == table:
            found += [dict(zip(names, json.loads(line), strict=True)) for line in parts.unpacked([member])]
    return found


def test_pages_and_views_go_on_when_a_node_is_killed(nodes: Nodes) -> None:
    with readers(nodes.second, nodes.stage.article) as told:
        nodes.first.stop()
        assert {nodes.status(path) for path in ("/", "/yanjiang/", nodes.article) for _ in range(10)} == {200}
        told.wait_for(50)
    assert told.statuses == {200}
    assert nodes.stage.counts() == (told.sent, 0)


def test_redis_killed_and_started_again_loses_no_view(nodes: Nodes, redis: Redis) -> None:
    with nodes.readers() as told:
        told.wait_for(50)
        redis.signal(signal.SIGKILL)
        told.wait_for(50)
        redis.start()
        told.wait_for(50)
    assert told.statuses == {200}
    assert nodes.stage.counts() == (told.sent, 0)


def test_a_database_that_starts_again_finds_both_nodes_waiting(nodes: Nodes) -> None:
    with nodes.readers() as told:
        told.wait_for(50)
        nodes.stage.kill_database()
        told.wait_for(50)
    reads, repeats = nodes.stage.counts()
    assert told.acknowledged <= reads <= told.sent
    assert (repeats, nodes.stage.lost(told.events)) == (0, set())


def test_the_next_version_comes_node_by_node(nodes: Nodes) -> None:
    nodes.publish("更新以前的标题", by=nodes.first)
    try:
        with nodes.readers() as told:
            nodes.stage.query(MIGRATION)
            nodes.publish("更新到一半的标题", by=nodes.second)
            nodes.first.stop()
            nodes.first.start()
            told.wait_for(50)
        time.sleep(1.1)
        assert all("更新到一半的标题" in page for page in pages(nodes, nodes.article))
        assert told.statuses <= {200, None}  # nobody answered for the node that was started again
        reads, _repeats = nodes.stage.counts()
        assert told.acknowledged <= reads <= told.sent
    finally:
        nodes.stage.query(UNDONE)
