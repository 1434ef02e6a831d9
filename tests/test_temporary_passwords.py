"""A password that somebody else chose opens one page: the one where its owner chooses another."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.builders import make_author, make_editor, make_manager
from tests.pages import read
from tests.test_logins import PASSWORD, sign_in
from yanjiang.home.management.commands import demo
from yanjiang.home.models import TemporaryPassword
from yanjiang.logins import OF_THE_DEMO

pytestmark = [pytest.mark.once, pytest.mark.django_db]

GIVEN, OWN = "ling-dao-she-de-8", "zi-ji-xuan-de-9"
FORM = "/admin/password_change/"


@pytest.fixture
def manager() -> Client:
    client = Client()
    client.force_login(make_manager())
    return client


def add(manager: Client, username: str = "xiaoyu") -> User:
    fields = {"username": username, "password1": GIVEN, "password2": GIVEN, "is_staff": "on"}
    assert manager.post("/admin/auth/user/add/", fields).status_code == 302
    return User.objects.get(username=username)


def reset(manager: Client, user: User) -> int:
    fields = {"password1": GIVEN, "password2": GIVEN, "usable_password": "true", "set-password": "1"}
    return manager.post(f"/admin/auth/user/{user.pk}/password/", fields).status_code


def choose(client: Client, old: str, new: str) -> int:
    return client.post(FORM, {"old_password": old, "new_password1": new, "new_password2": new}).status_code


def is_led_to_the_form(client: Client) -> bool:
    answers = [client.get(url) for url in ("/admin/", "/admin/articles/article/add/", "/admin/password_change/done/")]
    answers.append(client.post("/admin/articles/article/add/", {"title": "a"}))
    led = {answer.get("Location") == FORM for answer in answers}
    assert len(led) == 1
    return led.pop()


def test_a_new_account_first_chooses_its_password(manager: Client, client: Client) -> None:
    add(manager)
    assert sign_in(client, "xiaoyu", GIVEN) == 302
    assert is_led_to_the_form(client)
    page = read(client, FORM)
    assert (page.status, "请先换成只有您自己知道的密码" in page.text) == (200, True)
    assert client.get("/admin/jsi18n/").status_code == 200
    assert choose(client, GIVEN, GIVEN) == 200
    assert choose(client, "wrong", OWN) == 200
    assert is_led_to_the_form(client)

    assert choose(client, GIVEN, OWN) == 302
    assert not is_led_to_the_form(client)
    assert not TemporaryPassword.objects.exists()
    assert "请先换成" not in read(client, FORM).text
    client.logout()
    assert sign_in(client, "xiaoyu", OWN) == 302
    assert not is_led_to_the_form(client)


def test_it_may_leave_instead_and_is_asked_again(manager: Client, client: Client) -> None:
    add(manager)
    sign_in(client, "xiaoyu", GIVEN)
    assert client.post("/admin/logout/").status_code in (200, 302)
    assert sign_in(client, "xiaoyu", GIVEN) == 302
    assert is_led_to_the_form(client)


def test_a_password_that_is_reset_is_temporary(manager: Client, client: Client) -> None:
    author = make_author()
    assert reset(manager, author) == 302
    assert reset(manager, author) == 302
    assert sign_in(client, "author", GIVEN) == 302
    assert is_led_to_the_form(client)


def test_a_reset_that_fails_leaves_the_password_and_its_owner_alone(manager: Client, client: Client) -> None:
    author = make_author()
    fields = {"password1": "short", "password2": "short", "usable_password": "true", "set-password": "1"}
    assert manager.post(f"/admin/auth/user/{author.pk}/password/", fields).status_code == 200
    assert sign_in(client, "author", PASSWORD) == 302
    assert not is_led_to_the_form(client)


def test_whoever_chose_the_password_is_led_nowhere(client: Client) -> None:
    make_editor()
    assert sign_in(client, "editor", PASSWORD) == 302
    assert not is_led_to_the_form(client)


def test_ones_own_password_is_changed_where_the_present_one_is_asked_for(manager: Client) -> None:
    user = User.objects.get(username="manager")
    for answer in (
        manager.get(f"/admin/auth/user/{user.pk}/password/"),
        manager.post(f"/admin/auth/user/{user.pk}/password/"),
    ):
        assert (answer.status_code, answer["Location"]) == (302, FORM)
    assert User.objects.get(username="manager").check_password(PASSWORD)


def test_changing_other_things_of_a_user_does_not_mark_the_password(manager: Client) -> None:
    author = make_author()
    fields = {"username": "author", "last_name": "何", "is_active": "on", "is_staff": "on"}
    assert manager.post(f"/admin/auth/user/{author.pk}/change/", fields).status_code == 302
    assert not TemporaryPassword.objects.exists()


def test_the_demo_keeps_the_passwords_it_printed_and_no_other_server_does(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("call_command", "load"):  # static files and the sample content, half a minute of them
        monkeypatch.setattr(demo, other, lambda *_, **__: None)
    printed = StringIO()
    call_command("demo", no_serve=True, stdout=printed)
    passwords = dict(re.findall(r"账号 (\w+)：([\w-]{16})$", printed.getvalue(), re.MULTILINE))
    assert passwords.keys() == OF_THE_DEMO == demo.PEOPLE.keys()
    for username, password in passwords.items():
        settings.DEMO = True
        assert sign_in(client, username, password) == 302
        assert not is_led_to_the_form(client)
        # The session of a visit to the demo does not outlive it.
        settings.DEMO = False
        assert is_led_to_the_form(client)
        client.logout()
        assert sign_in(client, username, password) == 302
        assert is_led_to_the_form(client)


def test_other_accounts_choose_theirs_on_the_demo_too(manager: Client, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    add(manager)
    assert sign_in(client, "xiaoyu", GIVEN) == 302
    assert is_led_to_the_form(client)


def test_to_know_it_costs_no_query_after_the_login(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user; the form asks for nothing more than the permissions."""
    make_editor()
    sign_in(client, "editor", PASSWORD)
    with django_assert_num_queries(2):
        client.get("/admin/jsi18n/")
