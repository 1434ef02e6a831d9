"""check_site tells who logs in without a second factor, and whether the log of what staff did is guarded."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import Settings

from tests.builders import make_editor, make_manager, shanghai
from yanjiang.accounts.models import SecondFactor
from yanjiang.health.findings import Finding, State
from yanjiang.health.security import site, staff
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

pytestmark = pytest.mark.django_db
AT = shanghai("2026-03-01 12:00")


def found(name: str) -> Finding:
    return next(finding for finding in site.findings(AT, from_outside=False) if finding.name == name)


def set_up(*people: User) -> None:
    for person in people:
        SecondFactor.objects.create(user=person, key="00" * 20, last_step=0, made_at=AT)


def test_few_people_decide_for_themselves() -> None:
    make_manager(), make_editor()
    assert (found("second_factor").state, found("second_factor").figure) == (State.OK, 2)


def test_many_people_who_log_in_by_a_password_alone_are_told() -> None:
    people = [make_manager(), *(make_editor(f"editor{number}") for number in range(4))]
    User.objects.create_user("reader")
    assert found("second_factor").state is State.DEGRADED
    assert found("second_factor").words.startswith("editor0、editor1、editor2 等 5 个人登录后台只要密码")
    set_up(*people)
    assert found("second_factor") == Finding("second_factor", State.OK, "要用两步验证的人都设好了。", 0)


@pytest.mark.parametrize(("required", "names"), [("managers", "manager 1 个人"), ("staff", "editor、manager 2 个人")])
def test_people_of_whom_it_is_required_are_named(settings: Settings, required: str, names: str) -> None:
    settings.REQUIRE_SECOND_FACTOR = required
    manager, editor = make_manager(), make_editor()
    assert found("second_factor").state is State.DEGRADED
    assert found("second_factor").words.startswith(f"{names}要用两步验证，还没有设好")
    set_up(manager)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert found("second_factor").state is State.OK


def test_the_last_row_of_the_log_is_told(settings: Settings) -> None:
    settings.STAFF_LOG_DAYS = 200
    assert found("staff_log").words == "操作记录留 200 天，现在还没有。"
    record(Origin(None), Entry.Kind.BACKUP, subject="备份", title="a.tar")
    last = Entry.objects.get().at
    assert staff.log(last + timedelta(hours=5)).words == "操作记录留 200 天，最近一条在 5 小时前。"
    assert staff.log(last + timedelta(minutes=5)).words == "操作记录留 200 天，最近一条在不到一小时前。"


@pytest.mark.parametrize("name", ["staff_log_no_update", "staff_log_no_delete"])
def test_a_log_that_is_not_guarded_is_a_danger(name: str) -> None:
    assert found("staff_log_guards").state is State.OK
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (" ON staff_log_entry" if connection.vendor == "postgresql" else ""))
    assert (found("staff_log_guards").state, name in found("staff_log_guards").words) == (State.FAILED, True)


def test_a_guard_that_is_switched_off_is_a_danger() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no switch")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE staff_log_entry DISABLE TRIGGER staff_log_no_update")
    assert found("staff_log_guards").state is State.FAILED
