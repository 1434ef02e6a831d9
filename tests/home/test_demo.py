"""The README's first command, as a newcomer runs it: in a separate process with an empty environment."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 90  # it collects the static files first


class Prepared(NamedTuple):
    """A prepared demo: its folder, the command's output, and the number of rows in each table."""

    folder: Path
    printed: str
    rows: dict[str, int]


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "PYTHONIOENCODING": "utf-8"}


def rows(folder: Path) -> dict[str, int]:
    tables = (
        "articles_article",
        "articles_section",
        "consultants_consultant",
        "home_block",
        "auth_user",
        "articles_tag",
    )
    with sqlite3.connect(folder / "db.sqlite3") as database:
        counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    database.close()
    return counts


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "manage.py", "demo", "--no-serve"]
    ran = subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return Prepared(folder, ran.stdout, rows(folder))


@pytest.fixture(scope="module")
def site(prepared: Prepared) -> Iterator[str]:
    """The demo, run again and serving. Its output is in `printed` beside its database."""
    folder = prepared.folder
    with sqlite3.connect(folder / "db.sqlite3") as database:
        database.execute("UPDATE articles_article SET title = '编辑改过的标题' WHERE id = 1")
    database.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    with (
        (folder / "printed").open("wb") as printed,
        subprocess.Popen(
            command, cwd=ROOT, env=environment(folder), stdout=printed, stderr=subprocess.DEVNULL
        ) as server,
    ):
        yield _once_it_answers(f"http://127.0.0.1:{port}")
        server.send_signal(signal.SIGINT)


def _once_it_answers(url: str) -> str:
    for _ in range(SECONDS_TO_START * 2):
        try:
            urlopen(f"{url}/healthz").close()
        except URLError:
            time.sleep(0.5)
        else:
            return url
    raise TimeoutError(url)


def test_it_loads_the_sample_content_and_prints_the_passwords_it_made(prepared: Prepared) -> None:
    assert "已载入示例内容" in prepared.printed
    assert re.search(r"编辑账号 editor：[\w-]{16}\n站长账号 manager：[\w-]{16}\n", prepared.printed)
    counts = prepared.rows
    assert (counts["articles_article"], counts["consultants_consultant"], counts["auth_user"]) == (32, 3, 2)


def test_its_accounts_and_its_content_are_in_the_staff_log(prepared: Prepared, site: str) -> None:
    told = "SELECT kind, title, details FROM staff_log_entry WHERE browser = '命令行' ORDER BY id"
    with sqlite3.connect(prepared.folder / "db.sqlite3") as database:
        assert database.execute(told).fetchall() == [
            ("rights", "editor", "新建示例账号，编辑"),
            ("rights", "manager", "新建示例账号，站长"),
            ("add", "", ""),
        ]
    database.close()


def test_running_it_again_adds_and_destroys_nothing(prepared: Prepared, site: str) -> None:
    assert "网站已有内容，未作改动" in (prepared.folder / "printed").read_text(encoding="utf-8")
    assert rows(prepared.folder) == prepared.rows
    with sqlite3.connect(prepared.folder / "db.sqlite3") as database:
        assert database.execute("SELECT title FROM articles_article WHERE id = 1").fetchone() == ("编辑改过的标题",)
    database.close()


def test_its_accounts_come_in_with_what_it_printed(prepared: Prepared, site: str) -> None:
    found = re.search(r"账号 editor：([\w-]{16})", prepared.printed)
    assert found
    visitor = build_opener(HTTPCookieProcessor())
    form = visitor.open(f"{site}/admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    fields = {"username": "editor", "password": found[1], "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    with visitor.open(f"{site}/admin/login/", urlencode(fields).encode()) as answer:
        assert answer.url == f"{site}/admin/"
        assert "请先换成" not in answer.read().decode()


def test_it_serves_the_site_its_static_files_and_uploads(site: str) -> None:
    with urlopen(f"{site}/") as answer:
        page = answer.read().decode()
    assert "欢迎来到演讲网" in page
    assert f'<link rel="canonical" href="{site}/">' in page
    style = re.search(r'href="(/static/css/tokens\.[0-9a-f]+\.css)"', page)
    picture = re.search(r'src="(/uploads/pictures/[^"]+\.jpg)"', page)
    assert style
    assert picture
    for address, kind in ((style[1], "text/css"), (picture[1], "image/jpeg")):
        with urlopen(f"{site}{address}") as answer:
            assert answer.headers["Content-Type"].startswith(kind)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "immutable" in answer.headers["Cache-Control"]
