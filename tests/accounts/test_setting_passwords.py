"""Setting another user's password: nobody overwrites another's choice unseen, nor sets one for a user above."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.articles.admin.forms import errors
from tests.builders import make_author, make_manager
from tests.home.admin.test_two_editors import opened

pytestmark = pytest.mark.django_db

SET = {"password1": "bu-luan-jiang-hua-9", "password2": "bu-luan-jiang-hua-9", "set-password": "1"}
OTHER = {"password1": "wo-ye-bu-luan-jiang-7", "password2": "wo-ye-bu-luan-jiang-7", "set-password": "1"}


def test_a_second_manager_overwrites_a_new_password_only_after_a_confirmation(
    two_managers: tuple[Client, Client],
) -> None:
    first, second = two_managers
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    mine, theirs = opened(second, url), opened(first, url)
    assert first.post(url, {**theirs, **SET}).status_code == 302
    answer = second.post(url, {**mine, **OTHER})
    assert "何清 在 20" in errors(answer)
    user.refresh_from_db()
    assert user.check_password(SET["password1"])
    assert user.password not in answer.content.decode()
    box = lxml.html.fromstring(answer.content.decode()).xpath("//input[@name='overwrite']")[0]
    # A confirmation of one change does not cover the next.
    user.set_password("hai-you-yi-ge-mima-5")
    user.save()
    assert second.post(url, {**mine, **OTHER, "overwrite": box.get("value")}).status_code == 200
    box = lxml.html.fromstring(second.post(url, {**mine, **OTHER}).content).xpath("//input[@name='overwrite']")[0]
    assert second.post(url, {**mine, **OTHER, "overwrite": box.get("value")}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(OTHER["password1"])


def test_a_password_that_its_owner_chose_meanwhile_stays(two_managers: tuple[Client, Client]) -> None:
    _first, second = two_managers
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    mine = opened(second, url)
    user.set_password("hai-you-yi-ge-mima-5")
    user.save()
    assert "密码在您打开以后被修改过" in errors(second.post(url, {**mine, **SET}))
    off = {**mine, "usable_password": "false", "unset-password": "1"}
    assert "密码在您打开以后被修改过" in errors(second.post(url, off))
    user.refresh_from_db()
    assert user.check_password("hai-you-yi-ge-mima-5")


@pytest.mark.parametrize("seen", ["", "1", "[]", "{}", "[" * 100_000, '["a", "b"]', '["a", 1e999]', "null"])
def test_nonsense_in_the_hidden_field_is_no_error(seen: str, two_managers: tuple[Client, Client]) -> None:
    user = make_author()
    answer = two_managers[0].post(f"/admin/auth/user/{user.pk}/password/", {**SET, "seen": seen})
    assert answer.status_code in (200, 302)


def test_the_second_of_two_clicks_is_no_conflict(two_managers: tuple[Client, Client]) -> None:
    first, _second = two_managers
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    sent = {**opened(first, url), **SET}
    assert [first.post(url, sent).status_code for _ in range(2)] == [302, 302]


def test_nobody_sets_the_password_of_a_user_above(two_managers: tuple[Client, Client]) -> None:
    first, _second = two_managers
    root = User.objects.create_superuser("root", password="root-of-it-all-1")
    lesser, custom = make_author(), Client()
    lesser.user_permissions.add(Permission.objects.get(codename="change_user"))
    custom.force_login(lesser)
    equal = make_author("equal")
    for client, user, code in (
        (first, root, 403), (custom, make_manager("above"), 403), (custom, root, 403), (custom, equal, 302),
        (first, equal, 302), (first, make_manager("beside"), 302),
    ):  # fmt: skip
        before = user.password
        assert client.post(f"/admin/auth/user/{user.pk}/password/", SET).status_code == code, user
        user.refresh_from_db()
        assert (user.password == before) == (code == 403), user
