"""Fixtures of all tests: plain static files, a separate folder for uploads, and stated reasons for skipping."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import migrated
from tests.builders import make_manager
from yanjiang.lib import pauses
from yanjiang.pagecache import common, freshness, middleware

if TYPE_CHECKING:
    from tests.objects import Bucket

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
OWN_CORPORA = Path(__file__).resolve().parent / "corpora"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
# The shell draws the same pages without the windows of a desktop, in half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
MARIADB_URL = os.environ.get("TEST_MARIADB_URL", "mysql://root@127.0.0.1:3306")
CI = os.environ.get("CI") == "true"

# Tests whose site takes long to start: one worker runs all of them.
SHARE_A_SITE = ("tests/faults/", "tests/home/test_demo.py")

LONG = ("faults", "mariadb", "postgres", "browser")

# Playwright keeps an event loop in the thread of the test, where Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def answers(url: str, port: int) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or port), timeout=1).close()
    except OSError:
        return False
    return True


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Sends each test to whichever worker is free, and those that share a site to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in SHARE_A_SITE if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_configure() -> None:
    """Make the folder that WhiteNoise warns of before the first collectstatic.

    The live server starts, and a module imports the application, before any test can name another folder.
    """
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="kill more often, and read more, in tests/faults")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Long tests run first: a long test that starts last would keep all other workers waiting.
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))
    _skip_what_cannot_run(items)


def _skip_what_cannot_run(items: list[pytest.Item]) -> None:
    """Skip the tests that this machine cannot run, with a reason. On CI such a test runs, and fails."""
    if CI:
        return
    missing = {}
    if not CHROMIUM:
        missing["browser"] = "NOT TESTED in a browser: no Chromium here (apt-get install chromium fonts-noto-cjk)"
    if not answers(POSTGRES_URL, 5432):
        missing["postgres"] = "NOT TESTED on PostgreSQL: no server answers at TEST_POSTGRES_URL"
    if not (answers(MARIADB_URL, 3306) and shutil.which("mysqldump")):
        missing["mariadb"] = "NOT TESTED on MariaDB: no server answers at TEST_MARIADB_URL, or mysqldump is absent"
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def two_managers() -> tuple[Client, Client]:
    """Log in 何清 and 林一, who then change the same row."""
    first, second = Client(), Client()
    first.force_login(make_manager("heqing", last_name="何", first_name="清"))
    second.force_login(make_manager("linyi", last_name="林", first_name="一"))
    return first, second


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Test SQLite in a file, as in production: in memory it has no write-ahead log and other locking.

    The database is a copy of a migrated one if other workers run beside.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    if _is_worker(request.config):
        migrated.copy(database, tmp_path_factory.getbasetemp().parent)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, *, django_db_keepdb: bool) -> bool:
    """Do not delete the copy of SQLite's migrated database before it is used."""
    is_sqlite: bool = django_settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    return django_db_keepdb or (is_sqlite and _is_worker(request.config))


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_unconfigure(config: pytest.Config) -> None:
    database = django_settings.DATABASES["default"]
    if config.getoption("dist", "no") != "no" and not _is_worker(config) and "postgresql" in database["ENGINE"]:
        migrated.drop(database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let ids start at a million, and let the test database be dropped without a limit of time.

    A sequence of PostgreSQL keeps what earlier tests used of it, so no test there may depend on small ids. High ids
    show such a test at once, and not only after many others. Before a database is dropped, PostgreSQL writes a
    checkpoint, which takes longer than a reader's statement may.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            _start_ids_at(1_000_003)
    yield
    for name in ("connection_factory", "cursor_factory"):
        connection.settings_dict["OPTIONS"].pop(name, None)


def _start_ids_at(first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s, %s, false)", [name, first])


@pytest.fixture(autouse=True)
def plain_files(settings: Settings, tmp_path: Path) -> None:
    """Static files by their own names, uploads where the test ends, hashing that does not take a second a user."""
    settings.STORAGES = {
        "default": {"BACKEND": "yanjiang.lib.storage.WholeFileStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "uploads"
    # WhiteNoise warns of a folder that is not there, as before the first collectstatic; a warning is an error here.
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the pauses that long work on SQLite makes for other writers. Other processes still make them."""
    monkeypatch.setattr(pauses, "PAUSE", 0)


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    """Start each test with empty caches: another test's pages may have the same tokens, and its users the same ids."""
    caches["default"].clear()
    middleware.store.clear()
    common.store.clear()
    freshness.forget_state()


@pytest.fixture
def pages_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the page cache, for tests that count the work of making a page."""
    monkeypatch.setattr(freshness, "current", lambda: None)


@pytest.fixture
def shared() -> Iterator[Path]:
    """The folder of facts from outside; tests on it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("NOT TESTED on the facts from outside: their folder is absent")
    yield SHARED


def size(corpora: Path, *, own: int, outside: int) -> int:
    """Return how much a corpus has to hold, so that one that was cut short is noticed."""
    return own if corpora == OWN_CORPORA else outside


@pytest.fixture(params=["our own", "from outside"])
def corpora(request: pytest.FixtureRequest) -> Path:
    """A folder of corpora: first the small ones of these tests, then the large ones of the same names from outside."""
    if request.param == "our own":
        return OWN_CORPORA
    shared: Path = request.getfixturevalue("shared")
    return shared / "data" / "corpora"


@pytest.fixture
def no_statistics(db: None) -> None:
    """Delete the statistics of other tests' few rows, so that the database plans for tables of unknown size."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")  # makes the table where there is none
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")  # reads it again
        else:
            cursor.execute("DELETE FROM pg_statistic")
            # As of tables and indexes that nobody has looked at yet.
            cursor.execute(
                "UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relnamespace = 'public'::regnamespace"
            )


@pytest.fixture
def many_tags(no_statistics: None) -> None:
    """Make more tags than a page of the table holds: of one page, PostgreSQL rather reads all for a join."""
    from articles.models import Tag  # not before Django is set up

    names = [f"关键字库{number}" for number in range(3_000)]
    Tag.objects.bulk_create([Tag(name=name, slug=name) for name in names])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_tag")


@pytest.fixture(scope="session")
def object_server() -> Iterator[Any]:
    """S3-compatible storage on a free port."""
    from tests import objects  # most tests do without the library

    with objects.running() as server:
        yield server


@pytest.fixture
def bucket(object_server: Any, settings: Settings) -> "Bucket":
    """An empty bucket that holds the uploads of this test's site."""
    from tests import objects

    made = objects.make_bucket(object_server)
    settings.STORAGES = {**settings.STORAGES, "default": made.setting}
    return made


@pytest.fixture(params=["in a folder", "on S3"])
def both_storages(request: pytest.FixtureRequest) -> None:
    """Keep the uploads in a folder first, and then on S3."""
    if request.param == "on S3":
        request.getfixturevalue("bucket")
