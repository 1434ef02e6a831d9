"""Rows of the log are added, and neither code nor statements of SQL change or delete them before their time."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from articles.due_work import do_due_work
from tests.builders import make_user
from tests.staff_log.entries import make_entry
from yanjiang.staff_log import keeping
from yanjiang.staff_log.models import AppendOnlyError, Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(who="别人"),
        lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["who"]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"who": "别人"}),
    ],
    ids=["save", "delete", "update", "delete of many", "bulk update", "update or create"],
)
def test_code_cannot_change_a_row(change: Callable[[Entry], Any]) -> None:
    entry = make_entry()
    with pytest.raises(AppendOnlyError), transaction.atomic():
        change(Entry.objects.get(pk=entry.pk))
    assert Entry.objects.get().who == "周言（zhou）"


def _run(statement: str, values: tuple[Any, ...] = ()) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("statement", ["UPDATE staff_log_entry SET who = 'x'", "DELETE FROM staff_log_entry"])
def test_the_database_refuses_too(statement: str) -> None:
    make_entry()
    with pytest.raises(DatabaseError, match="append-only"):
        _run(statement)
    assert Entry.objects.get().who == "周言（zhou）"


@pytest.mark.parametrize(("days", "is_refused"), [(179, True), (181, False)])
def test_the_database_lets_rows_go_after_180_days(days: int, *, is_refused: bool) -> None:
    make_entry(at=timezone.now() - timedelta(days=days))
    if is_refused:
        with pytest.raises(DatabaseError, match="append-only"):
            _run("DELETE FROM staff_log_entry")
    else:
        _run("DELETE FROM staff_log_entry")
    assert Entry.objects.exists() == is_refused


def test_old_rows_are_never_changed_either() -> None:
    make_entry(at=timezone.now() - timedelta(days=500))
    with pytest.raises(DatabaseError, match="append-only"):
        _run("UPDATE staff_log_entry SET who = 'x'")


def test_the_timer_deletes_what_was_kept_long_enough(settings: Settings) -> None:
    settings.STAFF_LOG_DAYS = 200
    now = timezone.now()
    for days in (0, 199, 201, 500):
        make_entry(title=f"{days}", at=now - timedelta(days=days))
    do_due_work(now)
    assert sorted(Entry.objects.values_list("title", flat=True)) == ["0", "199"]


def test_the_timer_asks_for_nothing_that_the_database_refuses(settings: Settings) -> None:
    settings.STAFF_LOG_DAYS = 180
    now = timezone.now()
    make_entry(at=now - timedelta(days=180, seconds=1))
    assert keeping.tidy(now) == 0  # SQLite's trigger goes by whole seconds, PostgreSQL's by the server's clock
    make_entry(at=now - timedelta(days=180, hours=1, seconds=1))
    assert keeping.tidy(now) == 1


def test_it_deletes_so_many_at_once_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    now = timezone.now()
    for days in (500, 700, 600):
        make_entry(title=f"{days}", at=now - timedelta(days=days))
    assert keeping.tidy(now) == 2
    assert Entry.objects.get().title == "500"


def test_a_row_outlives_its_user() -> None:
    user = make_user("lisi", last_name="李", first_name="四")
    make_entry(user=user, who="李四（lisi）")
    number = user.pk
    user.delete()
    assert [(entry.user_id, entry.who) for entry in Entry.objects.all()] == [(number, "李四（lisi）")]
    assert Entry.objects.get().user is None


def test_dumpdata_says_nothing_of_an_account_that_is_gone() -> None:
    user, left = make_user("lisi"), make_user("wangwu")
    make_entry(user=user, who="李四（lisi）")
    make_entry(user=left, who="wangwu")
    user.delete()
    out = StringIO()
    call_command("dumpdata", "staff_log", "--natural-foreign", stdout=out)
    rows = [(row["fields"]["who"], row["fields"]["user"]) for row in json.loads(out.getvalue())]
    assert rows == [("李四（lisi）", None), ("wangwu", ["wangwu"])]


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_log_and_leaves_it_guarded() -> None:
    make_entry()
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()
    make_entry()
    with pytest.raises(DatabaseError, match="append-only"):
        _run("DELETE FROM staff_log_entry")
