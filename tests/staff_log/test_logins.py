"""Logins, failures, and what people change about their own logins stand in the log, without what they typed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.accounts.telephone import Telephone, log_in_with, send_code
from tests.accounts.test_logins import PASSWORD, log_in
from tests.articles.admin.forms import typed
from tests.builders import make_editor, make_manager
from tests.staff_log.entries import told
from yanjiang.accounts.models import TrustedDevice
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db
SECURITY = "/admin/security/"


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    return Telephone(monkeypatch)


def details() -> list[tuple[str, str]]:
    return [(kind, words) for kind, _subject, _title, words in told()]


def test_a_login_and_a_logout_say_who_and_from_where(client: Client) -> None:
    user = make_editor(last_name="林", first_name="一")
    log_in(client, "editor", PASSWORD)
    client.post("/admin/logout/")
    assert details() == [("登录", "密码"), ("退出", "")]
    for entry in Entry.objects.all():
        assert (entry.user_id, entry.who, entry.address) == (user.pk, "林一（editor）", "127.0.0.1")


def test_a_logout_of_nobody_is_none(client: Client) -> None:
    client.post("/admin/logout/")
    assert not Entry.objects.exists()


def test_a_failure_names_the_account_if_there_is_one(client: Client) -> None:
    make_editor()
    log_in(client, "editor", "wrong")
    log_in(client, "kai-kou-jiu-lai", "wrong")  # a password in the wrong field
    assert told() == [
        ("登录失败", "用户", "editor", "用户名或密码不对"),
        ("登录失败", "", "不存在的用户名", "用户名或密码不对"),
    ]
    assert {(entry.user_id, entry.who) for entry in Entry.objects.all()} == {(None, "")}


def test_a_lock_is_told_and_what_it_refuses_is_not(client: Client) -> None:
    make_editor()
    for _ in range(8):
        log_in(client, "editor", "wrong")
    assert [words for _kind, words in details()] == ["用户名或密码不对"] * 4 + ["用户名或密码不对，连续输错，暂时锁定"]


def test_a_stranger_cannot_fill_the_log(client: Client, telephone: Telephone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yanjiang.accounts.logins.NOTED_A_MINUTE", 3)
    make_editor()
    for number in range(6):
        log_in(client, f"stranger{number}", "wrong")
        log_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), "editor", "wrong")
    assert [title for _kind, _subject, title, _details in told()].count("editor") == 3
    assert Entry.objects.count() == 4  # of all names that nobody has, one
    telephone.later(minutes=1)
    log_in(client, "stranger", "wrong")
    assert Entry.objects.count() == 5


def test_a_login_says_what_stood_in_for_the_telephone(client: Client, telephone: Telephone) -> None:
    codes = telephone.give(make_editor())
    log_in_with(client, telephone)
    other = Client()
    log_in(other, "editor", PASSWORD)
    send_code(other, codes[0], trusts="on")
    other.post("/admin/logout/")
    log_in(other, "editor", PASSWORD)
    assert details() == [
        ("登录", "密码和验证码"),
        ("登录", "密码和恢复码，以后信任这台设备"),
        ("退出", ""),
        ("登录", "密码和信任的设备"),
    ]


def test_a_wrong_code_is_a_failure(client: Client, telephone: Telephone) -> None:
    telephone.give(make_editor())
    log_in(client, "editor", PASSWORD)
    send_code(client, telephone.wrong_code())
    assert told() == [("登录失败", "用户", "editor", "验证码不对")]


def test_what_people_change_about_their_own_login(client: Client, telephone: Telephone) -> None:
    user = make_editor(email="lin@example.com")
    client.force_login(user)
    client.post(f"{SECURITY}start/", {"password": PASSWORD})
    telephone.key = client.session["new_second_factor"]
    client.post(f"{SECURITY}telephone/", {"code": telephone.code()})
    client.post(f"{SECURITY}codes/", {"password": PASSWORD})
    telephone.later(seconds=30)
    other = Client()
    log_in_with(other, telephone, trusts="on")
    client.post(f"{SECURITY}devices/{TrustedDevice.objects.get().pk}/forget/")
    client.post(f"{SECURITY}logins/end/")
    client.post(f"{SECURITY}remove/", {"password": PASSWORD})
    client.post("/admin/mail/", {"email": "lin@example.com", "wants_mail": "on"})
    new = "xin-de-mima-2026"
    client.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert [words for kind, words in details() if kind == "登录安全"] == [
        "启用两步验证，退出别处的登录",
        "重新生成恢复码",
        "不再信任一台设备",
        "退出别处的 1 个登录",
        "停用两步验证",
        "修改自己的邮件提醒",
        "修改自己的密码",
    ]


def test_nothing_done_is_nothing_logged(client: Client) -> None:
    client.force_login(make_editor())
    client.post(f"{SECURITY}devices/9/forget/")
    client.post(f"{SECURITY}logins/end/")
    client.post(f"{SECURITY}remove/", {"password": ""})
    client.post("/admin/password_change/", {"old_password": "", "new_password1": "a", "new_password2": "b"})
    assert not Entry.objects.exists()


def test_what_others_do_with_a_users_login(client: Client, telephone: Telephone) -> None:
    user = make_editor()
    telephone.give(user)
    client.force_login(User.objects.create_superuser("root"))
    client.post(f"/admin/auth/user/{user.pk}/second-factor/")
    url = f"/admin/auth/user/{user.pk}/password/"
    new = "xin-de-mima-2026"
    client.post(url, {**typed(client, url), "password1": new, "password2": new})
    call_command("reset_second_factor", "editor", verbosity=0)
    assert told() == [
        ("用户与权限", "用户", "editor", "重设了两步验证。"),
        ("用户与权限", "用户", "editor", "已修改密码。"),
        ("用户与权限", "用户", "editor", "重设两步验证"),
    ]
    assert Entry.objects.latest("pk").browser == "命令行"


def test_a_new_user_is_named(client: Client) -> None:
    client.force_login(make_manager())
    new: dict[str, Any] = {"username": "zhou", "password1": "xin-de-mima-2026", "password2": "xin-de-mima-2026"}
    client.post("/admin/auth/user/add/", {**new, "is_staff": "on"})
    assert told() == [("用户与权限", "用户", "zhou", "新建")]
