"""Users are compared by their permissions alone."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.builders import make_author, make_manager
from yanjiang.accounts.permissions import groups_within, is_above

pytestmark = pytest.mark.django_db


def test_a_user_is_above_another_by_a_permission_that_the_other_lacks() -> None:
    author, manager = make_author(), make_manager()
    superuser = User.objects.create_superuser("root")
    assert is_above(manager, author)
    assert not is_above(author, manager)
    assert not is_above(manager, make_manager("second"))
    assert is_above(superuser, manager)
    assert not is_above(superuser, User.objects.create_superuser("toor"))


def test_people_are_put_only_in_groups_that_give_no_more_than_one_has() -> None:
    author, manager = make_author(), make_manager()
    superuser = User.objects.create_superuser("root")
    Group.objects.create(name="技术").permissions.add(Permission.objects.get(codename="delete_user"))
    assert [found.name for found in groups_within(manager)] == ["作者", "编辑", "站长", "审计"]
    assert [found.name for found in groups_within(author)] == ["作者"]
    assert len(groups_within(superuser)) == 5
