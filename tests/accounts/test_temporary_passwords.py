"""A password that somebody else chose opens a single page: the form in which its owner chooses another."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.accounts.test_logins import PASSWORD, log_in
from tests.builders import make_author, make_editor, make_manager
from tests.pages import read
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.accounts.temporary_passwords import OF_THE_DEMO
from yanjiang.home.management.commands import demo

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


def is_redirected_to_the_form(client: Client) -> bool:
    answers = [client.get(url) for url in ("/admin/", "/admin/articles/article/add/", "/admin/password_change/done/")]
    answers.append(client.post("/admin/articles/article/add/", {"title": "a"}))
    redirected = {answer.get("Location") == FORM for answer in answers}
    assert len(redirected) == 1
    return redirected.pop()


def test_a_new_user_first_chooses_a_password(manager: Client, client: Client) -> None:
    add(manager)
    assert log_in(client, "xiaoyu", GIVEN) == 302
    assert is_redirected_to_the_form(client)
    page = read(client, FORM)
    assert (page.status, "请先换成只有您自己知道的密码" in page.text) == (200, True)
    assert client.get("/admin/jsi18n/").status_code == 200
    assert choose(client, GIVEN, GIVEN) == 200
    assert choose(client, "wrong", OWN) == 200
    assert is_redirected_to_the_form(client)

    assert choose(client, GIVEN, OWN) == 302
    assert not is_redirected_to_the_form(client)
    assert not TemporaryPassword.objects.exists()
    assert "请先换成" not in read(client, FORM).text
    client.logout()
    assert log_in(client, "xiaoyu", OWN) == 302
    assert not is_redirected_to_the_form(client)


def test_a_new_user_may_log_out_instead_and_is_asked_again(manager: Client, client: Client) -> None:
    add(manager)
    log_in(client, "xiaoyu", GIVEN)
    assert client.post("/admin/logout/").status_code in (200, 302)
    assert log_in(client, "xiaoyu", GIVEN) == 302
    assert is_redirected_to_the_form(client)


def test_a_password_that_is_reset_is_temporary(manager: Client, client: Client) -> None:
    author = make_author()
    assert reset(manager, author) == 302
    assert reset(manager, author) == 302
    assert log_in(client, "author", GIVEN) == 302
    assert is_redirected_to_the_form(client)


def test_a_reset_that_fails_leaves_the_password_as_it_was(manager: Client, client: Client) -> None:
    author = make_author()
    fields = {"password1": "short", "password2": "short", "usable_password": "true", "set-password": "1"}
    assert manager.post(f"/admin/auth/user/{author.pk}/password/", fields).status_code == 200
    assert log_in(client, "author", PASSWORD) == 302
    assert not is_redirected_to_the_form(client)


def test_a_password_of_ones_own_opens_every_page(client: Client) -> None:
    make_editor()
    assert log_in(client, "editor", PASSWORD) == 302
    assert not is_redirected_to_the_form(client)


def test_ones_own_password_is_changed_only_in_the_form_that_asks_for_the_present_one(manager: Client) -> None:
    user = User.objects.get(username="manager")
    for answer in (
        manager.get(f"/admin/auth/user/{user.pk}/password/"),
        manager.post(f"/admin/auth/user/{user.pk}/password/"),
    ):
        assert (answer.status_code, answer["Location"]) == (302, FORM)
    assert User.objects.get(username="manager").check_password(PASSWORD)


def test_a_change_of_other_fields_leaves_the_password_unmarked(manager: Client) -> None:
    author = make_author()
    fields = {"username": "author", "last_name": "何", "is_active": "on", "is_staff": "on"}
    assert manager.post(f"/admin/auth/user/{author.pk}/change/", fields).status_code == 302
    assert not TemporaryPassword.objects.exists()


def test_the_demo_alone_accepts_the_passwords_that_it_printed(
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
        assert log_in(client, username, password) == 302
        assert not is_redirected_to_the_form(client)
        # The session of a visit to the demo does not outlive it.
        settings.DEMO = False
        assert is_redirected_to_the_form(client)
        client.logout()
        assert log_in(client, username, password) == 302
        assert is_redirected_to_the_form(client)


def test_other_users_choose_theirs_on_the_demo_too(manager: Client, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    add(manager)
    assert log_in(client, "xiaoyu", GIVEN) == 302
    assert is_redirected_to_the_form(client)


def test_the_mark_costs_no_query_after_the_login(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user; the form asks for nothing more than the permissions."""
    make_editor()
    log_in(client, "editor", PASSWORD)
    with django_assert_num_queries(2):
        client.get("/admin/jsi18n/")
