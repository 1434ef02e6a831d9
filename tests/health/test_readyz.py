"""/healthz and /readyz: what takes a node out of the balancer, and what is only told."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest import MonkeyPatch
from pytest_django import Settings

from articles.dedecms.models import ImportRun
from articles.models import Hit
from tests.builders import make_article
from yanjiang.backups import bookkeeping
from yanjiang.health import checks


def told(client: Client, *, status: int = 200) -> dict[str, Any]:
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def state_of(told: dict[str, Any], name: str) -> str:
    return str(told["checks"][name]["state"])


def make_hit(at: datetime) -> Hit:
    event = f"0b0e7a39-7a2a-4f4f-9a61-{Hit.objects.count():012}"
    return Hit.objects.create(event=event, article_id=1, section_id=1, at=at, kind="reader", visitor=1, referrer="")


@pytest.fixture(autouse=True)
def backed_up(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(bookkeeping, "last_good", timezone.now)


@pytest.fixture
def no_database(monkeypatch: MonkeyPatch) -> Iterator[None]:
    def away() -> None:
        raise DatabaseError("connection refused to secret@10.0.0.7")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        yield


def test_a_process_that_answers_is_alive_whatever_else_is_away(client: Client) -> None:
    """Not marked for the database: to ask it would fail."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_site_that_is_well_is_ready(client: Client) -> None:
    found = told(client)
    assert found["state"] == "ok"
    assert {name: check["state"] for name, check in found["checks"].items()} == dict.fromkeys(
        ("database", "migrations", "roll_up", "imports", "backup", "cache", "uploads", "disk"), "ok"
    )
    assert all(check["words"].endswith("。") for check in found["checks"].values())


@pytest.mark.django_db
@pytest.mark.usefixtures("no_database")
def test_a_node_without_its_database_is_not_ready_and_betrays_nothing(client: Client) -> None:
    found = told(client, status=503)
    assert found["state"] == "failed"
    assert found["checks"].keys() == {"database", "cache", "uploads", "disk"}
    assert "数据库没有回答" in found["checks"]["database"]["words"]
    assert "10.0.0.7" not in json.dumps(found)


@pytest.mark.django_db
def test_a_node_whose_code_expects_other_tables_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("articles", "0001_content")
    found = told(client, status=503)
    assert found["checks"]["migrations"] == {
        "state": "failed",
        "words": "有 1 项数据库变更没有执行：运行 manage.py migrate。",
        "figure": 1,
    }


@pytest.mark.django_db
def test_a_node_stays_ready_while_the_next_version_has_migrated(client: Client) -> None:
    MigrationRecorder(connection).record_applied("articles", "9999_of_the_next_version")
    assert told(client)["state"] == "ok"


@pytest.mark.django_db
def test_a_cache_that_is_away_takes_no_node_out(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    found = told(client)
    assert (found["state"], state_of(found, "cache")) == ("degraded", "degraded")


@pytest.mark.django_db
def test_a_roll_up_that_is_behind_is_told_with_its_seconds(client: Client) -> None:
    make_hit(timezone.now() - timedelta(minutes=5))
    assert state_of(told(client), "roll_up") == "ok"
    Hit.objects.update(at=timezone.now() - timedelta(minutes=42))
    found = told(client)
    assert (found["state"], state_of(found, "roll_up")) == ("degraded", "degraded")
    assert "落后 42 分钟" in found["checks"]["roll_up"]["words"]
    assert 2_520 <= found["checks"]["roll_up"]["figure"] < 2_580


@pytest.mark.django_db
def test_an_import_that_runs_is_counted_and_one_that_stands_still_is_told(client: Client) -> None:
    now = timezone.now()
    ImportRun.objects.create(folder="没有开始", alive_at=None)
    ImportRun.objects.create(folder="做完了", state="done", alive_at=now - timedelta(days=1))
    ImportRun.objects.create(folder="在做", state="running", alive_at=now)
    found = told(client)
    assert (state_of(found, "imports"), found["checks"]["imports"]["figure"]) == ("ok", 1)
    ImportRun.objects.create(folder="停住", state="running", alive_at=now - timedelta(hours=1))
    found = told(client)
    assert (state_of(found, "imports"), found["checks"]["imports"]["figure"]) == ("degraded", 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "state", "words"),
    [
        (3, "ok", "上一次备份在 3 小时前。"),
        (40, "degraded", "上一次备份在 40 小时前：看备份的定时器是不是在运行（systemctl status"),
    ],
)
def test_a_backup_that_is_old_is_told(
    client: Client, monkeypatch: MonkeyPatch, hours: int, state: str, words: str
) -> None:
    made = timezone.now() - timedelta(hours=hours)
    monkeypatch.setattr(bookkeeping, "last_good", lambda: made)
    found = told(client)
    assert state_of(found, "backup") == state
    assert found["checks"]["backup"]["words"].startswith(words)


@pytest.mark.django_db
def test_a_site_that_was_never_backed_up_is_told_so(client: Client, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(bookkeeping, "last_good", lambda: None)
    found = told(client)
    assert state_of(found, "backup") == "degraded"
    assert "运行 systemctl start yanjiang-backup，" in found["checks"]["backup"]["words"]


@pytest.mark.django_db
def test_a_full_disk_takes_no_node_out(client: Client, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_DISK", 10**18)
    found = told(client)
    assert (found["state"], state_of(found, "disk")) == ("degraded", "degraded")


@pytest.mark.django_db
def test_the_answer_costs_few_queries_however_much_waits(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            told(client)
        return len(asked)

    make_article()
    for _ in range(2):
        make_hit(timezone.now())
        ImportRun.objects.create(folder="在做", state="running", alive_at=timezone.now())
    few = queries()
    for _ in range(10):
        make_hit(timezone.now())
        ImportRun.objects.create(folder="在做", state="running", alive_at=timezone.now())
    assert queries() == few == 6


@pytest.mark.django_db
def test_no_secret_is_told(client: Client) -> None:
    answer = client.get("/readyz").content.decode()
    assert project.SECRET_KEY not in answer
    assert str(project.VAR_DIR) not in answer
    assert str(project.DATABASES["default"]["NAME"]) not in answer


@pytest.mark.django_db
def test_a_balancer_may_ask_over_http(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/readyz").status_code == 200
    assert client.get("/").status_code == 301
    assert client.post("/readyz").status_code == 405
