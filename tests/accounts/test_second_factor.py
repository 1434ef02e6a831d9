"""The login with a second factor: a code after the password. A code is good once, and wrong codes lock the login."""

import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from redis.exceptions import RedisError

from tests.accounts.telephone import CODE, Telephone, log_in_with, send_code
from tests.accounts.test_logins import LIMIT, PASSWORD, guess, is_logged_in, log_in
from tests.builders import make_editor
from tests.pages import inline_code, read
from tests.test_english import english
from yanjiang.accounts import second_factor
from yanjiang.accounts.models import RecoveryCode, SecondFactor

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(telephone: Telephone) -> list[str]:
    """Give the editor a telephone. Return the recovery codes."""
    return telephone.give(make_editor())


def test_the_password_alone_opens_nothing(codes: list[str], client: Client) -> None:
    answer = client.post("/admin/login/", {"username": "editor", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert not is_logged_in(client)
    assert client.get("/admin/articles/article/").status_code == 302


def test_password_and_code_open_the_wanted_page(codes: list[str], client: Client, telephone: Telephone) -> None:
    client.post("/admin/login/?next=/admin/pictures/picture/", {"username": "editor", "password": PASSWORD})
    answer = client.post(CODE, {"code": telephone.code()})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/pictures/picture/")
    assert is_logged_in(client)


def test_the_code_may_be_typed_at_full_width_and_with_blanks(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    log_in(client, "editor", PASSWORD)
    wide = telephone.code().translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert send_code(client, f" {wide[:3]} {wide[3:]} ") == 302


def test_the_codes_of_half_a_minute_before_and_after_are_good(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    telephone.later(minutes=5)
    for seconds, status in ((30, 302), (60, 200), (-30, 302), (-60, 200)):
        SecondFactor.objects.update(last_step=0)
        log_in(client, "editor", PASSWORD)
        telephone.later(seconds=seconds)
        code = telephone.code()
        telephone.later(seconds=-seconds)
        assert send_code(client, code) == status, seconds
        client.logout()


def test_a_code_is_good_once(codes: list[str], client: Client, telephone: Telephone) -> None:
    assert log_in_with(client, telephone) == 302
    code, other = telephone.code(), Client()
    log_in(other, "editor", PASSWORD)
    assert send_code(other, code) == 200
    assert not is_logged_in(other)
    telephone.later(seconds=30)
    assert send_code(other, code) == 200
    assert send_code(other, telephone.code()) == 302


def test_the_code_of_the_setting_up_cannot_log_in(client: Client, telephone: Telephone) -> None:
    user, code = make_editor(), telephone.code()
    assert second_factor.set_up(user, telephone.key, code, telephone.now)
    log_in(client, "editor", PASSWORD)
    assert send_code(client, code) == 200


def test_a_recovery_code_is_good_once_and_stored_as_a_hash(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    assert (len(set(codes)), len({code[:4] for code in codes})) == (10, 10)
    stored = " ".join(f"{row.beginning} {row.digest}" for row in RecoveryCode.objects.all())
    assert [code for code in codes if code.replace("-", "")[4:] in stored] == []
    for code, status in (
        (codes[3].upper().replace("-", " "), 302),
        (codes[3], 200),
        (codes[4][:-1] + "!", 200),
        (codes[4], 302),
    ):
        log_in(client, "editor", PASSWORD)
        assert send_code(client, code) == status
        client.logout()
    assert RecoveryCode.objects.count() == 8


def test_nobody_else_s_recovery_code_is_good(codes: list[str], client: Client, telephone: Telephone) -> None:
    other = telephone.give(make_editor("other"))
    log_in(client, "editor", PASSWORD)
    assert send_code(client, other[0]) == 200
    assert RecoveryCode.objects.count() == 20


# --- Guesses ---------------------------------------------------------------------------------------------------------


def test_wrong_codes_lock_the_name_like_wrong_passwords(codes: list[str], client: Client, telephone: Telephone) -> None:
    assert guess(client, times=2) == [200, 200]
    log_in(client, "editor", PASSWORD)
    assert [send_code(client, telephone.wrong_code()) for _ in range(3)] == [200, 200, 429]
    assert send_code(client, telephone.code()) == 429
    assert log_in(client, "editor", PASSWORD) == 429
    assert "用户名、密码或验证码连续 5 次不正确" in client.post(CODE, {"code": "1"}).content.decode()
    assert not is_logged_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert log_in_with(elsewhere, telephone) == 302


def test_a_right_password_does_not_clear_wrong_codes_and_a_right_code_does(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    for _ in range(LIMIT - 1):
        log_in(client, "editor", PASSWORD)
        assert send_code(client, telephone.wrong_code()) == 200
    assert AccessAttempt.objects.get().failures_since_start == LIMIT - 1
    assert log_in_with(client, telephone) == 302
    assert not AccessAttempt.objects.exists()


def test_a_wrong_code_is_not_kept(codes: list[str], client: Client, telephone: Telephone) -> None:
    log_in(client, "editor", PASSWORD)
    send_code(client, codes[0] + "x")
    kept = AccessAttempt.objects.get()
    assert codes[0][:6] not in kept.post_data
    assert "code=" in kept.post_data


def test_after_ten_wrong_codes_from_anywhere_only_recovery_codes_are_good_for_an_hour(
    codes: list[str], telephone: Telephone
) -> None:
    def attempt(number: int, code: str) -> str:
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        log_in(client, "editor", PASSWORD)
        answer = client.post(CODE, {"code": code})
        return "in" if answer.status_code == 302 else answer.content.decode()

    for number in range(second_factor.MOST_FAILURES):
        page = attempt(number, telephone.wrong_code())
    assert "一小时之内只能用恢复码登录" in page
    assert "一小时之内只能用恢复码登录" in attempt(20, telephone.code())
    assert attempt(21, codes[0]) == "in"
    telephone.later(minutes=59)
    assert attempt(22, telephone.code()) != "in"
    telephone.later(minutes=2)
    assert "或者已经用过" in attempt(23, telephone.wrong_code())
    assert attempt(24, telephone.code()) == "in"


# --- The page of the code --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["", "1", "12345", "1234567", "a\0b", "九九九九九九", "😀" * 40, "x" * 5000, "-", "٣٣٣٣٣٣"]
)
def test_no_code_breaks_the_login(codes: list[str], client: Client, code: str) -> None:
    log_in(client, "editor", PASSWORD)
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 200
    assert re.search(r'class="errornote"[^>]*>[^<]*[\u4e00-\u9fff]', answer.content.decode())
    assert not is_logged_in(client)


def test_without_a_right_password_before_there_is_no_page_for_the_code(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    for answer in (client.get(CODE), client.post(CODE, {"code": telephone.code()})):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    assert not is_logged_in(client)


def test_ten_minutes_after_the_password_it_is_asked_again(
    codes: list[str], client: Client, telephone: Telephone
) -> None:
    log_in(client, "editor", PASSWORD)
    telephone.later(minutes=11)
    answer = client.post(CODE, {"code": telephone.code()}, follow=True)
    assert "等得太久了，请重新登录" in answer.content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize("change", ["deactivated", "new password", "deleted"])
def test_an_account_that_changed_after_the_password_is_not_logged_in(
    codes: list[str], client: Client, telephone: Telephone, change: str
) -> None:
    log_in(client, "editor", PASSWORD)
    user = User.objects.get()
    if change == "deactivated":
        User.objects.update(is_active=False)
    elif change == "deleted":
        user.delete()
    else:
        user.set_password("huan-le-yi-ge-9")
        user.save()
    assert client.post(CODE, {"code": telephone.code()})["Location"] == "/admin/login/"
    assert not is_logged_in(client)


def test_the_page_is_chinese_and_needs_no_script(codes: list[str], client: Client) -> None:
    log_in(client, "editor", PASSWORD)
    page = read(client, CODE)
    assert inline_code(page.html) == []
    assert english(page.html) == []
    assert "恢复码" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_code_needs_the_token_of_its_form(codes: list[str], telephone: Telephone) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/admin/login/").content.decode())
    assert token
    fields = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert client.post("/admin/login/", fields).status_code == 302
    assert client.post(CODE, {"code": telephone.code()}).status_code == 403


def test_the_login_works_without_the_cache(
    codes: list[str], client: Client, telephone: Telephone, settings: Settings
) -> None:
    redis = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1"}}  # nobody listens there
    with pytest.raises(RedisError):
        cache.get("x")
    assert log_in_with(client, telephone, trusts="on") == 302
    assert is_logged_in(client)
    client.post("/admin/logout/")
    assert log_in(client, "editor", PASSWORD) == 302
    assert is_logged_in(client)


def test_both_steps_leave_one_session(codes: list[str], client: Client, telephone: Telephone) -> None:
    assert log_in_with(client, telephone) == 302
    assert Session.objects.count() == 1


def test_one_of_two_logins_with_the_same_code_at_the_same_moment_fails(
    codes: list[str], telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, code, compute = User.objects.get(), telephone.code(), second_factor._step

    def meanwhile(*arguments: Any, **options: Any) -> int | None:
        monkeypatch.setattr(second_factor, "_step", compute)
        assert second_factor.accepts(user, code, telephone.now)
        return compute(*arguments, **options)

    monkeypatch.setattr(second_factor, "_step", meanwhile)
    assert not second_factor.accepts(user, code, telephone.now)
