"""Sessions: their beginning and end. Passwords: the weak ones are refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.accounts.test_logins import PASSWORD, can_log_in, is_logged_in, log_in
from tests.builders import make_editor

pytestmark = pytest.mark.django_db


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_a_login_gets_a_new_session_and_a_new_token(client: Client) -> None:
    make_editor()
    client.get("/admin/login/")
    session = client.session
    session["planted"] = "by somebody who knows the key"
    session.save()
    planted, token = session.session_key, client.cookies["csrftoken"].value
    client.cookies["sessionid"] = planted or ""
    assert can_log_in(client)
    assert client.cookies["sessionid"].value != planted
    assert client.cookies["csrftoken"].value != token
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_ends_after_half_a_day(client: Client) -> None:
    make_editor()
    assert can_log_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == 12 * 60 * 60
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_logged_in(client)


def test_a_logout_ends_the_session_and_not_only_the_cookie(client: Client) -> None:
    make_editor()
    assert can_log_in(client)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_logged_in(stolen)
    assert client.get("/admin/logout/").status_code == 405
    assert client.post("/admin/logout/").status_code in (200, 302)
    assert not is_logged_in(stolen)
    assert not Session.objects.exists()


def test_a_new_password_ends_all_other_sessions(client: Client) -> None:
    make_editor()
    elsewhere = Client()
    assert can_log_in(client)
    assert can_log_in(elsewhere)
    new = {"old_password": PASSWORD, "new_password1": "huan-le-yi-ge-9", "new_password2": "huan-le-yi-ge-9"}
    assert client.post("/admin/password_change/", new).status_code == 302
    assert is_logged_in(client)
    assert not is_logged_in(elsewhere)


def test_a_deactivated_user_is_logged_out_at_once(client: Client) -> None:
    make_editor()
    assert can_log_in(client)
    User.objects.update(is_active=False)
    assert not is_logged_in(client)
    assert log_in(client, "editor", PASSWORD) == 200


# --- Passwords -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("duan", "密码太短，至少要有 10 个字符"),
        ("1234567890123", "密码不能全是数字"),
        ("qwertyuiop", "这个密码太常见了"),
        ("editor-1234", "密码里有用户名"),
        (PASSWORD, "新密码不能和现在的密码一样"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(client: Client, password: str, message: str) -> None:
    make_editor()
    assert can_log_in(client)
    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    page = client.post("/admin/password_change/", fields)
    assert page.status_code == 200
    assert message in page.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_long_password_of_any_characters_is_accepted(client: Client) -> None:
    make_editor()
    assert can_log_in(client)
    password = "开口 就来，一句😀" * 10
    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post("/admin/password_change/", fields).status_code == 302
    assert User.objects.get().check_password(password)
