"""REQUIRE_SECOND_FACTOR: whoever must have a second factor opens nothing else before it is set up."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.accounts.telephone import Telephone, log_in_with
from tests.accounts.test_logins import PASSWORD, is_logged_in, log_in
from tests.accounts.test_setting_up_second_factor import PAGE, set_up
from tests.builders import make_author, make_editor, make_manager, make_user
from yanjiang.accounts.models import SecondFactor

pytestmark = pytest.mark.django_db


def is_sent_to_set_up(client: Client) -> bool:
    answers = [client.get(url) for url in ("/admin/", "/admin/articles/article/add/", "/admin/mail/")]
    answers.append(client.post("/admin/articles/article/add/", {"title": "a"}))
    redirected = {answer.get("Location") == PAGE for answer in answers}
    assert len(redirected) == 1
    return redirected.pop()


@pytest.mark.parametrize(
    ("setting", "required"),
    [("", set()), ("managers", {"manager", "root"}), ("staff", {"author", "editor", "manager", "root"})],
)
def test_the_setting_says_who_must_have_one(settings: Settings, setting: str, required: set[str]) -> None:
    settings.REQUIRE_SECOND_FACTOR = setting
    people = [make_author(), make_editor(), make_manager(), User.objects.create_superuser("root", password=PASSWORD)]
    sent = set()
    for person in people:
        client = Client()
        log_in(client, person.username, PASSWORD)
        if is_sent_to_set_up(client):
            sent.add(person.username)
    assert sent == required


def test_nothing_else_is_open_until_it_is_set_up(client: Client, settings: Settings, telephone: Telephone) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    make_editor()
    log_in(client, "editor", PASSWORD)
    assert "这个网站要求您用两步验证" in client.get("/admin/", follow=True).content.decode()
    assert client.get("/admin/password_change/").status_code == 200
    assert client.get("/admin/jsi18n/").status_code == 200
    set_up(client, telephone)
    assert is_logged_in(client)
    client.logout()
    log_in_with(client, telephone)
    assert is_logged_in(client)


def test_one_that_is_required_is_replaced_and_not_removed(
    client: Client, settings: Settings, telephone: Telephone
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "managers"
    telephone.give(make_manager())
    log_in_with(client, telephone, "manager")
    assert "停用" not in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}remove/", {"password": PASSWORD}, follow=True)
    assert "不能停用" in answer.content.decode()
    assert SecondFactor.objects.exists()


def test_who_becomes_a_manager_sets_one_up_at_once(client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = "managers"
    editor = make_editor()
    log_in(client, "editor", PASSWORD)
    assert is_logged_in(client)
    editor.groups.add(Group.objects.get(name="站长"))
    assert is_sent_to_set_up(client)


def test_a_session_from_before_the_setting_is_asked_too(client: Client, settings: Settings) -> None:
    make_editor()
    log_in(client, "editor", PASSWORD)
    assert is_logged_in(client)
    settings.REQUIRE_SECOND_FACTOR = "staff"
    assert is_sent_to_set_up(client)


def test_a_new_password_comes_before_the_second_factor(client: Client, settings: Settings) -> None:
    from yanjiang.accounts.models import TemporaryPassword

    settings.REQUIRE_SECOND_FACTOR = "staff"
    TemporaryPassword.objects.create(user=make_editor())
    log_in(client, "editor", PASSWORD)
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
    assert client.get(PAGE)["Location"] == "/admin/password_change/"


def test_who_passed_a_code_costs_no_further_query(
    client: Client, settings: Settings, telephone: Telephone, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "managers"
    telephone.give(make_manager())
    log_in_with(client, telephone, "manager")
    with django_assert_num_queries(2):  # session and user
        client.get("/admin/jsi18n/")


def test_a_visitor_who_is_no_staff_is_not_concerned(client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    client.force_login(make_user("reader"))
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_setting_that_names_nobody_is_refused() -> None:
    environment = {**os.environ, "REQUIRE_SECOND_FACTOR": "everybody"}
    command = [sys.executable, "manage.py", "check"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "REQUIRE_SECOND_FACTOR: 'everybody' is none of managers, staff" in run.stderr
