"""Settings: the defaults without any environment, and the effect of each variable."""

import ast
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

pytestmark = pytest.mark.skipif(
    (ROOT / ".env").exists(), reason="NOT TESTED without an environment: a .env of your own is in the way"
)

START = """
import json, os, sqlite3
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

call_command("check", fail_level="WARNING")

def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]

with transaction.atomic():
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        locked = False
    except sqlite3.OperationalError:
        locked = True
    other.close()
names = ("journal_mode", "synchronous", "busy_timeout")
print(json.dumps({
    "key": settings.SECRET_KEY, "debug": settings.DEBUG, "database": str(settings.DATABASES["default"]["NAME"]),
    "pragmas": [pragma(name) for name in names], "locked": locked,
}))
"""
DEPLOY = """
from django.core.management import execute_from_command_line
execute_from_command_line(["", "check", "--deploy", "--fail-level", "WARNING"])
"""


def start(code: str, var_dir: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start Python in an environment of nothing but these variables."""
    needed = {"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "yanjiang.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**needed, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return out


def started(process: "subprocess.Popen[str]") -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(finish(process).splitlines()[-1])
    return facts


def settings_with(monkeypatch: pytest.MonkeyPatch, var_dir: Path, **environment: str) -> dict[str, Any]:
    """Run the settings anew, in an environment of these variables alone."""
    for name in EXAMPLE:
        monkeypatch.delenv(name, raising=False)
    for name, value in {"VAR_DIR": str(var_dir), **environment}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "yanjiang" / "settings.py"))


def test_the_portal_starts_without_an_environment(tmp_path: Path) -> None:
    var_dir = tmp_path / "演讲 网"
    first, second = start(START, var_dir), start(START, var_dir)
    facts = started(first)
    assert len(facts["key"]) > 60
    assert facts["debug"] is False
    assert facts["database"] == str(var_dir / "db.sqlite3")
    # Both found no key. One made it; a third process finds the same.
    assert started(second)["key"] == facts["key"] == (var_dir / "secret_key").read_text()
    assert (var_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in var_dir.glob("tmp*")] == []


def test_sqlite_keeps_what_it_has_committed_and_waits_for_its_turn(tmp_path: Path) -> None:
    facts = started(start(START, tmp_path))
    assert facts["pragmas"] == ["wal", 2, 60_000]
    assert facts["locked"] is True  # a transaction takes the database for writing when it begins


def test_a_kept_key_is_used_and_a_given_one_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = settings_with(monkeypatch, tmp_path)["SECRET_KEY"]
    assert settings_with(monkeypatch, tmp_path)["SECRET_KEY"] == key
    assert settings_with(monkeypatch, tmp_path, SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert settings_with(monkeypatch, tmp_path / "other")["SECRET_KEY"] != key


def test_a_given_key_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings_with(monkeypatch, tmp_path, SECRET_KEY="given")
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("SITE_URL", "www.example.com"),
        ("SITE_URL", "ftp://www.example.com"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://[::1"),
        ("SITE_URL", "https://www.example.com/portal"),
        ("FEED_AUTHORITY", "example.com"),
        ("OLD_HOSTS", "www.example.cn, 127.0.0.1"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,nginx"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("METRICS_TOKEN", "a-word"),
        ("METRICS_TOKEN", "# openssl rand -hex 20"),
        ("LOG_FORMAT", "xml"),
        ("ADMINS", "admin@example.com,webmaster"),
        ("UPLOADS_URL", "/srv/uploads"),
    ],
)
def test_a_bad_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"^{name}: "):
        settings_with(monkeypatch, tmp_path, **{name: value})


def test_an_empty_value_is_none_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = {name: "" for name in EXAMPLE if name != "VAR_DIR"}
    bare = settings_with(monkeypatch, tmp_path)
    given = settings_with(monkeypatch, tmp_path, **empty)
    assert {name for name in bare if name.isupper() and bare[name] != given[name]} == set()


@pytest.mark.parametrize(("value", "debug"), [("on", True), ("True", True), ("1", True), ("off", False), ("0", False)])
def test_debug_is_on_where_it_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, *, debug: bool
) -> None:
    assert settings_with(monkeypatch, tmp_path, DEBUG=value)["DEBUG"] is debug


# The functions that read a variable.
READERS = ("env.str", "env.list", "_flag", "_networks", "_count", "_choice", "_token", "_mail_addresses", "_replica")
SECURE = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")


def test_an_https_address_turns_security_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_with(monkeypatch, tmp_path, SITE_URL="https://www.example.com/")
    assert [settings[name] for name in SECURE] == [True, True, True, 31_536_000]
    assert settings["SITE_URL"] == "https://www.example.com"
    assert "www.example.com" in settings["ALLOWED_HOSTS"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://www.example.com"]


@pytest.mark.parametrize(
    ("site", "decided", "is_on"),
    [
        ("https://www.example.com", "", True),
        ("https://www.example.com", "off", False),
        ("https://example.com", "", False),
        ("https://example.com", "on", True),
    ],
)
def test_hsts_binds_the_names_below_a_www_host_or_those_that_the_operator_says(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    site: str,
    decided: str,
    is_on: bool,  # noqa: FBT001
) -> None:
    settings = settings_with(monkeypatch, tmp_path, SITE_URL=site, HSTS_SUBDOMAINS=decided)
    assert settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is is_on


def test_an_http_address_leaves_it_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_with(monkeypatch, tmp_path, SITE_URL="http://10.0.0.5:8000")
    assert [settings[name] for name in SECURE] == [False, False, False, 0]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["http://10.0.0.5:8000"]


def test_the_deployment_check_finds_nothing_on_https(tmp_path: Path) -> None:
    assert "no issues" in finish(start(DEPLOY, tmp_path, SITE_URL="https://www.example.com"))


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_with(
        monkeypatch,
        tmp_path,
        ALLOWED_HOSTS="a.cn,b.cn,",
        OLD_HOSTS="Old.cn, m.old.cn,",
        CSRF_TRUSTED_ORIGINS="https://a.cn",
        TRUSTED_PROXIES="10.0.0.0/8, fd00::/8,",
    )
    assert settings["OLD_HOSTS"] == ["old.cn", "m.old.cn"]
    assert settings["ALLOWED_HOSTS"] == ["a.cn", "b.cn", "old.cn", "m.old.cn"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["http://127.0.0.1:8000", "https://a.cn"]
    assert [str(network) for network in settings["TRUSTED_PROXIES"]] == ["10.0.0.0/8", "fd00::/8"]


def test_redis_holds_the_cache_where_there_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    memory = settings_with(monkeypatch, tmp_path)["CACHES"]["default"]
    assert memory["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"
    redis = settings_with(monkeypatch, tmp_path, REDIS_URL="redis://10.0.0.1:6379/2")["CACHES"]["default"]
    assert (redis["BACKEND"], redis["LOCATION"]) == (
        "django.core.cache.backends.redis.RedisCache",
        "redis://10.0.0.1:6379/2",
    )
    assert redis["OPTIONS"]["socket_timeout"] <= 0.5  # a Redis that hangs does not block requests


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_limit_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HITS_PER_MINUTE"):
        settings_with(monkeypatch, tmp_path, HITS_PER_MINUTE=value)


def test_postgresql_keeps_its_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = "postgres://editor:secret@db:5433/yanjiang"
    database = settings_with(monkeypatch, tmp_path, DATABASE_URL=url)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "yanjiang")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


@pytest.mark.parametrize("url", ["postgres://editor:secret@db:port/yanjiang", "yanjiang", "mysql://editor:secret@db/y"])
def test_a_database_that_can_be_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL\b") as error:
        settings_with(monkeypatch, tmp_path, DATABASE_URL=url)
    assert "secret" not in str(error.value)


def test_a_replica_is_asked_like_its_primary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    urls = {"DATABASE_URL": "postgres://10.0.0.1/yanjiang", "DATABASE_REPLICA_URL": "postgres://10.0.0.2/yanjiang"}
    databases = settings_with(monkeypatch, tmp_path, **urls)["DATABASES"]
    primary, replica = databases["default"], databases["replica"]
    assert (primary["HOST"], replica["HOST"]) == ("10.0.0.1", "10.0.0.2")
    for name in ("ENGINE", "NAME", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS", "DISABLE_SERVER_SIDE_CURSORS"):
        assert replica[name] == primary[name]
    assert replica["OPTIONS"]["connect_timeout"] <= 2  # pages wait for it
    assert replica["TEST"]["MIRROR"] == "default"


@pytest.mark.parametrize(
    ("primary", "replica"),
    [
        ("", "postgres://10.0.0.2/yanjiang"),
        ("postgres://10.0.0.1/yanjiang", "sqlite:////srv/yanjiang/db.sqlite3"),
        ("postgres://10.0.0.1/yanjiang", "10.0.0.2"),
        ("postgres://10.0.0.1/yanjiang", "postgres://editor:secret@10.0.0.2/other"),
        ("postgres://10.0.0.1/yanjiang", "postgres://editor:secret@10.0.0.2:port/yanjiang"),
        ("postgres://10.0.0.1/yanjiang", "postgres://editor:secret/word@10.0.0.2:5432/yanjiang"),
        ("postgres://10.0.0.1/yanjiang", "postgres://editor:123/secret@10.0.0.2:5432/yanjiang"),
    ],
)
def test_a_replica_that_can_be_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, primary: str, replica: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_REPLICA_URL\b") as error:
        settings_with(monkeypatch, tmp_path, DATABASE_URL=primary, DATABASE_REPLICA_URL=replica)
    assert "secret" not in str(error.value)


def test_the_example_names_every_variable_that_is_read() -> None:
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / "yanjiang" / "settings.py").read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS
    ]
    read = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert sorted(read, key=str) == sorted(EXAMPLE)
    # No other door to the environment: `env` is asked by its methods above alone.
    others = re.findall(r"(?<!\.)\benv\.(\w+)|os\.(environ|getenv)", (ROOT / "yanjiang" / "settings.py").read_text())
    assert {door or other for door, other in others} == {"str", "list", "email_url_config"}


def test_the_log_of_what_staff_did_is_kept_for_180_days_at_least(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert settings_with(monkeypatch, tmp_path)["STAFF_LOG_DAYS"] == 400
    assert settings_with(monkeypatch, tmp_path, STAFF_LOG_DAYS="180")["STAFF_LOG_DAYS"] == 180
    with pytest.raises(ImproperlyConfigured, match="STAFF_LOG_DAYS"):
        settings_with(monkeypatch, tmp_path, STAFF_LOG_DAYS="179")
