"""Passwords that many people in China choose are refused."""

import runpy
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yanjiang.accounts.common_passwords import chinese_passwords

SCRIPT = Path(__file__).resolve().parent.parent.parent / ".ci" / "common_passwords.py"


@pytest.mark.parametrize(
    "password",
    [
        "woaini5201314",
        "5201314woaini",
        "woaini1314520",
        "a123456789",
        "qq123456789",
        "wangwei123456",
        "zhang19900101",
        "1qaz2wsx3edc",
        "admin123456",
        "1q2w3e4r5t",
        "WoAiNi5201314",
        "woaini-520-1314",
        "ｗｏａｉｎｉ５２０１３１４",
        "Woaini@5201314!",
        "1990-01-01-1314",
        "139.0013.8000",
        "qwertyuiop",
    ],
)
def test_a_common_password_is_refused_in_chinese(password: str) -> None:
    with pytest.raises(ValidationError, match=r"太常见了|只有数字和标点"):
        validate_password(password, User(username="heqing"))


@pytest.mark.parametrize(
    "password", ["kai-kou-jiu-lai", "san-ri-bu-du-shu-7", "开口就来，一句话也不多", "woaiheshangdewanxia"]
)
def test_other_passwords_are_accepted(password: str) -> None:
    validate_password(password, User(username="heqing"))


def test_the_list_has_ten_thousand_that_no_other_rule_refuses() -> None:
    passwords = chinese_passwords()
    assert len(passwords) == 10_000
    assert [one for one in passwords if len(one) < 10 or one.isdigit() or not one.isascii() or not one.isalnum()] == []


def test_the_list_is_what_its_patterns_make() -> None:
    assert set(runpy.run_path(str(SCRIPT))["passwords"]()) == chinese_passwords()
