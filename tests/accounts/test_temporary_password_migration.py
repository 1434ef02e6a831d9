"""The model TemporaryPassword came from yanjiang.home by migration: its rows and its permissions stay, either way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests.states import models

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("home", "0009_last_position")
PERMISSION = "view_temporarypassword"


def permitted(group: str) -> list[tuple[str, str]]:
    """Return the permissions of a group with the apps that they belong to now."""
    return list(Group.objects.get(name=group).permissions.values_list("content_type__app_label", "codename"))


@pytest.fixture
def before() -> Iterator[Callable[[str], Any]]:
    """Go back to the state in which the model was in yanjiang.home. Restore today's state at the end of a test."""
    call_command("migrate", "accounts", "zero", verbosity=0)
    yield models(BEFORE)
    call_command("migrate", verbosity=0)


def make_site(model: Callable[[str], Any]) -> None:
    for name in ("heqing", "linyi"):
        user = model("auth.User").objects.create(username=name)
        model("home.TemporaryPassword").objects.create(user=user)
    model("auth.User").objects.create(username="wenzhiyuan")
    kind, _made = model("contenttypes.ContentType").objects.get_or_create(app_label="home", model="temporarypassword")
    permission, _made = model("auth.Permission").objects.get_or_create(
        content_type=kind, codename=PERMISSION, defaults={"name": "Can view 临时密码"}
    )
    model("auth.Group").objects.create(name="技术").permissions.add(permission)


def names(model: Any) -> list[str]:
    return sorted(model.objects.values_list("user__username", flat=True))


def test_rows_and_permissions_move_and_go_back(before: Callable[[str], Any]) -> None:
    make_site(before)

    call_command("migrate", verbosity=0)
    assert names(models()("accounts.TemporaryPassword")) == ["heqing", "linyi"]
    assert permitted("技术") == [("accounts", PERMISSION)]
    kinds = models()("contenttypes.ContentType").objects.filter(model="temporarypassword")
    assert [kind.app_label for kind in kinds] == ["accounts"]
    assert models()("auth.Permission").objects.filter(codename=PERMISSION).count() == 1

    call_command("migrate", "accounts", "zero", verbosity=0)
    assert names(models(BEFORE)("home.TemporaryPassword")) == ["heqing", "linyi"]
    assert permitted("技术") == [("home", PERMISSION)]
    kinds = models(BEFORE)("contenttypes.ContentType").objects.filter(model="temporarypassword")
    assert [kind.app_label for kind in kinds] == ["home"]


def test_a_content_type_that_is_there_already_is_no_error(before: Callable[[str], Any]) -> None:
    make_site(before)
    before("contenttypes.ContentType").objects.create(app_label="accounts", model="temporarypassword")
    call_command("migrate", verbosity=0)
    assert names(models()("accounts.TemporaryPassword")) == ["heqing", "linyi"]
    assert permitted("技术") == [("home", PERMISSION)]
